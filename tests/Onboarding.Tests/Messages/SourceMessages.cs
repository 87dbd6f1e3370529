using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Onboarding.Messages;
using Onboarding.Tests.Conventions;

namespace Onboarding.Tests.Messages;

/// <summary>
/// Finds the messages that the sources make, as the compiler understands them: every interpolated string that becomes a
/// <see cref="Message"/>.
/// </summary>
internal static class SourceMessages
{
    private static readonly string[] Projects = ["Onboarding", "Onboarding.Http", "OnboardingServer"];

    /// <summary>Gets each key, with a place where it is used.</summary>
    public static IReadOnlyDictionary<string, string> Read() =>
        Projects
            .SelectMany(Of)
            .Where(message => message.Key.Length > 0)
            .GroupBy(message => message.Key, StringComparer.Ordinal)
            .ToDictionary(same => same.Key, same => same.First().Place, StringComparer.Ordinal);

    private static IEnumerable<(string Key, string Place)> Of(string project)
    {
        var trees = SourceTree
            .Sources.Where(file => file.Path.StartsWith($"src/{project}/", StringComparison.Ordinal))
            .Select(file => CSharpSyntaxTree.ParseText(file.Text, path: file.Path))
            .Append(CSharpSyntaxTree.ParseText(Usings))
            .ToArray();
        var compilation = CSharpCompilation.Create(
            project,
            trees,
            References(project),
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                nullableContextOptions: NullableContextOptions.Enable
            )
        );
        foreach (var tree in trees)
        {
            var model = compilation.GetSemanticModel(tree);
            foreach (var node in tree.GetRoot().DescendantNodes().OfType<ExpressionSyntax>())
                if (MessageIn(node, model) is { } text)
                    yield return (
                        KeyOf(text),
                        $"{tree.FilePath}:{tree.GetLineSpan(text.Span).StartLinePosition.Line + 1}"
                    );
        }
    }

    private static IEnumerable<MetadataReference> References(string project) =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(file => Path.GetFileNameWithoutExtension(file) != project)
            .Select(file => MetadataReference.CreateFromFile(file));

    // Implicit usings, as the SDK adds them.
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static ExpressionSyntax? MessageIn(ExpressionSyntax node, SemanticModel model) =>
        node switch
        {
            CastExpressionSyntax cast when IsMessage(model.GetTypeInfo(cast).Type) => Text(cast.Expression),
            InterpolatedStringExpressionSyntax
            or BinaryExpressionSyntax when IsMessage(model.GetTypeInfo(node).ConvertedType) => Text(node),
            _ => null,
        };

    private static ExpressionSyntax? Text(ExpressionSyntax node) =>
        node switch
        {
            ParenthesizedExpressionSyntax inner => Text(inner.Expression),
            InterpolatedStringExpressionSyntax => node,
            BinaryExpressionSyntax sum when sum.IsKind(SyntaxKind.AddExpression) => node,
            _ => null,
        };

    private static bool IsMessage(ITypeSymbol? type) =>
        type is { Name: nameof(Message), ContainingNamespace.Name: nameof(Onboarding.Messages) };

    private static string KeyOf(ExpressionSyntax text)
    {
        var holes = 0;
        return string.Concat(
            text.DescendantNodesAndSelf(node =>
                    node
                        is InterpolatedStringExpressionSyntax
                            or BinaryExpressionSyntax
                            or ParenthesizedExpressionSyntax
                )
                .OfType<InterpolatedStringContentSyntax>()
                .Select(part =>
                    part is InterpolatedStringTextSyntax words
                        ? words.TextToken.ValueText
                        : string.Create(CultureInfo.InvariantCulture, $"{{{holes++}}}")
                )
        );
    }
}

using System.Text.RegularExpressions;

namespace Onboarding.Tests.Conventions;

/// <summary>Tests the layout of the sources: folders, references between projects, lines.</summary>
public sealed partial class LayoutTests
{
    private static readonly string[] _meaninglessFolders =
    [
        "Common",
        "Helpers",
        "Helper",
        "Utils",
        "Utilities",
        "Models",
        "Services",
        "Interfaces",
        "Managers",
    ];

    [Fact]
    public void Namespaces_equal_folders()
    {
        // What extends a builder of Durable Task stands beside it, as in the other backends.
        var misplaced = SourceTree
            .Sources.Where(file => !file.Path.EndsWith("BuilderExtensions.cs", StringComparison.Ordinal))
            .Where(file =>
                Namespace().Match(file.Text) is { Success: true } match && match.Groups[1].Value != file.FolderNamespace
            )
            .Select(file => $"{file.Path}: {Namespace().Match(file.Text).Groups[1].Value}");

        Assert.Empty(misplaced);
    }

    [Fact]
    public void No_folder_is_named_without_a_meaning() =>
        Assert.Empty(
            SourceTree
                .Sources.Where(file =>
                    file.Path.Split('/')[..^1].Intersect(_meaninglessFolders, StringComparer.OrdinalIgnoreCase).Any()
                )
                .Select(file => file.Path)
        );

    [Theory]
    [InlineData("Onboarding", "Azure.", "Microsoft.AspNetCore", "Microsoft.Data.Sqlite", "OnboardingServer")]
    [InlineData("PartnerCenter", "Onboarding", "Microsoft.AspNetCore", "PartnerCenter.Simulator")]
    [InlineData("PartnerCenter.Simulator", "Onboarding", "PartnerCenter,")]
    public void A_project_knows_only_what_it_may(string assembly, params string[] forbidden)
    {
        var references = System
            .Reflection.Assembly.Load(assembly)
            .GetReferencedAssemblies()
            .Select(reference => reference.FullName);

        Assert.DoesNotContain(
            references,
            reference => forbidden.Any(name => reference.StartsWith(name, StringComparison.Ordinal))
        );
    }

    [Fact]
    public void There_is_no_clock_but_TimeProvider() =>
        Assert.Empty(SourceTree.Sources.Where(file => Clock().IsMatch(file.Text)).Select(file => file.Path));

    [Fact]
    public void Nothing_is_left_to_be_implemented() =>
        Assert.Empty(SourceTree.Sources.Where(file => Unfinished().IsMatch(file.Text)).Select(file => file.Path));

    [Fact]
    public void Program_files_stay_under_thirty_lines() =>
        Assert.Empty(
            SourceTree
                .Sources.Where(file => file.Name == "Program.cs" && file.Text.Split('\n').Length > 30)
                .Select(file => file.Path)
        );

    // What is inside a text cannot be broken everywhere.
    [Fact]
    public void Lines_have_at_most_120_characters() =>
        Assert.Empty(
            from file in SourceTree.Sources
            from line in RawText().Replace(file.Text, "").Split('\n')
            where line.Length > 120 && Text().Replace(line, "").Length > 80
            select $"{file.Path}: {line.Trim()}"
        );

    [Fact]
    public void Every_interface_has_two_implementations()
    {
        var single =
            from declaring in SourceTree.Sources
            from Match declaration in Interface().Matches(declaring.Text)
            let name = declaration.Groups[1].Value
            let implementations = Implementations(name)
            where implementations < 2
            select $"{declaring.Path}: {name} has {implementations}";

        Assert.Empty(single);
    }

    // A type that implements an interface derived from this one implements this one.
    private static int Implementations(string name) =>
        SourceTree
            .Sources.SelectMany(file =>
                Regex.Matches(file.Text, $@"(class|record|struct|interface) (\w+)[^{{;]*?:[^{{;]*?\b{name}\b")
            )
            .Sum(match => match.Groups[1].Value == "interface" ? Implementations(match.Groups[2].Value) : 1);

    [GeneratedRegex("\"\"\"+.*?\"\"\"+", RegexOptions.Singleline)]
    private static partial Regex RawText();

    [GeneratedRegex("\"(\\\\.|[^\"\\\\])*\"")]
    private static partial Regex Text();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"\bDateTime(Offset)?\.(UtcNow|Now|Today)\b|\bThread\.Sleep\b|\bStopwatch\.StartNew\b")]
    private static partial Regex Clock();

    [GeneratedRegex(@"NotImplementedException|\bTODO\b|\bFIXME\b|\bHACK\b")]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"^(?:public|internal) (?:partial )?interface (I[A-Z]\w*)", RegexOptions.Multiline)]
    private static partial Regex Interface();
}

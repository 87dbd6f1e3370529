using System.Text.RegularExpressions;

namespace Onboarding.Tests.Conventions;

/// <summary>Represents a Markdown document of the repository.</summary>
internal sealed partial class Document
{
    private Document(string path)
    {
        Path = path;
        Lines = SourceTree.Read(path).Split('\n');
        Blocks = [.. FindBlocks(Lines)];
        Prose =
        [
            .. Lines
                .Select((text, at) => (text, at))
                .Where(line => !Blocks.Any(block => block.Holds(line.at)))
                .Select(line => line.text),
        ];
        Headings = [.. Prose.Where(line => Heading().IsMatch(line)).Select(line => line.TrimStart('#').Trim())];
    }

    /// <summary>Gets the contract of Partner Center, which is cited as C §n.</summary>
    public static Document Contract { get; } = new("docs/partner-center-contract.md");

    /// <summary>Gets every document, in the order of their paths.</summary>
    public static IReadOnlyList<Document> All { get; } =
    [.. SourceTree.Files(".md").Select(path => path == Contract.Path ? Contract : new Document(path))];

    /// <summary>Gets the path from the root, with slashes.</summary>
    public string Path { get; }

    public IReadOnlyList<string> Lines { get; }

    /// <summary>Gets the lines outside of code blocks.</summary>
    public IReadOnlyList<string> Prose { get; }

    /// <summary>Gets the code blocks.</summary>
    public IReadOnlyList<CodeBlock> Blocks { get; }

    /// <summary>Gets the texts of the headings.</summary>
    public IReadOnlyList<string> Headings { get; }

    /// <summary>Gets the targets of the links, inline and by reference, without those to the web.</summary>
    public IEnumerable<string> Links =>
        Prose
            .SelectMany(line => InlineLink().Matches(line).Concat(Definition().Matches(line)))
            .Select(match => match.Groups["target"].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal));

    /// <summary>Gets the labels that the text refers to and that no definition explains.</summary>
    public IEnumerable<string> UndefinedLabels
    {
        get
        {
            var defined = Prose
                .SelectMany(line => Definition().Matches(line))
                .Select(match => match.Groups["label"].Value)
                .ToHashSet(StringComparer.OrdinalIgnoreCase);
            return defined.Count == 0
                ? []
                : Prose
                    .Where(line => !Definition().IsMatch(line))
                    .SelectMany(line => Reference().Matches(CodeSpan().Replace(line, "")))
                    .Select(match => match.Groups["label"].Value)
                    .Where(label => !defined.Contains(label));
        }
    }

    /// <summary>Gets whether a link can lead to this anchor.</summary>
    public bool HasAnchor(string anchor) => Headings.Any(heading => AnchorOf(heading) == anchor);

    private static string AnchorOf(string heading) =>
        NotInAnchor().Replace(heading.ToLowerInvariant(), "").Replace(' ', '-');

    private static IEnumerable<CodeBlock> FindBlocks(IReadOnlyList<string> lines)
    {
        for (var begin = 0; begin < lines.Count; begin++)
        {
            if (!lines[begin].StartsWith("```", StringComparison.Ordinal))
                continue;
            var end = begin + 1;
            while (end < lines.Count && !lines[end].StartsWith("```", StringComparison.Ordinal))
                end++;
            yield return new CodeBlock(
                lines[begin][3..].Trim(),
                begin,
                end,
                string.Join('\n', lines.Take(end).Skip(begin + 1))
            );
            begin = end;
        }
    }

    [GeneratedRegex("^#{1,6} ")]
    private static partial Regex Heading();

    [GeneratedRegex(@"\]\((?<target>[^()\s]+)\)")]
    private static partial Regex InlineLink();

    [GeneratedRegex(@"^\[(?<label>[^\]]+)\]: (?<target>\S+)$")]
    private static partial Regex Definition();

    [GeneratedRegex(@"\[(?<label>\w+)\](?![\[(:])")]
    private static partial Regex Reference();

    [GeneratedRegex("`[^`]*`")]
    private static partial Regex CodeSpan();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchor();
}

/// <param name="Language">Such as json or sh.</param>
/// <param name="Begin">The line of the opening fence, counted from 0.</param>
/// <param name="End">The line of the closing fence.</param>
/// <param name="Text">What is between the two.</param>
internal sealed record CodeBlock(string Language, int Begin, int End, string Text)
{
    public bool Holds(int line) => line >= Begin && line <= End;
}

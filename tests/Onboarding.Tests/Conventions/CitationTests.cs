using System.Text.RegularExpressions;

namespace Onboarding.Tests.Conventions;

/// <summary>Tests that every section that is cited with § is a heading of the contract.</summary>
public sealed partial class CitationTests
{
    private static readonly HashSet<string> _sections =
    [
        .. Document
            .Contract.Headings.Select(heading => Number().Match(heading))
            .Where(match => match.Success)
            .Select(match => match.Value),
    ];

    [Fact]
    public void The_contract_has_numbered_sections() => Assert.InRange(_sections.Count, 80, 200);

    [Theory]
    [InlineData(".cs")]
    [InlineData(".md")]
    [InlineData(".js")]
    public void Every_citation_leads_to_a_section_of_the_contract(string kind) =>
        Assert.Empty(
            from path in SourceTree.Files(kind)
            from Match citation in Citation().Matches(SourceTree.Read(path))
            from section in new[] { citation.Groups["from"], citation.Groups["to"] }
            where section.Success && !_sections.Contains(section.Value)
            select $"{path}: §{section.Value}"
        );

    [GeneratedRegex(@"^\d+(\.\d+)*(?=[. ])")]
    private static partial Regex Number();

    [GeneratedRegex(@"§ ?(?<from>\d+(\.\d+)*)(–(?<to>\d+(\.\d+)*))?")]
    private static partial Regex Citation();
}

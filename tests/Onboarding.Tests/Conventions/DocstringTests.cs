using System.Text.RegularExpressions;

namespace Onboarding.Tests.Conventions;

/// <summary>Tests that docstrings say what a member is or does, in a sentence that a newcomer understands.</summary>
public sealed partial class DocstringTests
{
    [Fact]
    public void No_summary_begins_with_a_relative_clause() =>
        Assert.Empty(
            from file in SourceTree.Sources
            from Match summary in Clause().Matches(file.Text)
            let line = file.Text.AsSpan(0, summary.Groups["word"].Index).Count('\n') + 1
            select $"{file.Path}:{line}: begins with \"{summary.Groups["word"].Value}\", not with a verb or a noun"
        );

    [Theory]
    [InlineData("/// <summary>What the time has brought.</summary>")]
    [InlineData("    /// <summary>\n    /// Whether somebody waits.\n    /// </summary>")]
    public void A_relative_clause_is_found(string docstring) => Assert.Matches(Clause(), docstring);

    [Theory]
    [InlineData("/// <summary>Applies everything that is due.</summary>")]
    [InlineData("/// <summary>\n/// Gets a value that says whether somebody waits.\n/// </summary>")]
    public void A_sentence_is_not_found(string docstring) => Assert.DoesNotMatch(Clause(), docstring);

    [GeneratedRegex(@"<summary>(\s*///)?\s*(?<word>What|How|Where|Which|Who|Whom|Whose|Whether|Why|When|That)\b")]
    private static partial Regex Clause();
}

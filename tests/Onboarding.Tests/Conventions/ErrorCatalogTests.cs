namespace Onboarding.Tests.Conventions;

public sealed class ErrorCatalogTests
{
    [Fact]
    public void Every_code_has_a_meaning_and_the_form_of_a_code() =>
        Assert.All(
            ErrorCodes.All,
            code =>
            {
                Assert.Matches("^[a-z][a-zA-Z0-9-]*(\\.[a-z][a-zA-Z0-9-]*)*$", code.Key);
                Assert.EndsWith(".", code.Value);
            }
        );

    [Fact]
    public void Every_code_is_raised_somewhere()
    {
        var unused = typeof(ErrorCodes)
            .GetFields()
            .Where(field => field.IsLiteral)
            .Select(field => field.Name)
            .Where(name =>
                !SourceTree.Sources.Any(file => file.Text.Contains($"ErrorCodes.{name}", StringComparison.Ordinal))
            );

        Assert.Empty(unused);
    }

    /// <summary>
    /// Compares the table of codes with the catalogue; UPDATE_DOCS=1 in the environment writes it anew.
    /// </summary>
    [Fact]
    public void Error_codes_document_equals_the_catalogue()
    {
        const string Head = "| code | meaning |\n|---|---|\n";
        var path = Path.Combine(SourceTree.Root, "docs", "error-codes.md");
        var text = File.ReadAllText(path);
        var begin = text.IndexOf(Head, StringComparison.Ordinal) + Head.Length;
        Assert.True(begin >= Head.Length, "docs/error-codes.md has no table of codes.");
        var expected = string.Concat(
            ErrorCodes
                .All.OrderBy(code => code.Key, StringComparer.Ordinal)
                .Select(code => $"| `{code.Key}` | {code.Value} |\n")
        );

        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
            File.WriteAllText(path, text[..begin] + expected);
        else
            Assert.Equal(expected, text[begin..]);
    }
}

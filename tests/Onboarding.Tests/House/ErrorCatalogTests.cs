namespace Onboarding.Tests.House;

public sealed class ErrorCatalogTests
{
    [Fact]
    public void Every_code_has_a_meaning_and_the_form_of_a_code() => Assert.All(ErrorCodes.All, code =>
    {
        Assert.Matches("^[a-z][a-zA-Z0-9-]*(\\.[a-z][a-zA-Z0-9-]*)*$", code.Key);
        Assert.EndsWith(".", code.Value);
    });

    [Fact]
    public void Every_code_is_raised_somewhere()
    {
        var unused = typeof(ErrorCodes).GetFields().Where(field => field.IsLiteral)
            .Select(field => field.Name)
            .Where(name => !SourceTree.Sources.Any(file => file.Text.Contains($"ErrorCodes.{name}", StringComparison.Ordinal)));

        Assert.Empty(unused);
    }

    /// <summary>The table between README's markers is the catalogue; on a difference the expected text is what to paste.</summary>
    [Fact]
    public void Readme_s_table_is_the_catalogue()
    {
        var expected = string.Concat(ErrorCodes.All.OrderBy(code => code.Key, StringComparer.Ordinal).Select(code => $"| `{code.Key}` | {code.Value} |\n"));

        Assert.Contains($"| code | meaning |\n|---|---|\n{expected}", SourceTree.Read("README.md"));
    }
}

namespace PartnerCenter.Tests;

public sealed class VisibleTextTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("Zo\u00EB \u5C71\u7530 \u0627\u0644", "Zo\u00EB \u5C71\u7530 \u0627\u0644")]
    [InlineData("a\nb\tc\r", "a b c ")]
    [InlineData("\u001b[31mred\u0007\u009b", "\uFFFD[31mred\uFFFD\uFFFD")]
    [InlineData("\u202Eabc\u2066\u200B\uFEFF", "\uFFFDabc\uFFFD\uFFFD\uFFFD")]
    [InlineData("\u2028x", " x")]
    [InlineData(null, null)]
    public void Of_AnyText_IsOneLineOfWhatCanBeSeen(string? text, string? visible) =>
        Assert.Equal(visible, VisibleText.Of(text));

    [Fact]
    public void Of_HalfOfASurrogatePair_IsReplaced() => Assert.Equal("\uFFFDx", VisibleText.Of($"{(char)0xD800}x"));

    [Fact]
    public void WithLines_KeepsLinesAndTabs() =>
        Assert.Equal("a\r\n\tb\uFFFD", VisibleText.WithLines("a\r\n\tb\u0000"));

    [Fact]
    public void Exception_WithTheServicesWords_ShowsThemVisible()
    {
        var exception = new PartnerCenterException(Fault.Refused, "Customers.Create", "no\u001b[2J\nway")
        {
            Code = "60\u0000",
        };

        Assert.Equal(("no\uFFFD[2J way", "60\uFFFD"), (exception.Description, exception.Code));
        Assert.DoesNotContain('\u001b', exception.Message);
    }
}

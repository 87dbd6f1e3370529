using System.Text.Json;
using Xunit.Abstractions;

namespace OnboardingServer.Tests.Page;

/// <summary>What the page costs to load.</summary>
public sealed class LoadTests(Browser browser, ITestOutputHelper output) : IClassFixture<Browser>
{
    private const int MostRequests = 4;
    private const int MostBytes = 40 * 1024;

    /// <summary>Counts the files of the page, those of them that came over the network, and their bytes.</summary>
    private const string Loaded = """
        (() => {
          const files = performance.getEntriesByType('resource').filter(one => !one.name.includes('/api/'));
          const [document] = performance.getEntriesByType('navigation');
          // The icon of the tab and that of the head are one file.
          const asked = new Set(files.map(one => one.name)).size + 1;
          const sent = files.filter(one => one.transferSize > 0);
          const bytes = sent.reduce((sum, one) => sum + one.transferSize, document.transferSize);
          return { requests: asked, sent: sent.length, document: document.transferSize, bytes };
        })()
        """;

    [ChromiumFact]
    public async Task The_first_load_is_small_and_a_repeat_asks_only_whether_the_document_has_changed()
    {
        await using var page = await browser.Open("#/");
        await page.On("Onboardings");
        var first = await page.Page.EvaluateAsync<JsonElement>(Loaded);
        Assert.True(first.GetProperty("requests").GetInt32() <= MostRequests, $"{first}");
        Assert.InRange(first.GetProperty("bytes").GetInt32(), 1, MostBytes);

        await page.Page.ReloadAsync();
        await page.On("Onboardings");

        var repeat = await page.Page.EvaluateAsync<JsonElement>(Loaded);
        output.WriteLine($"first {first}, repeat {repeat}");
        Assert.Equal(0, repeat.GetProperty("sent").GetInt32());
        Assert.InRange(repeat.GetProperty("document").GetInt32(), 0, 400);
    }
}

using System.Text;
using Microsoft.Playwright;
using OnboardingServer.Tests.Api;
using Scenarios;
using static Microsoft.Playwright.Assertions;

namespace OnboardingServer.Tests.Page;

/// <summary>Files of many requests, sent and followed on the page.</summary>
public sealed class BatchPageTests(Browser browser) : IClassFixture<Browser>
{
    private RunningServer Server => browser.Server;

    [ChromiumFact]
    public async Task A_file_is_sent_followed_and_its_results_are_downloaded()
    {
        await using var page = await browser.Open("#/batches");
        await page.On("Batches");
        var file = BatchFiles.Csv(
            BatchFiles.Row(1),
            BatchFiles.Row(2, ("subscriptions.term", "P9Y"), ("reference", "<img src=x onerror=alert(1)>"))
        );

        await Choose(page, "monday.csv", file);
        await Expect(page.Page.GetByText("Columns: reference · partner · customer.companyName")).ToBeVisibleAsync();
        await Expect(page.Page.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync("monday");
        await page.AssertAccessible();
        await page.Button("Send and begin").ClickAsync();

        await page.On("monday");
        await page.Button("Refused 1").ClickAsync();
        await Expect(page.Page.Locator("tbody tr")).ToHaveCountAsync(1);
        await Expect(page.Page.Locator("tbody")).ToContainTextAsync("<img src=x onerror=alert(1)>");
        await Expect(page.Page.Locator("tbody .findings")).ToContainTextAsync("field.not-an-option");
        await page.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^All 2$") }).ClickAsync();
        await Expect(page.Page.Locator("tbody tr")).ToHaveCountAsync(2);
        await page.AssertAccessible();
        await page.AssertNothingSticksOut();
        var download = await page.Page.RunAndWaitForDownloadAsync(() => page.Button("Download results").ClickAsync());
        Assert.EndsWith("-results.csv", download.SuggestedFilename, StringComparison.Ordinal);
        Assert.Contains("LIST-0001", await File.ReadAllTextAsync(await download.PathAsync()), StringComparison.Ordinal);
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "All batches" }).ClickAsync();
        await Expect(page.Page.GetByRole(AriaRole.Link, new() { Name = "monday" })).ToBeVisibleAsync();
    }

    [ChromiumFact]
    public async Task A_batch_is_paused_resumed_and_cancelled()
    {
        var rows = Enumerable.Range(100, 400).Select(number => BatchFiles.Row(number));
        var message = new HttpRequestMessage(HttpMethod.Post, "batches?name=Held&concurrency=1")
        {
            Content = new StringContent(BatchFiles.Csv(rows), Encoding.UTF8, "text/csv"),
        };
        var id = (await Server.Send(message)).Text("id");
        await using var page = await browser.Open($"#/batches/{id}");
        await page.On("Held");

        await page.Button("Pause").ClickAsync();
        await Expect(page.Page.Locator("main .badge").First).ToHaveTextAsync("Paused");
        await page.Button("Resume").ClickAsync();
        await Expect(page.Page.Locator("main .badge").First).ToHaveTextAsync("Running");
        await page.Button("Cancel").ClickAsync();
        await page.Button("Cancel it").ClickAsync();

        await Expect(page.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Withdrawn ") })).ToBeVisibleAsync();
        await Expect(page.Button("Pause")).ToHaveCountAsync(0);
    }

    [ChromiumFact]
    public async Task A_file_that_is_none_is_refused_with_the_reason()
    {
        await using var page = await browser.Open("#/batches", width: 390);
        await Choose(page, "none.csv", "nothing,here\n1,2\n");

        await page.Button("Send and begin").ClickAsync();

        await Expect(page.Alert).ToContainTextAsync("column");
        await page.AssertAccessible();
        await page.AssertNothingSticksOut();
    }

    private static Task Choose(Wizard page, string name, string content)
    {
        var file = new FilePayload
        {
            Name = name,
            MimeType = "text/csv",
            Buffer = Encoding.UTF8.GetBytes(content),
        };
        return page.Page.GetByLabel("File").SetInputFilesAsync(file);
    }
}

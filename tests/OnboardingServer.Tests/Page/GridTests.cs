using Microsoft.Playwright;
using Onboarding.Requests;
using OnboardingServer.Tests.Api;
using Scenarios;
using static Microsoft.Playwright.Assertions;

namespace OnboardingServer.Tests.Page;

/// <summary>The list as a tool: rows are chosen, exported and cancelled together, and views are kept.</summary>
public sealed class GridTests(Browser browser) : IClassFixture<Browser>
{
    private RunningServer Server => browser.Server;

    [ChromiumTheory]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task Chosen_rows_are_exported_and_cancelled_together_by_keyboard(int width)
    {
        var names = new[] { $"Chosen One {width}", $"Chosen Two {width}", $"Not Chosen {width}" };
        var ids = new List<string>();
        foreach (var name in names)
        {
            var request = Requests.Direct(name) with { Approval = ApprovalDemand.Required };
            ids.Add(await Server.Accepted(request));
            await Server.Until(ids[^1], now => now["stage"]!.GetValue<string>() == "awaiting-approval");
        }

        await using var page = await browser.Open($"#/?text={width}", width: width);
        await Expect(page.Page.Locator("tbody tr")).ToHaveCountAsync(3);
        foreach (var name in names[..2])
        {
            await page.Page.GetByLabel($"Choose {name} GmbH").FocusAsync();
            await page.Page.Keyboard.PressAsync("Space");
        }

        await Expect(page.Page.GetByText("2 chosen")).ToBeVisibleAsync();
        await page.AssertAccessible();
        await page.AssertNothingSticksOut();
        var download = await page.Page.RunAndWaitForDownloadAsync(() => page.Button("Export").ClickAsync());
        var csv = await File.ReadAllTextAsync(await download.PathAsync());
        Assert.Equal(3, csv.TrimEnd().Split('\n').Length);
        Assert.DoesNotContain("Not Chosen", csv, StringComparison.Ordinal);
        await page.Button("Cancel").FocusAsync();
        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(page.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync($"Chosen One {width} GmbH");
        await page.Button("Cancel them").ClickAsync();

        await Expect(page.Page.GetByText("2 onboardings were asked to stop.").First).ToBeVisibleAsync();
        Assert.Equal("cancelled", (await Server.UntilEnded(ids[0]))["stage"]!.GetValue<string>());
        Assert.Equal("cancelled", (await Server.UntilEnded(ids[1]))["stage"]!.GetValue<string>());
        Assert.False((await Server.Get($"onboardings/{ids[2]}")).Body["ended"]!.GetValue<bool>());
    }

    [ChromiumFact]
    public async Task A_row_that_cannot_is_named_with_the_reason_and_stays_chosen()
    {
        await Server.UntilEnded(await Server.Accepted(Requests.Direct("Already Over")));
        await using var page = await browser.Open("#/?text=Already");
        await page.Page.GetByLabel("Choose all that are shown").CheckAsync();

        await page.Button("Cancel").ClickAsync();
        await page.Button("Cancel them").ClickAsync();

        await Expect(page.Page.Locator(".bulk")).ToContainTextAsync("Already Over GmbH: ");
        await Expect(page.Page.GetByLabel("Choose Already Over GmbH")).ToBeCheckedAsync();
        await page.Button("Choose none").ClickAsync();
        await Expect(page.Page.Locator(".bulk")).Not.ToBeVisibleAsync();
        await Expect(page.Page.GetByLabel("Choose Already Over GmbH")).Not.ToBeCheckedAsync();
    }

    [ChromiumFact]
    public async Task A_view_is_kept_under_a_name_and_the_whole_list_is_exported()
    {
        await Server.Accepted(Requests.Direct("In The View"));
        await Server.Accepted(Requests.Direct("Outside Of It"));
        await using var page = await browser.Open("#/?text=View&partner=direct");
        await page.Button("Save this view").ClickAsync();
        await page.Page.GetByLabel("Name", new() { Exact = true }).FillAsync("<i>Mine</i>");
        await page.Page.GetByLabel("Name", new() { Exact = true }).PressAsync("Enter");
        await Expect(page.Button("<i>Mine</i>")).ToHaveAttributeAsync("aria-pressed", "true");

        await page.Page.GotoAsync("/#/");
        await page.Page.ReloadAsync();
        await Expect(page.Page.GetByRole(AriaRole.Link, new() { Name = "Outside Of It GmbH" })).ToBeVisibleAsync();
        await page.Button("<i>Mine</i>").ClickAsync();
        await Expect(page.Page.GetByRole(AriaRole.Link, new() { Name = "Outside Of It GmbH" })).ToHaveCountAsync(0);
        Assert.Contains("text=View", page.Page.Url, StringComparison.Ordinal);
        await page.AssertAccessible();
        var download = await page.Page.RunAndWaitForDownloadAsync(() => page.Button("Export as CSV").ClickAsync());
        var csv = await File.ReadAllTextAsync(await download.PathAsync());
        Assert.Contains("In The View GmbH", csv, StringComparison.Ordinal);
        Assert.DoesNotContain("Outside Of It", csv, StringComparison.Ordinal);
        await page.Button("Forget the view <i>Mine</i>").ClickAsync();
        await Expect(page.Button("<i>Mine</i>")).ToHaveCountAsync(0);
    }

    [ChromiumFact]
    public async Task Every_filter_of_the_list_can_be_given_on_the_page()
    {
        await Server.Accepted(Requests.Direct("Filtered Here"));
        await using var page = await browser.Open("#/");
        await page.Page.GetByText("More filters").ClickAsync();
        await page.Page.GetByLabel("Submitted before").FillAsync("2020-01-01");
        await page.Button("Narrow").ClickAsync();

        await Expect(page.Page.GetByText("Nothing matches what the list is narrowed by.")).ToBeVisibleAsync();
        Assert.Contains("to=2020-01-01", page.Page.Url, StringComparison.Ordinal);
        await page.AssertAccessible();
    }
}

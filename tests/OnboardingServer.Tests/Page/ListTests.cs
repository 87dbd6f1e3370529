using Microsoft.Playwright;
using OnboardingServer.Tests.Api;
using Scenarios;
using static Microsoft.Playwright.Assertions;

namespace OnboardingServer.Tests.Page;

/// <summary>The list is read and searched while it changes.</summary>
public sealed class ListTests(Browser browser) : IClassFixture<Browser>
{
    private RunningServer Server => browser.Server;

    [ChromiumFact]
    public async Task A_row_keeps_focus_and_selection_when_only_its_age_changes()
    {
        await Server.UntilEnded(await Server.Accepted(Requests.Direct("Row Focus")));
        await using var page = await browser.Open("#/");
        var link = Row(page, "Row Focus GmbH");
        await link.FocusAsync();
        await link.EvaluateAsync("at => { at.isTheSame = true; getSelection().selectAllChildren(at); }");

        await page.Page.Clock.InstallAsync();
        await page.Page.Clock.FastForwardAsync("05:00");

        await Expect(page.Page.Locator("tbody time").First).ToContainTextAsync("minutes ago");
        await Expect(link).ToBeFocusedAsync();
        Assert.True(await link.EvaluateAsync<bool>("at => at.isTheSame === true"));
        Assert.Equal("Row Focus GmbH", await page.Page.EvaluateAsync<string>("`${getSelection()}`"));
    }

    [ChromiumFact]
    public async Task New_rows_wait_while_the_pointer_is_in_the_list()
    {
        await Server.UntilEnded(await Server.Accepted(Requests.Direct("Under Pointer")));
        await using var page = await browser.Open("#/");
        await Row(page, "Under Pointer GmbH").HoverAsync();
        var before = await Row(page, "Under Pointer GmbH").BoundingBoxAsync();

        await Server.Accepted(Requests.Direct("Arrived One"));
        await Server.Accepted(Requests.Direct("Arrived Two"));

        await Expect(page.Button("2 new · show")).ToBeVisibleAsync();
        Assert.Equal(before!.Y, (await Row(page, "Under Pointer GmbH").BoundingBoxAsync())!.Y);
        await Expect(Row(page, "Arrived One GmbH")).ToHaveCountAsync(0);
        await page.AssertAccessible();
        await page.Button("2 new · show").ClickAsync();
        await Expect(Row(page, "Arrived One GmbH")).ToBeVisibleAsync();
        await Expect(Row(page, "Arrived Two GmbH")).ToBeVisibleAsync();
        await Expect(page.Button("2 new · show")).Not.ToBeVisibleAsync();
    }

    [ChromiumFact]
    public async Task New_rows_come_by_themselves_to_a_list_that_nobody_is_in()
    {
        await Server.Accepted(Requests.Direct("There Before"));
        await using var page = await browser.Open("#/");
        await Expect(Row(page, "There Before GmbH")).ToBeVisibleAsync();

        await Server.Accepted(Requests.Direct("Came Itself"));

        await Expect(Row(page, "Came Itself GmbH")).ToBeVisibleAsync();
    }

    [ChromiumFact]
    public async Task A_late_answer_of_a_search_does_not_win()
    {
        await Server.Accepted(Requests.Direct("Searched For"));
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var page = await browser.Open(
            "#/",
            beforeLoad: page =>
                page.RouteAsync(
                    "**/api/onboardings?*text=nobody*",
                    async route =>
                    {
                        held.TrySetResult();
                        await release.Task;
                        await route.ContinueAsync();
                    }
                )
        );
        var search = page.Page.GetByLabel("Search", new() { Exact = true });
        await search.FillAsync("nobody");
        await held.Task;
        var own = AnswerTo(page, "Searched");
        await search.FillAsync("Searched");
        await (await own).FinishedAsync();
        await Expect(Row(page, "Searched For GmbH")).ToBeVisibleAsync();

        var late = AnswerTo(page, "nobody");
        release.SetResult();
        await (await late).FinishedAsync();
        await page.Page.EvaluateAsync("new Promise(requestAnimationFrame)");

        Assert.True(await Row(page, "Searched For GmbH").IsVisibleAsync());
        Assert.DoesNotContain("Nothing", await page.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
    }

    [ChromiumFact]
    public async Task A_word_that_is_typed_is_searched_once_and_nothing_found_is_said_so()
    {
        await Server.Accepted(Requests.Direct("Typed Quickly"));
        var asked = new List<string>();
        await using var page = await browser.Open("#/");
        page.Page.Request += (_, request) =>
        {
            if (request.Url.Contains("text=", StringComparison.Ordinal))
                asked.Add(request.Url);
        };

        await page.Page.GetByLabel("Search", new() { Exact = true }).PressSequentiallyAsync("nothingofit");

        await Expect(page.Page.Locator("main")).ToContainTextAsync("Nothing matches “nothingofit”");
        await Expect(page.Page.Locator("main")).Not.ToContainTextAsync("submitted yet");
        Assert.InRange(asked.Distinct().Count(), 1, 3);
        await page.Button("Show all").ClickAsync();
        await Expect(Row(page, "Typed Quickly GmbH")).ToBeVisibleAsync();
    }

    [ChromiumFact]
    public async Task What_the_list_is_narrowed_by_is_in_its_address()
    {
        await Server.Accepted(Requests.Direct("Narrowed To"));
        await Server.Accepted(Requests.Direct("Left Out"));
        await using var page = await browser.Open("#/");
        await page.Page.GetByLabel("Search", new() { Exact = true }).FillAsync("Narrowed");
        await Expect(Row(page, "Left Out GmbH")).ToHaveCountAsync(0);

        await Row(page, "Narrowed To GmbH").ClickAsync();
        await page.On("Narrowed To GmbH");
        await page.Page.GoBackAsync();
        await Expect(page.Page.GetByLabel("Search", new() { Exact = true })).ToHaveValueAsync("Narrowed");
        await page.Page.ReloadAsync();
        await Expect(Row(page, "Narrowed To GmbH")).ToBeVisibleAsync();
        await Expect(Row(page, "Left Out GmbH")).ToHaveCountAsync(0);

        await page.Page.GotoAsync("/#/?batch=ba-none");
        await Expect(page.Page.GetByText("Nothing matches what the list is narrowed by.")).ToBeVisibleAsync();
        await page.AssertAccessible();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Batch: ba-none" }).ClickAsync();
        await Expect(Row(page, "Left Out GmbH")).ToBeVisibleAsync();
    }

    private static Task<IResponse> AnswerTo(Wizard page, string text) =>
        page.Page.WaitForResponseAsync(answer => answer.Url.Contains($"text={text}", StringComparison.Ordinal));

    private static ILocator Row(Wizard page, string name) =>
        page.Page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true });
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Onboarding.Progress;
using OnboardingServer.Tests.Api;
using Scenarios;
using Scenarios.Stores;
using static Microsoft.Playwright.Assertions;

namespace OnboardingServer.Tests.Page;

/// <summary>Open tasks are shown with their customer, and closed ones stay to be seen.</summary>
public sealed class TaskPageTests(Browser browser) : IClassFixture<Browser>
{
    private RunningServer Server => browser.Server;

    [ChromiumFact]
    public async Task A_task_names_its_customer_and_is_marked_as_done()
    {
        var id = await Server.Accepted(Requests.Direct("Task Owner"));
        await Server.UntilEnded(id);
        await Server
            .Services.GetRequiredService<IOpenTasks>()
            .Add(
                new OpenTask
                {
                    Id = "task-of-the-page",
                    Onboarding = new(id),
                    Partner = "direct",
                    What = $"The relationship is to be removed.",
                    Why = $"Customers.Delete: refused (status 403, code 900): Not now.",
                    Who = Actor.Operator,
                    Since = TimeProvider.System.GetUtcNow(),
                    ErrorCode = "partner-center.900",
                    LastError = "Customers.Delete: refused (status 403, code 900): Not now.",
                },
                default
            );
        await using var page = await browser.Open("#/obligations");
        await page.On("Open tasks");
        await Expect(page.Page.Locator("main article h2")).ToContainTextAsync("Task Owner GmbH");
        await Expect(page.Page.GetByText("refused (status 403, code 900)")).Not.ToBeVisibleAsync();
        await page.AssertAccessible();

        await page.Button("Mark as done").ClickAsync();
        await page.Page.GetByLabel("How it was dealt with (no personal data)").FillAsync("Removed in the portal");
        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(page.Page.GetByText("Nothing is left to be done.")).ToBeVisibleAsync();

        await page.Page.GetByLabel("State").SelectOptionAsync("settled");
        await Expect(page.Page.Locator("main article")).ToContainTextAsync("Note: Removed in the portal");
        await Expect(page.Page.Locator("main article")).ToContainTextAsync("Closed by local");
    }

    [ChromiumTheory]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task Chosen_tasks_are_marked_as_done_together_by_keyboard_with_one_note(int width)
    {
        var tasks = new[] { $"bulk-{width}-1", $"bulk-{width}-2", $"bulk-{width}-3" };
        foreach (var task in tasks)
            await Add(task);
        await using var page = await browser.Open("#/obligations", width: width);
        foreach (var task in tasks[..2])
        {
            await Box(page, task).FocusAsync();
            await page.Page.Keyboard.PressAsync("Space");
        }

        await Expect(Bar(page)).ToContainTextAsync("2 chosen");
        await Expect(Bar(page)).ToContainTextAsync("None of these can be tried again");
        await Add($"bulk-{width}-new");
        await Expect(Box(page, $"bulk-{width}-new")).Not.ToBeCheckedAsync();
        await Expect(Box(page, tasks[0])).ToBeCheckedAsync();
        await page.AssertAccessible();
        await page.AssertNothingSticksOut();
        await InBar(page, "Mark as done").FocusAsync();
        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(page.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Mark 2 tasks as done?");
        await page.Page.Keyboard.TypeAsync("Seen to by hand");
        await page.Page.Keyboard.PressAsync("Enter");

        await Expect(Bar(page)).ToContainTextAsync("2 tasks were marked as done.");
        await Expect(Box(page, tasks[0])).ToHaveCountAsync(0);
        await Expect(Box(page, tasks[2])).Not.ToBeCheckedAsync();
        foreach (var task in tasks[..2])
        {
            var done = await OpenTasks.Get(task, default);
            Assert.Equal((OpenTaskState.Settled, "Seen to by hand"), (done!.State, done.Note));
        }
    }

    [ChromiumFact]
    public async Task Chosen_tasks_are_tried_again_and_one_that_cannot_is_named_with_the_reason()
    {
        await Add("again-1", OfAnActivity);
        await Add("again-2", OfAnActivity);
        await Add("again-by-hand");
        await using var page = await browser.Open("#/obligations");
        foreach (var task in new[] { "again-1", "again-2", "again-by-hand" })
            await Box(page, task).CheckAsync();
        await Expect(Bar(page)).ToContainTextAsync("Only a person can do 1 of these");
        await page.Page.RouteAsync(
            "**/api/obligations/again-2/retry",
            route =>
                route.FulfillAsync(
                    new()
                    {
                        Status = 409,
                        ContentType = "application/problem+json",
                        Body = """{"title":"Closed","detail":"It was closed by somebody else."}""",
                    }
                )
        );

        await InBar(page, "Try again").ClickAsync();

        await Expect(Bar(page)).ToContainTextAsync("1 task is being tried again.");
        await Expect(Bar(page).GetByRole(AriaRole.Listitem))
            .ToHaveTextAsync(
                "Task again-2 GmbH, The relationship of again-2 is to be removed.: It was closed by somebody else."
            );
        await Expect(Box(page, "again-2")).ToBeCheckedAsync();
        await Expect(Box(page, "again-by-hand")).ToBeCheckedAsync();
        Assert.Equal((1, 0), (await Attempts("again-1"), await Attempts("again-2")));
        await page.Button("Choose none").ClickAsync();
        await Expect(Bar(page)).Not.ToBeVisibleAsync();
        await Expect(Box(page, "again-2")).Not.ToBeCheckedAsync();
    }

    [ChromiumFact]
    public async Task All_tasks_with_one_error_are_tried_again_at_once()
    {
        await Add("one-error-1", OfAnActivity, "partner-center.901");
        await Add("one-error-2", OfAnActivity, "partner-center.901");
        await Add("another-error", OfAnActivity, "partner-center.902");
        await using var page = await browser.Open("#/obligations");
        await Expect(page.Page.Locator(".stopped")).ToContainTextAsync("2 can be tried again: partner-center.901");
        await page.AssertAccessible();

        await page.Button("Try all of these again: partner-center.901").FocusAsync();
        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(page.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("partner-center.901");
        await page.Page.Keyboard.PressAsync("Enter");

        await Expect(page.Page.Locator("#announce")).ToHaveTextAsync("2 tasks are being tried again.");
        Assert.Equal(
            (1, 1, 0),
            (await Attempts("one-error-1"), await Attempts("one-error-2"), await Attempts("another-error"))
        );
    }

    [ChromiumFact]
    public async Task Who_may_not_operate_is_offered_no_choice()
    {
        await Add("not-offered-1", OfAnActivity, "partner-center.903");
        await Add("not-offered-2", OfAnActivity, "partner-center.903");
        await using var page = await browser.Open(
            "#/obligations",
            beforeLoad: page =>
                page.RouteAsync(
                    "**/api/me",
                    route =>
                        route.FulfillAsync(
                            new()
                            {
                                ContentType = "application/json",
                                Body =
                                    """{"name":"key:sales","roles":["SalesAgent"],"permissions":["read","submit"]}""",
                            }
                        )
                )
        );

        await Expect(page.Page.GetByText("The relationship of not-offered-1 is to be removed.")).ToBeVisibleAsync();
        await Expect(page.Page.Locator("main input[type=checkbox]")).ToHaveCountAsync(0);
        await Expect(page.Page.Locator("main article button")).ToHaveCountAsync(0);
        await Expect(page.Page.Locator(".stopped")).ToBeEmptyAsync();
    }

    private static RepeatableCall OfAnActivity => new("relationship-remove", "{}");

    private IOpenTasks OpenTasks => Server.Services.GetRequiredService<IOpenTasks>();

    private static ILocator Bar(Wizard page) => page.Page.GetByRole(AriaRole.Group, new() { Name = "Chosen tasks" });

    private static ILocator InBar(Wizard page, string name) =>
        Bar(page).GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private static ILocator Box(Wizard page, string task) => page.Page.Locator($"input[data-id='{task}']");

    private async Task<int> Attempts(string task) => (await OpenTasks.Get(task, default))!.Attempts;

    private async Task Add(string id, RepeatableCall? call = null, string code = "partner-center.900")
    {
        var record = Records.Record(id, company: $"Task {id} GmbH");
        await Server.Services.GetRequiredService<IOnboardingRecords>().Reserve(record, default);
        await OpenTasks.Add(
            new OpenTask
            {
                Id = id,
                Onboarding = record.Id,
                Partner = "direct",
                What = $"The relationship of {id} is to be removed.",
                Why = $"Not now.",
                Who = Actor.Operator,
                Since = TimeProvider.System.GetUtcNow(),
                ErrorCode = code,
                Call = call,
            },
            default
        );
    }
}

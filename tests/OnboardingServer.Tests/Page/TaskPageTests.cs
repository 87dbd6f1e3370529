using Microsoft.Extensions.DependencyInjection;
using Onboarding.Progress;
using OnboardingServer.Tests.Api;
using Scenarios;
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
}

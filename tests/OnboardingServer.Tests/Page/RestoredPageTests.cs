using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Onboarding;
using Onboarding.Progress;
using OnboardingServer.Tests.Api;
using Scenarios.Stores;
using static Microsoft.Playwright.Assertions;

namespace OnboardingServer.Tests.Page;

/// <summary>Every page says that the data was restored from a backup, until somebody has dealt with that.</summary>
public sealed class RestoredPageTests(Browser browser) : IClassFixture<Browser>
{
    [ChromiumTheory]
    [InlineData(ColorScheme.Light, 1440)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task A_restored_backup_is_told_until_its_task_is_marked_as_done(ColorScheme scheme, int width)
    {
        await using var server = await RunningServer.Start(
            ("Restores:Copies:0:TakenAt", "2026-01-01T02:00:00Z"),
            ("Restores:Copies:0:RestoredAt", "2026-01-02T02:00:00Z")
        );
        var record = Records.Record("before", company: "Before GmbH");
        record = record with { SubmittedAt = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) };
        await server.Services.GetRequiredService<IOnboardingRecords>().Reserve(record, default);
        record = Records.Record("after", company: "After GmbH");
        record = record with { SubmittedAt = TimeProvider.System.GetUtcNow() };
        await server.Services.GetRequiredService<IOnboardingRecords>().Reserve(record, default);
        await server.Services.GetRequiredService<IOpenTasks>().Add(Task, default);
        await using var page = await browser.Open("", server, scheme, width);
        await page.On("Home");

        await Expect(Note(page)).ToContainTextAsync("Restored from a backup. The backup was made 1/1/2026");
        await page.AssertAccessible();
        await page.AssertNothingSticksOut();
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Onboardings to look at: 1" }).FocusAsync();
        await page.Page.Keyboard.PressAsync("Enter");
        await page.On("Onboardings");
        await Expect(page.Page.Locator("#state")).ToHaveValueAsync("open");
        await Expect(page.Page.GetByRole(AriaRole.Link, new() { Name = "Before GmbH" })).ToBeVisibleAsync();
        await Expect(page.Page.GetByRole(AriaRole.Link, new() { Name = "After GmbH" })).ToHaveCountAsync(0);

        await page.Page.GetByRole(AriaRole.Link, new() { Name = "its open task" }).ClickAsync();
        await page.On("Open tasks");
        await page.Page.Locator($"#settle-{Task.Id}").ClickAsync();
        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(Note(page)).Not.ToBeVisibleAsync();
    }

    [ChromiumFact]
    public async Task Where_nothing_was_restored_nothing_is_said_of_it()
    {
        await using var page = await browser.Open("#/home");
        await page.On("Home");
        await Expect(page.Page.Locator("main")).ToContainTextAsync("Nothing needs anybody now.");
        await Expect(page.Page.Locator("#restored")).ToBeHiddenAsync();
    }

    private static ILocator Note(Wizard page) =>
        page.Page.GetByRole(AriaRole.Complementary, new() { Name = "Restored from a backup" });

    private static OpenTask Task =>
        new()
        {
            Id = "restored-20260102020000",
            Onboarding = new("file"),
            Partner = "",
            What = $"Compare.",
            Why = $"Restored.",
            Who = Actor.Operator,
            Since = TimeProvider.System.GetUtcNow(),
            ErrorCode = ErrorCodes.Restored,
        };
}

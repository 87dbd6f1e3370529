using Microsoft.Playwright;
using OnboardingServer.Tests.Api;
using PartnerCenter.Simulator;
using Scenarios;
using static Microsoft.Playwright.Assertions;

namespace OnboardingServer.Tests.Page;

public sealed class UndoCompletedTests(Browser browser) : IClassFixture<Browser>
{
    private RunningServer Server => browser.Server;

    [ChromiumFact]
    public async Task A_completed_onboarding_shows_its_window_and_is_undone_with_the_relationship_kept()
    {
        var id = await Server.Accepted(Requests.Direct("Undone Works"));
        await Server.UntilEnded(id);
        await using var page = await browser.Open($"#/onboardings/{id}");
        await Expect(page.Page.GetByText("It can be undone until")).ToBeVisibleAsync();
        await page.AssertAccessible();

        await page.Button("Undo onboarding").ClickAsync();
        var dialog = page.Page.GetByRole(AriaRole.Dialog);
        await Expect(dialog.GetByRole(AriaRole.Checkbox)).Not.ToBeCheckedAsync();
        await page.AssertAccessible();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Undo it" }).ClickAsync();

        await Expect(page.Page.GetByText("Undone", new() { Exact = true }).First).ToBeVisibleAsync();
        await Expect(page.Page.GetByText("was undone by")).ToBeVisibleAsync();
        var ended = (await Server.Get($"onboardings/{id}")).Body;
        Assert.True(ended["exists"]!["relationship"]!.GetValue<bool>());
        Assert.Equal("Deleted", ended["exists"]!["subscriptions"]![0]!["status"]!.GetValue<string>());
    }

    [ChromiumFact]
    public async Task A_cancellation_removes_the_relationship_only_where_that_is_ticked()
    {
        await using var server = await RunningServer.Start();
        server.Simulator.Control.SetPartner(
            SimulatedPartners.DirectBillTenantId,
            partner =>
                partner with
                {
                    AccountReview = AccountReviewMode.Review,
                    AccountReviewDelay = TimeSpan.FromDays(3),
                }
        );
        var id = await server.Accepted(Requests.Direct("Called Off"));
        await server.Until(id, onboarding => onboarding["stage"]!.GetValue<string>() == "under-microsoft-review");
        await using var page = await browser.Open($"#/onboardings/{id}", server);

        await page.Button("Cancel").ClickAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Cancel it" }).ClickAsync();
        var ended = await server.UntilEnded(id);
        Assert.True(ended["exists"]!["relationship"]!.GetValue<bool>());

        await page.Button("Remove the relationship").ClickAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Remove it" }).ClickAsync();
        await Expect(page.Page.GetByText("no relationship any more")).ToBeVisibleAsync();
        await Expect(page.Button("Remove the relationship")).Not.ToBeVisibleAsync();
    }
}

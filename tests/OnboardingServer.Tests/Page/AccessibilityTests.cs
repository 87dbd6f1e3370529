using Microsoft.Playwright;
using Onboarding;
using OnboardingServer.Tests.Api;
using Scenarios;
using static Microsoft.Playwright.Assertions;

namespace OnboardingServer.Tests.Page;

public sealed class AccessibilityTests(Browser browser) : IClassFixture<Browser>
{
    private RunningServer Server => browser.Server;

    [ChromiumTheory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 1280)]
    [InlineData(ColorScheme.Light, 320)]
    [InlineData(ColorScheme.Dark, 320)]
    public async Task Every_step_can_be_used_by_everybody(ColorScheme scheme, int width)
    {
        var request = Requests.Indirect($"For Everybody {scheme} {width}");
        request = request with
        {
            Customer = request.Customer with
            {
                Culture = "fr-FR",
                DomainPrefix = "a-very-long-prefix-that-is-no-prefix-at-all",
            },
            Subscriptions = [Requests.Line(Requests.BusinessBasic, 500), Requests.TeamsPhone()],
        };
        var id = (await Server.Post("drafts", DurableJson.Write(request))).Text("id");
        await using var wizard = await browser.Open(scheme: scheme, width: width);
        await Expect(wizard.Button("Begin")).ToBeVisibleAsync();
        await Checked(wizard);

        await wizard.Page.GotoAsync($"/#/drafts/{id}/review");
        await wizard.Reviewed();
        await Checked(wizard);
        foreach (
            var (step, title) in new[]
            {
                ("account", "Account information"),
                ("agreement", "Customer agreement"),
                ("reseller", "Indirect reseller"),
                ("offers", "Offers"),
            }
        )
            await Step(wizard, id, step, title);
    }

    [ChromiumTheory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 320)]
    public async Task The_pages_that_were_there_before_can_be_used_by_everybody(ColorScheme scheme, int width)
    {
        var id = await Server.Accepted(Requests.Direct($"Seen By All {scheme}"));
        await Server.UntilEnded(id);
        await using var wizard = await browser.Open("#/", scheme: scheme, width: width);
        foreach (
            var (address, title) in new[]
            {
                ("#/home", "Home"),
                ("#/", "Onboardings"),
                ($"#/onboardings/{id}", $"Seen By All {scheme} GmbH"),
                ("#/drafts", "Drafts"),
                ("#/batches", "Batches"),
                ("#/approvals", "Waiting for approval"),
                ("#/obligations", "Open tasks"),
                ("#/inbox", "Inbox"),
                ("#/json", "Submit a request as JSON"),
            }
        )
        {
            await wizard.Page.GotoAsync($"/{address}");
            await wizard.On(title);
            await Checked(wizard);
        }
    }

    private static async Task Checked(Wizard wizard)
    {
        await wizard.AssertAccessible();
        await wizard.AssertNothingSticksOut();
    }

    private static async Task Step(Wizard wizard, string id, string step, string title)
    {
        await wizard.Page.GotoAsync($"/#/drafts/{id}/{step}");
        await wizard.On(title);
        await Expect(wizard.Page.Locator("main")).Not.ToContainTextAsync("Asking");
        await Checked(wizard);
    }
}

using Onboarding.Intake;
using OnboardingServer.Tests.Api;
using PartnerCenter.Simulator.Faults;
using Scenarios;
using static Microsoft.Playwright.Assertions;

namespace OnboardingServer.Tests.Page;

/// <summary>The page of one onboarding says what is true, once, and in full.</summary>
public sealed class DetailTests(Browser browser) : IClassFixture<Browser>
{
    private RunningServer Server => browser.Server;

    [ChromiumFact]
    public async Task The_letter_is_shown_whole_and_can_be_copied()
    {
        var (id, waiting) = await AwaitingAcceptance("wholeletter.example", "Whole Letter GmbH");
        await using var page = await browser.Open($"#/onboardings/{id}", width: 390);
        await page.Page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        var letter = page.Page.GetByLabel("The text", new() { Exact = true });
        await Expect(letter).ToBeVisibleAsync();

        Assert.Equal(0, await letter.EvaluateAsync<int>("at => Math.max(0, at.scrollWidth - at.clientWidth)"));
        await page.Button("Copy the letter").ClickAsync();

        await Expect(page.Button("Copy the letter")).ToHaveTextAsync("Copied");
        Assert.Equal(waiting["mail"]!["text"]!.GetValue<string>(), await page.Page.EvaluateAsync<string>("navigator.clipboard.readText()"));
    }

    [ChromiumFact]
    public async Task The_timeline_says_what_is_under_way_and_what_is_done()
    {
        var request = Requests.Direct("Under Way");
        var id = await Server.Accepted(request with { Agreement = new AgreementSection(AgreementMode.Direct, null, request.Contact) });
        await Server.Until(id, onboarding => onboarding["stage"]!.GetValue<string>() == "awaiting-customer-acceptance");
        await using var page = await browser.Open($"#/onboardings/{id}");
        var entries = page.Page.Locator(".timeline li");

        await Expect(entries.Last).ToHaveAttributeAsync("aria-current", "step");
        await Expect(page.Page.Locator(".timeline [aria-current]")).ToHaveCountAsync(1);
        await Expect(entries.Last).ToContainTextAsync("has to accept the Microsoft Customer Agreement");
        await Expect(page.Page.Locator(".timeline")).ToContainTextAsync("Created the customer’s tenant.");
        await Expect(page.Page.Locator(".timeline")).ToContainTextAsync("Looked for the customer’s acceptance of the Microsoft Customer Agreement.");
        await Expect(page.Page.Locator(".timeline")).Not.ToContainTextAsync("is confirmed");
    }

    [ChromiumFact]
    public async Task After_the_end_nothing_is_under_way()
    {
        var id = await Server.Accepted(Requests.Direct("All Done"));
        await Server.UntilEnded(id);
        await using var page = await browser.Open($"#/onboardings/{id}");

        await Expect(page.Page.Locator(".timeline li").Last).ToContainTextAsync("Completed");
        await Expect(page.Page.Locator(".timeline [aria-current]")).ToHaveCountAsync(0);
        await Expect(page.Page.Locator(".timeline")).ToContainTextAsync("Created the customer’s tenant.");
    }

    [ChromiumFact]
    public async Task What_Microsoft_answered_is_shown_once_and_folded()
    {
        Server.Simulator.Faults.Add(new SimulatedFault { Operation = "carts.checkout", Kind = FaultKind.Refuse, Code = 800069, Status = 403 });
        var id = await Server.Accepted(Requests.Direct("Raw Refusal"));
        await Server.Until(id, onboarding => onboarding["stage"]!.GetValue<string>() == "awaiting-operator" || onboarding["ended"]!.GetValue<bool>());
        Server.Simulator.Faults.Clear();
        await using var page = await browser.Open($"#/onboardings/{id}");
        var raw = page.Page.GetByText("refused (status 403, code 800069)");

        await Expect(raw).ToHaveCountAsync(1);
        await Expect(raw).Not.ToBeVisibleAsync();
        await page.Page.GetByText("What Microsoft answered").ClickAsync();
        await Expect(raw).ToBeVisibleAsync();
        await Expect(page.Page.Locator("main")).ToContainTextAsync("Microsoft has refused the order");
        await page.AssertAccessible();
    }

    private async Task<(string Id, System.Text.Json.Nodes.JsonObject Waiting)> AwaitingAcceptance(string domain, string name)
    {
        Server.Simulator.Control.AddTenant(domain, name, "DE");
        var id = await Server.Accepted(Requests.Existing(domain: domain, name: name));
        return (id, await Server.Until(id, onboarding => onboarding["stage"]!.GetValue<string>() == "awaiting-customer-acceptance"));
    }
}

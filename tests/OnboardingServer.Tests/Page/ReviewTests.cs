using Microsoft.Playwright;
using Onboarding.Durability;
using Onboarding.Intake;
using OnboardingServer.Tests.Api;
using Scenarios;
using static Microsoft.Playwright.Assertions;

namespace OnboardingServer.Tests.Page;

public sealed class ReviewTests(Browser browser) : IClassFixture<Browser>
{
    private RunningServer Server => browser.Server;

    [ChromiumFact]
    public async Task What_is_wrong_is_shown_at_its_field_and_the_suggestion_can_be_taken()
    {
        var request = Requests.Direct("Mended Works");
        request = request with
        {
            Customer = request.Customer with { Culture = "fr-FR", DomainPrefix = "mended-works" },
            Subscriptions = [Requests.Line(Requests.BusinessBasic, 500), Requests.Line(Requests.BusinessStandard, 5, "P1M", "annual")],
        };
        await using var wizard = await browser.Open($"#/drafts/{await Draft(request)}/review");
        await wizard.Reviewed();
        await Expect(wizard.Page.Locator("#verdict")).ToContainTextAsync("4 errors must be corrected first.");
        await Expect(wizard.At("/customer/culture")).ToContainTextAsync("customer.culture-not-supported");
        await wizard.Button("Submit").ClickAsync();
        await Expect(wizard.At("/customer/domainPrefix")).ToBeFocusedAsync();

        await wizard.Button("Use “de-DE”").ClickAsync();
        await Expect(wizard.At("/customer/culture")).Not.ToContainTextAsync("Error");
        await Expect(wizard.At("/customer/culture")).ToBeFocusedAsync();
        await wizard.Button("Use “mendedworks”").ClickAsync();
        await Expect(wizard.Page.Locator("#verdict")).ToContainTextAsync("2 errors");
        await wizard.Button("Use “300”").ClickAsync();
        await wizard.Button("Use “P1M monthly”").ClickAsync();

        await Expect(wizard.Page.Locator("#verdict")).ToContainTextAsync("It can be submitted.");
        await Expect(wizard.Page.Locator(".changes")).ToContainTextAsync("Offer 2: Billing: annual → monthly");
    }

    [ChromiumFact]
    public async Task The_address_that_Microsoft_proposes_is_taken_with_a_click()
    {
        var request = Requests.Direct("Proposed Street");
        request = request with { Customer = request.Customer with { Address = request.Customer.Address! with { Line1 = "Konrad-Zuse-Str. 1 #InteractionRequired" } } };
        await using var wizard = await browser.Open($"#/drafts/{await Draft(request)}/review");
        await Expect(wizard.At("/customer/address")).ToContainTextAsync("Please check");

        await wizard.Button("Use “Konrad-Zuse-Str. 1, 85716 Unterschleissheim, BY, DE”").ClickAsync();

        await Expect(wizard.At("/customer/address")).Not.ToContainTextAsync("Please check");
        await Expect(wizard.Page.Locator(".changes")).ToContainTextAsync("Street and number: Konrad-Zuse-Str. 1 #InteractionRequired → Konrad-Zuse-Str. 1");
        var address = (await Server.Get(wizard.Draft)).Body["request"]!["customer"]!["address"]!;
        Assert.Equal(("Unterschleissheim", "85716", "BY", "DE"), ($"{address["city"]}", $"{address["postalCode"]}", $"{address["state"]}", $"{address["country"]}"));
    }

    [ChromiumFact]
    public async Task The_findings_of_the_review_wait_at_the_fields_of_their_page()
    {
        var request = Requests.Direct("Waiting Fields");
        request = request with { Contact = request.Contact! with { Email = "gena@microsoft.com" } };
        await using var wizard = await browser.Open($"#/drafts/{await Draft(request)}/review");
        await wizard.Reviewed();

        await wizard.Page.GetByRole(AriaRole.Navigation, new() { Name = "Steps" }).GetByRole(AriaRole.Link, new() { Name = "Account information" }).ClickAsync();

        await Expect(wizard.Field("E-mail address")).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(wizard.Field("E-mail address")).ToHaveAccessibleDescriptionAsync(new System.Text.RegularExpressions.Regex("not one of Microsoft"));
    }

    [ChromiumFact]
    public async Task The_reviewed_account_is_edited_and_reviewed_again_before_it_is_submitted()
    {
        await using var wizard = await browser.Open($"#/drafts/{await Draft(Requests.Direct("Twice Seen"))}/review");
        await wizard.Reviewed();

        await wizard.Button("Edit account information").ClickAsync();
        await wizard.Field("Company name").FillAsync("Twice Seen AG");
        await wizard.Field("Last name").FillAsync("Soto-Meyer");
        await wizard.Button("Submit").ClickAsync();
        await Expect(wizard.Button("Save and review again")).ToBeFocusedAsync();
        await wizard.Button("Save and review again").ClickAsync();

        await Expect(wizard.Button("Edit account information")).ToBeFocusedAsync();
        await Expect(wizard.Page.Locator(".changes")).ToContainTextAsync("Company name: Twice Seen GmbH → Twice Seen AG");
        await wizard.Submit();
        await wizard.On("Done");
        var submitted = await Server.UntilEnded((await Server.Get(wizard.Draft)).Text("onboarding"));
        Assert.Equal("Twice Seen AG", submitted["request"]!["customer"]!["companyName"]!.GetValue<string>());
        // Who accepted was the contact, and still is.
        Assert.Equal("Soto-Meyer", submitted["request"]!["agreement"]!["acceptedBy"]!["lastName"]!.GetValue<string>());
    }

    [ChromiumFact]
    public async Task Offers_are_changed_on_the_review_and_priced_anew()
    {
        await Server.UntilEnded(await Server.Accepted(Requests.Direct("Price Giver")));
        await using var wizard = await browser.Open($"#/drafts/{await Draft(Requests.Direct("Priced Anew"))}/review");
        await Expect(wizard.Page.Locator(".total")).ToContainTextAsync("Total");
        var before = await wizard.Page.Locator(".total strong").TextContentAsync();

        await wizard.Button("Edit offers").ClickAsync();
        await wizard.Page.GetByLabel("Licences").FillAsync("50");
        await wizard.Button("Save and review again").ClickAsync();

        await Expect(wizard.Page.Locator(".changes")).ToContainTextAsync("Licences: 25 → 50");
        await Expect(wizard.Page.Locator(".total strong")).Not.ToHaveTextAsync(before!);
        await Expect(wizard.At("/subscriptions/0")).ToContainTextAsync("50 licences · 1 year, billed monthly");
    }

    [ChromiumFact]
    public async Task A_review_without_an_answer_is_told_and_asked_for_again()
    {
        await using var wizard = await browser.Open($"#/drafts/{await Draft(Requests.Direct("No Answer Now"))}/agreement");
        await wizard.On("Customer agreement");
        await wizard.Page.Context.SetOfflineAsync(true);
        await wizard.Page.GetByRole(AriaRole.Navigation, new() { Name = "Steps" }).GetByRole(AriaRole.Link, new() { Name = "Review" }).ClickAsync();
        await Expect(wizard.Alert).ToContainTextAsync("The server does not answer");
        await wizard.Page.Context.SetOfflineAsync(false);

        await wizard.Button("Try again").ClickAsync();

        await wizard.Reviewed();
    }

    private async Task<string> Draft(OnboardingRequest request) => (await Server.Post("drafts", DurableJson.Write(request))).Text("id");
}

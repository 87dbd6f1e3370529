using Microsoft.Playwright;
using Onboarding;
using Onboarding.Requests;
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
            Subscriptions =
            [
                Requests.Line(Requests.BusinessBasic, 500),
                Requests.Line(Requests.BusinessStandard, 5, "P1M", "annual"),
            ],
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
        await Expect(wizard.Page.Locator(".changes"))
            .ToContainTextAsync("Microsoft 365 Business Standard: Billing: billed every year → billed monthly");
    }

    [ChromiumFact]
    public async Task The_address_that_Microsoft_proposes_is_taken_with_a_click()
    {
        var request = Requests.Direct("Proposed Street");
        request = request with
        {
            Customer = request.Customer with
            {
                Address = request.Customer.Address! with { Line1 = "Konrad-Zuse-Str. 1 #InteractionRequired" },
            },
        };
        await using var wizard = await browser.Open($"#/drafts/{await Draft(request)}/review");
        await Expect(wizard.At("/customer/address")).ToContainTextAsync("Please check");

        await wizard.Button("Use “Konrad-Zuse-Str. 1, 85716 Unterschleissheim, BY, DE”").ClickAsync();

        await Expect(wizard.At("/customer/address")).Not.ToContainTextAsync("Please check");
        await Expect(wizard.Page.Locator(".changes"))
            .ToContainTextAsync("Street and number: Konrad-Zuse-Str. 1 #InteractionRequired → Konrad-Zuse-Str. 1");
        var address = (await Server.Get(wizard.Draft)).Body["request"]!["customer"]!["address"]!;
        Assert.Equal(
            ("Unterschleissheim", "85716", "BY", "DE"),
            ($"{address["city"]}", $"{address["postalCode"]}", $"{address["state"]}", $"{address["country"]}")
        );
    }

    [ChromiumFact]
    public async Task What_has_to_be_checked_is_ticked_at_the_finding_and_goes_on_at_once()
    {
        var request = Requests.Direct("Ticked Street");
        request = request with
        {
            Customer = request.Customer with
            {
                CompanyName = "Test Street GmbH",
                Address = request.Customer.Address! with { Line1 = "Konrad-Zuse-Str. 1 #StreetPartial" },
            },
        };
        await using var wizard = await browser.Open($"#/drafts/{await Draft(request)}/review");
        await wizard.Reviewed();
        await Expect(wizard.Page.Locator("#holds")).ToContainTextAsync("2 points to be ticked");
        await wizard.AssertAccessible();

        await wizard.At("/customer/companyName").GetByRole(AriaRole.Checkbox).CheckAsync();
        await Expect(wizard.Page.Locator("#holds")).ToContainTextAsync("1 point to be ticked");
        await wizard.Button("Submit").ClickAsync();
        await Expect(wizard.Page.GetByRole(AriaRole.Dialog))
            .ToContainTextAsync("1 point is not ticked: it waits for an approval");
        await wizard
            .Page.GetByRole(AriaRole.Dialog)
            .GetByRole(AriaRole.Button, new() { Name = "Not yet" })
            .ClickAsync();
        await wizard.At("/customer/address").GetByRole(AriaRole.Checkbox).CheckAsync();
        await Expect(wizard.Page.Locator("#holds")).ToHaveTextAsync("Everything that has to be checked is ticked.");
        await wizard.Submit();
        await wizard.On("Done");

        var ended = await Server.UntilEnded((await Server.Get(wizard.Draft)).Text("onboarding"));
        Assert.Equal("completed", ended["stage"]!.GetValue<string>());
        Assert.Equal(
            ["address.doubtful", "customer.name-doubtful"],
            ended["request"]!["acknowledged"]!
                .AsArray()
                .Select(code => code!.GetValue<string>())
                .Order(StringComparer.Ordinal)
        );
        Assert.DoesNotContain(
            ended["timeline"]!.AsArray(),
            entry => entry!["stage"]!.GetValue<string>() == "awaiting-approval"
        );
    }

    [ChromiumFact]
    public async Task What_is_submitted_without_the_tick_waits_and_shows_what_was_found()
    {
        var request = Requests.Direct("Unticked Works");
        request = request with { Customer = request.Customer with { CompanyName = "Test Works GmbH" } };
        await using var wizard = await browser.Open($"#/drafts/{await Draft(request)}/review");
        await wizard.Submit();
        await wizard.On("Done");
        await wizard.Page.GetByRole(AriaRole.Link, new() { Name = "Follow the onboarding" }).ClickAsync();

        await wizard.On("Test Works GmbH");
        await Expect(wizard.Page.GetByRole(AriaRole.Heading, new() { Name = "What was found" })).ToBeVisibleAsync();
        await Expect(wizard.Page.GetByText("customer.name-doubtful")).ToBeVisibleAsync();
        await Expect(wizard.Page.GetByText("Awaiting approval").First).ToBeVisibleAsync();
        await wizard.AssertAccessible();
        await wizard.Page.GetByRole(AriaRole.Link, new() { Name = "See what has to be approved" }).ClickAsync();
        await Expect(wizard.Button("Approve…")).ToBeVisibleAsync();
    }

    [ChromiumFact]
    public async Task A_stranger_s_prefix_is_replaced_by_a_free_one_with_a_click()
    {
        Server.Simulator.Control.AddTenant("strangepage.onmicrosoft.com", "Somebody Else AG", "CH");
        await using var wizard = await browser.Open($"#/drafts/{await Draft(Requests.Direct("Strange Page"))}/review");
        await Expect(wizard.At("/customer/domainPrefix")).ToContainTextAsync("customer.domain-taken");

        await wizard.Button("Use “strangepagede”").ClickAsync();

        await Expect(wizard.Page.Locator("#verdict")).ToContainTextAsync("It can be submitted.");
        Assert.Equal(
            "strangepagede",
            (await Server.Get(wizard.Draft)).Body["request"]!["customer"]!["domainPrefix"]!.GetValue<string>()
        );
    }

    [ChromiumFact]
    public async Task The_findings_of_the_review_wait_at_the_fields_of_their_page()
    {
        var request = Requests.Direct("Waiting Fields");
        request = request with { Contact = request.Contact! with { Email = "gena@microsoft.com" } };
        await using var wizard = await browser.Open($"#/drafts/{await Draft(request)}/review");
        await wizard.Reviewed();

        await wizard
            .Page.GetByRole(AriaRole.Navigation, new() { Name = "Steps" })
            .GetByRole(AriaRole.Link, new() { Name = "Account information" })
            .ClickAsync();

        await Expect(wizard.Field("E-mail address")).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(wizard.Field("E-mail address"))
            .ToHaveAccessibleDescriptionAsync(new System.Text.RegularExpressions.Regex("not one of Microsoft"));
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
        await Expect(wizard.Page.Locator(".changes"))
            .ToContainTextAsync("Company name: Twice Seen GmbH → Twice Seen AG");
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
        await using var wizard = await browser.Open(
            $"#/drafts/{await Draft(Requests.Direct("No Answer Now"))}/agreement"
        );
        await wizard.On("Customer agreement");
        await wizard.LoseServer();
        await wizard
            .Page.GetByRole(AriaRole.Navigation, new() { Name = "Steps" })
            .GetByRole(AriaRole.Link, new() { Name = "Review" })
            .ClickAsync();
        await Expect(wizard.Alert).ToContainTextAsync("The server does not answer");
        await wizard.FindServer();

        await wizard.Button("Try again").ClickAsync();

        await wizard.Reviewed();
    }

    private async Task<string> Draft(OnboardingRequest request) =>
        (await Server.Post("drafts", DurableJson.Write(request))).Text("id");
}

using Microsoft.Playwright;
using OnboardingServer.Tests.Api;
using PartnerCenter.Simulator;
using Scenarios;
using static Microsoft.Playwright.Assertions;

namespace OnboardingServer.Tests.Page;

public sealed class WizardTests(Browser browser) : IClassFixture<Browser>
{
    private RunningServer Server => browser.Server;

    [ChromiumFact]
    public async Task A_new_customer_is_added_from_the_first_page_to_Done()
    {
        await using var wizard = await browser.Open();
        await wizard.Begin("direct");
        await wizard.FillAccount("First Page");
        await wizard.Next("Customer agreement");
        await Expect(
                wizard.Page.GetByRole(
                    AriaRole.Radio,
                    new() { Name = "Customer accepts in the Microsoft 365 admin center" }
                )
            )
            .ToBeCheckedAsync();
        await wizard.Button("Read the Microsoft Customer Agreement").ClickAsync();
        await Expect(wizard.Page.GetByRole(AriaRole.Link, new() { Name = "Open it in de-DE, for DE" }))
            .ToBeVisibleAsync();
        await wizard.Next("Offers");
        await wizard.AddOffer("Microsoft 365 Business Basic", 25);
        await wizard.AddOffer("Microsoft 365 Business Standard", 5);
        await wizard.Next("Review");
        await wizard.Reviewed();
        await Expect(wizard.Page.GetByText("firstpage.onmicrosoft.com").First).ToBeVisibleAsync();
        await Expect(wizard.Page.GetByText("Microsoft keeps tenant and domain for good")).ToBeVisibleAsync();

        await wizard.Submit();

        await wizard.On("Done");
        var id = (await Server.Get(wizard.Draft)).Text("onboarding");
        var ended = await Server.UntilAccepted(id);
        Assert.Equal("completed", ended["stage"]!.GetValue<string>());
        Assert.Equal(
            [25, 5],
            ended["exists"]!["subscriptions"]!.AsArray().Select(one => one!["quantity"]!.GetValue<int>())
        );
        await wizard.Page.GetByRole(AriaRole.Link, new() { Name = "Follow the onboarding" }).ClickAsync();
        await wizard.On("First Page GmbH");
        await Expect(wizard.Page.GetByText("Completed").First).ToBeVisibleAsync();
    }

    [ChromiumFact]
    public async Task An_indirect_provider_picks_a_reseller()
    {
        await using var wizard = await browser.Open();
        await wizard.Begin("default");
        var steps = wizard.Page.GetByRole(AriaRole.Navigation, new() { Name = "Steps" });
        await steps.GetByRole(AriaRole.Link, new() { Name = "Indirect reseller" }).ClickAsync();
        await wizard.On("Indirect reseller");
        await wizard.Button("Next").ClickAsync();
        await Expect(wizard.Page.GetByText("Choose a reseller, or that there is none.")).ToBeVisibleAsync();

        await wizard.Page.Locator($"input[value='{SimulatedPartners.ResellerTenantId}']").CheckAsync();
        await wizard.Next("Offers");

        Assert.Equal(
            SimulatedPartners.ResellerTenantId,
            (await Server.Get(wizard.Draft)).Body["request"]!["reseller"]!["tenantId"]!.GetValue<string>()
        );
    }

    [ChromiumFact]
    public async Task A_direct_bill_partner_is_not_asked_for_a_reseller()
    {
        await using var wizard = await browser.Open();
        await wizard.Begin("direct");

        var steps = wizard.Page.GetByRole(AriaRole.Navigation, new() { Name = "Steps" }).GetByRole(AriaRole.Listitem);

        await Expect(steps).ToHaveTextAsync(["Account information", "Customer agreement", "Offers", "Review", "Done"]);
    }

    [ChromiumFact]
    public async Task A_customer_that_has_a_tenant_is_named_by_its_domain()
    {
        await using var wizard = await browser.Open();
        await wizard.Begin("direct");
        await wizard.Page.GetByLabel("Existing customer", new() { Exact = true }).CheckAsync();
        await wizard.Button("Next").ClickAsync();
        await Expect(wizard.Page.GetByText("Name the customer by its tenant id")).ToBeVisibleAsync();
        await wizard.Field("Tenant id").FillAsync("not a tenant");
        await wizard.Button("Next").ClickAsync();
        await Expect(wizard.Field("Tenant id")).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(wizard.At("/customer/tenantId")).ToContainTextAsync("A GUID of the form");

        await wizard.Field("Tenant id").FillAsync("");
        await wizard.Field("Domain").FillAsync("northwind.example");
        await wizard.Next("Customer agreement");

        var customer = (await Server.Get(wizard.Draft)).Body["request"]!["customer"]!;
        Assert.Equal(
            ("existing", "northwind.example"),
            (customer["kind"]!.GetValue<string>(), customer["domain"]!.GetValue<string>())
        );
    }

    [ChromiumFact]
    public async Task What_is_asked_of_a_customer_can_be_read_and_sent_by_hand_while_it_is_waited_for()
    {
        Server.Simulator.Control.AddTenant("letters.example", "Letters GmbH", "DE");
        var id = await Server.Accepted(Requests.Existing(domain: "letters.example", name: "Letters GmbH"));
        var waiting = await Server.Until(
            id,
            onboarding => onboarding["stage"]!.GetValue<string>() == "awaiting-customer-acceptance"
        );

        await using var wizard = await browser.Open($"#/onboardings/{id}");

        await wizard.On("Letters GmbH");
        await Expect(wizard.Page.GetByRole(AriaRole.Heading, new() { Name = "To the customer" })).ToBeVisibleAsync();
        await Expect(wizard.Page.GetByText("Please accept us as your Microsoft partner")).ToBeVisibleAsync();
        await Expect(wizard.Page.GetByRole(AriaRole.Link, new() { Name = "The page on which the customer accepts" }))
            .ToHaveAttributeAsync("href", waiting["exists"]!["invitation"]!["url"]!.GetValue<string>());
        await Expect(wizard.Page.GetByText("waits for the customer since")).ToContainTextAsync("until");
        await wizard.AssertAccessible();
        await wizard.AssertNothingSticksOut();
    }

    [ChromiumFact]
    public async Task The_country_decides_what_is_asked_for()
    {
        await using var wizard = await browser.Open();
        await wizard.Begin("direct");

        await wizard.Field("Country or region").SelectOptionAsync("BR");
        await Expect(wizard.Field("Registration number")).ToHaveAttributeAsync("aria-required", "true");
        await Expect(wizard.At("/contact/phone")).ToContainTextAsync("calling code of Brazil, +55");
        await wizard.Field("Country or region").SelectOptionAsync("US");
        await Expect(wizard.Field("Registration number")).ToHaveCountAsync(0);
        await wizard.Field("State or province").SelectOptionAsync(new SelectOptionValue { Label = "Washington" });
        await Expect(wizard.At("/customer/address/postalCode")).ToContainTextAsync("In United States such as 12345.");
        await wizard.Field("Postal code").FillAsync("85 716");
        await wizard.Button("Next").ClickAsync();

        await Expect(wizard.At("/customer/address/postalCode"))
            .ToContainTextAsync("not the form of a postal code in United States");
        await Expect(wizard.Field("Company name")).ToBeFocusedAsync();
    }

    [ChromiumFact]
    public async Task A_domain_that_is_taken_shows_while_it_is_typed()
    {
        Server.Simulator.Control.TakeDomain("fabrikamworks.onmicrosoft.com");
        await using var wizard = await browser.Open();
        await wizard.Begin("direct");

        await wizard.Field("Domain").FillAsync("fabrikamworks");
        await Expect(
                wizard.Page.GetByText(
                    "fabrikamworks.onmicrosoft.com is taken. Free: fabrikamworkshq, fabrikamworksonline, "
                        + "fabrikamworks1."
                )
            )
            .ToBeVisibleAsync();
        await wizard.Field("Domain").FillAsync("fabrikam-works");

        await Expect(wizard.Page.GetByText("For example fabrikamworks.")).ToBeVisibleAsync();
    }
}

using System.Security.Cryptography;
using System.Text;
using Microsoft.Playwright;
using Onboarding;
using Onboarding.Requests;
using OnboardingServer.Tests.Api;
using Scenarios;
using static Microsoft.Playwright.Assertions;

namespace OnboardingServer.Tests.Page;

/// <summary>What the wizard's pages show and take.</summary>
public sealed class WizardItemTests(Browser browser) : IClassFixture<Browser>
{
    private RunningServer Server => browser.Server;

    [ChromiumTheory]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task Offers_are_narrowed_by_their_kind_and_their_limits_are_told_at_the_field(int width)
    {
        await using var wizard = await browser.Open(
            $"#/drafts/{await Draft(Requests.Direct($"Kinds {width}"))}/offers",
            width: width
        );
        await wizard.On("Offers");
        var offers = wizard.Page.Locator(".offers li");
        await Expect(offers).Not.ToHaveCountAsync(0);

        await wizard.Page.Locator("#offer-kind").SelectOptionAsync("addOn");
        await Expect(offers.First).ToContainTextAsync("an add-on");
        await Expect(offers.Filter(new() { HasNotText = "an add-on" })).ToHaveCountAsync(0);
        await wizard.AssertAccessible();
        await wizard.AssertNothingSticksOut();
        await wizard.Page.Locator("[data-path='/subscriptions/0/quantity'] input").FillAsync("500");
        await wizard.Button("Next").ClickAsync();

        await Expect(wizard.At("/subscriptions/0/quantity"))
            .ToContainTextAsync("A whole number of licences, 1 to 300.");
    }

    [ChromiumFact]
    public async Task The_checksum_of_a_document_is_filled_in_and_the_document_stays_here()
    {
        await using var wizard = await browser.Open(
            $"#/drafts/{await Draft(Requests.Direct("Signed Paper"))}/agreement"
        );
        await wizard.On("Customer agreement");
        var content = Encoding.UTF8.GetBytes("signed by hand");

        await wizard
            .Page.GetByLabel("Signed document", new() { Exact = true })
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = "signed.pdf",
                    MimeType = "application/pdf",
                    Buffer = content,
                }
            );

        await Expect(wizard.Field("SHA-256 of the signed document"))
            .ToHaveValueAsync(Convert.ToHexStringLower(SHA256.HashData(content)));
        await Expect(wizard.Field("Source")).ToHaveValueAsync("signed.pdf");
        await wizard.Saved();
        await wizard.AssertAccessible();
        var draft = (await Server.Get(wizard.Draft)).Body["request"]!["agreement"]!["evidence"]!;
        Assert.Equal("signed.pdf", draft["source"]!.GetValue<string>());
    }

    [ChromiumFact]
    public async Task An_edit_of_the_review_is_cancelled_and_what_stood_there_is_back()
    {
        await using var wizard = await browser.Open(
            $"#/drafts/{await Draft(Requests.Direct("Put Back Again"))}/review"
        );
        await wizard.Reviewed();
        await wizard.Button("Edit account information").ClickAsync();
        await wizard.Field("Company name").FillAsync("Something Else GmbH");
        await wizard.Field("City").FillAsync("Elsewhere");
        await wizard.Saved();

        await wizard.Button("Cancel editing account information").ClickAsync();

        await Expect(wizard.At("/customer/companyName")).ToContainTextAsync("Put Back Again GmbH");
        await Expect(wizard.Button("Edit account information")).ToBeFocusedAsync();
        var customer = (await Server.Get(wizard.Draft)).Body["request"]!["customer"]!;
        Assert.Equal("Put Back Again GmbH", customer["companyName"]!.GetValue<string>());
        Assert.Equal("Unterschleissheim", customer["address"]!["city"]!.GetValue<string>());
    }

    [ChromiumFact]
    public async Task Changes_and_findings_name_offers_by_their_titles()
    {
        var request = Requests.Direct("Named Offers") with { Subscriptions = [Requests.TeamsPhone()] };
        await using var wizard = await browser.Open($"#/drafts/{await Draft(request)}/review");
        await wizard.Reviewed();
        await Expect(wizard.Page.Locator("main"))
            .Not.ToContainTextAsync(new System.Text.RegularExpressions.Regex("CFQ7TTC0[A-Z0-9]{4}:"));

        await wizard.Button("Edit offers").ClickAsync();
        await wizard.AddOffer("Microsoft 365 Business Basic", 7);
        await wizard.Button("Save and review again").ClickAsync();

        await Expect(wizard.Page.Locator(".changes"))
            .ToContainTextAsync("Offer 2: nothing → Microsoft 365 Business Basic, 7 licences, 1 year, billed monthly");
        await wizard.AssertAccessible();
    }

    [ChromiumFact]
    public async Task A_reseller_that_cannot_be_used_says_why_and_cannot_be_chosen()
    {
        await using var wizard = await browser.Open(
            $"#/drafts/{await Draft(Requests.Indirect("Which Reseller"))}/reseller"
        );
        await wizard.On("Indirect reseller");
        var unsigned = wizard
            .Page.Locator(".choice")
            .Filter(new() { HasText = "The reseller has not signed the Microsoft Partner Agreement." });

        await Expect(unsigned.First).ToBeVisibleAsync();
        await Expect(unsigned.First.GetByRole(AriaRole.Radio)).ToBeDisabledAsync();
        await Expect(wizard.Page.GetByRole(AriaRole.Radio, new() { Name = "Fabrikam Reseller" })).ToBeEnabledAsync();
        await wizard.AssertAccessible();
    }

    [ChromiumFact]
    public async Task A_completed_onboarding_is_printed_as_a_document()
    {
        var id = await Server.Accepted(Requests.Direct("Handed Over"));
        await Server.UntilEnded(id);
        await using var page = await browser.Open($"#/onboardings/{id}");
        await page.On("Handed Over GmbH");
        await Expect(page.Button("Print the hand-over")).ToBeVisibleAsync();
        await Expect(page.Page.Locator(".handover")).Not.ToBeVisibleAsync();

        await page.Page.EmulateMediaAsync(new() { Media = Media.Print });

        await Expect(page.Page.Locator(".handover")).ToBeVisibleAsync();
        await Expect(page.Page.Locator(".handover")).ToContainTextAsync("Microsoft 365 Business Basic, 25 licences");
        await Expect(page.Page.GetByRole(AriaRole.Navigation)).Not.ToBeVisibleAsync();
        await Expect(page.Page.GetByText("Timeline")).Not.ToBeVisibleAsync();
    }

    private async Task<string> Draft(OnboardingRequest request) =>
        (await Server.Post("drafts", DurableJson.Write(request))).Text("id");
}

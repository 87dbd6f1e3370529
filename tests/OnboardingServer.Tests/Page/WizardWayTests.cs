using Microsoft.Playwright;
using Onboarding;
using OnboardingServer.Tests.Api;
using Scenarios;
using static Microsoft.Playwright.Assertions;

namespace OnboardingServer.Tests.Page;

/// <summary>The way through the wizard has no dead end, and leads out again.</summary>
public sealed class WizardWayTests(Browser browser) : IClassFixture<Browser>
{
    private RunningServer Server => browser.Server;

    [ChromiumFact]
    public async Task Without_the_rules_of_the_country_one_can_go_on()
    {
        await using var wizard = await browser.Open(beforeLoad: page =>
            page.RouteAsync(
                "**/api/reference/countries/**",
                route => route.FulfillAsync(new() { Status = 503, Body = "{}" })
            )
        );
        await wizard.Begin("direct");
        await wizard.FillAccount("No Rules");

        await Expect(wizard.Page.GetByText("What Germany asks for cannot be found out now")).ToBeVisibleAsync();
        await wizard.Next("Customer agreement");
    }

    [ChromiumFact]
    public async Task The_rules_of_the_country_can_be_asked_for_again()
    {
        await using var wizard = await browser.Open(beforeLoad: page =>
            page.RouteAsync("**/api/reference/countries/**", route => route.AbortAsync(), new() { Times = 1 })
        );
        await wizard.Begin("direct");
        await wizard.Field("Country or region").SelectOptionAsync("BR");

        await wizard.Button("Ask again").ClickAsync();

        await Expect(wizard.Field("Registration number")).ToHaveAttributeAsync("aria-required", "true");
        await Expect(wizard.Page.GetByText("cannot be found out now")).Not.ToBeVisibleAsync();
    }

    [ChromiumFact]
    public async Task A_country_is_found_by_its_own_name()
    {
        await using var wizard = await browser.Open();
        await wizard.Begin("direct");
        await wizard.Field("Country or region").FocusAsync();

        await wizard.Page.Keyboard.TypeAsync("Deutsch");
        await Expect(wizard.Field("Country or region")).ToHaveValueAsync("DE");
        await Expect(wizard.Field("State or province")).ToBeVisibleAsync();
        await wizard.Page.Keyboard.PressAsync("Tab");
        await wizard.Field("Country or region").FocusAsync();
        await wizard.Page.Keyboard.TypeAsync("united k");

        await Expect(wizard.Field("Country or region")).ToHaveValueAsync("GB");
    }

    [ChromiumFact]
    public async Task Done_has_the_whole_width()
    {
        await using var wizard = await browser.Open($"#/drafts/{await Draft("Wide Done")}/review", width: 1440);
        await wizard.Submit();
        await wizard.On("Done");

        var done = await wizard.Page.Locator("main .page").BoundingBoxAsync();

        Assert.True(done!.Width > 600, $"{done.Width} px");
        await wizard.AssertAccessible();
    }

    [ChromiumFact]
    public async Task Back_after_Submit_leaves_the_wizard()
    {
        await using var wizard = await browser.Open("#/");
        await wizard.On("Onboardings");
        await wizard.Page.EvaluateAsync($"location.hash = '#/drafts/{await Draft("Back Out")}/account'");
        await wizard.On("Account information");
        await Expect(wizard.Field("State or province")).ToHaveValueAsync("BY");
        await wizard.Next("Customer agreement");
        await wizard.Next("Offers");
        await wizard.Next("Review");
        await wizard.Submit();
        await wizard.On("Done");
        Assert.EndsWith("/done", wizard.Page.Url, StringComparison.Ordinal);

        await wizard.Page.GoBackAsync();

        await wizard.On("Onboardings");
    }

    [ChromiumFact]
    public async Task Skip_to_content_stays_on_the_page()
    {
        await using var wizard = await browser.Open($"#/drafts/{await Draft("Skipped Head")}/agreement");
        await wizard.On("Customer agreement");
        await wizard.Page.EvaluateAsync("document.activeElement.blur()");
        await wizard.Page.GetByRole(AriaRole.Link, new() { Name = "Skip to content" }).FocusAsync();

        await wizard.Page.Keyboard.PressAsync("Enter");

        await Expect(wizard.Page.GetByRole(AriaRole.Main)).ToBeFocusedAsync();
        await wizard.On("Customer agreement");
        Assert.EndsWith("/agreement", wizard.Page.Url, StringComparison.Ordinal);
    }

    private async Task<string> Draft(string name) =>
        (await Server.Post("drafts", DurableJson.Write(Requests.Direct(name)))).Text("id");
}

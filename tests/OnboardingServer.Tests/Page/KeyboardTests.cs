using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace OnboardingServer.Tests.Page;

public sealed class KeyboardTests(Browser browser) : IClassFixture<Browser>
{
    /// <summary>Not one click, and nothing focused but by the keyboard.</summary>
    [ChromiumFact]
    public async Task A_customer_is_added_by_keyboard_alone()
    {
        await using var wizard = await browser.Open();
        var keys = wizard.Page.Keyboard;
        await Expect(wizard.Button("Begin")).ToBeVisibleAsync();
        await TabTo(wizard, "direct", "default");
        await keys.PressAsync("ArrowDown");
        await Expect(wizard.Page.GetByLabel("direct", new() { Exact = true })).ToBeCheckedAsync();
        await TabTo(wizard, "Begin");
        await keys.PressAsync("Enter");

        await wizard.On("Account information");
        await Expect(wizard.Title).ToBeFocusedAsync();
        await TabTo(wizard, "Country or region");
        // Letter by letter: a list forgets a word that is typed too slowly.
        for (var press = 0; press < 40 && await wizard.Field("Country or region").InputValueAsync() != "DE"; press++)
            await keys.PressAsync("g");
        await Type(wizard, "Company name", "Only Keys GmbH");
        await Type(wizard, "Domain", "onlykeys");
        await Type(wizard, "Street and number", "Konrad-Zuse-Str. 1");
        await Type(wizard, "Postal code", "85716");
        await Type(wizard, "City", "Unterschleissheim");
        await Type(wizard, "First name", "Gena");
        await Type(wizard, "Last name", "Soto");
        await keys.PressAsync("Enter");
        await Expect(wizard.Field("E-mail address")).ToBeFocusedAsync();
        await keys.TypeAsync("gena@wingtiptoys.example");
        await keys.PressAsync("Enter");

        await wizard.On("Customer agreement");
        await Expect(wizard.Title).ToBeFocusedAsync();
        await TabTo(wizard, "Next");
        await keys.PressAsync("Enter");

        await wizard.On("Offers");
        await Expect(wizard.Title).ToBeFocusedAsync();
        await Type(wizard, "Search the offers", "Business Basic");
        await Expect(wizard.Page.Locator(".offers li")).ToHaveCountAsync(1);
        await TabTo(wizard, "Add Microsoft 365 Business Basic");
        await keys.PressAsync("Enter");
        await Expect(wizard.Page.GetByLabel("Licences")).ToBeFocusedAsync();
        await keys.TypeAsync("12");
        await keys.PressAsync("Enter");

        await wizard.On("Review");
        await wizard.Reviewed();
        await TabTo(wizard, "Submit");
        await keys.PressAsync("Enter");
        await Expect(wizard.Page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await TabTo(wizard, "Submit");
        await keys.PressAsync("Enter");

        await wizard.On("Done");
        var ended = await browser.Server.UntilAccepted((await browser.Server.Get(wizard.Draft)).Text("onboarding"));
        Assert.Equal("completed", ended["stage"]!.GetValue<string>());
        Assert.Equal(12, ended["request"]!["subscriptions"]![0]!["quantity"]!.GetValue<int>());
    }

    private static async Task Type(Wizard wizard, string label, string text)
    {
        await TabTo(wizard, label);
        await wizard.Page.Keyboard.TypeAsync(text);
    }

    private static async Task TabTo(Wizard wizard, params string[] names)
    {
        for (var stop = 0; stop < 60; stop++)
        {
            if (Array.IndexOf(names, await NameOfFocused(wizard.Page)) >= 0)
                return;
            await wizard.Page.Keyboard.PressAsync("Tab");
        }

        Assert.Fail(
            $"The keyboard does not reach {string.Join(" or ", names)}; last was {await NameOfFocused(wizard.Page)}."
        );
    }

    private static Task<string> NameOfFocused(IPage page) =>
        page.EvaluateAsync<string>(
            """(() => { const at = document.activeElement; return (at.getAttribute('aria-label') ?? at.labels?.[0]?.firstChild?.textContent ?? at.textContent ?? '').trim(); })()"""
        );
}

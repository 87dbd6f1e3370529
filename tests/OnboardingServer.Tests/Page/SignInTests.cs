using System.Security.Cryptography;
using System.Text;
using Microsoft.Playwright;
using OnboardingServer.Tests.Api;
using static Microsoft.Playwright.Assertions;

namespace OnboardingServer.Tests.Page;

public sealed class SignInTests(Browser browser) : IClassFixture<Browser>
{
    private const string Key = "a-key-of-sufficient-length-for-a-test";

    [ChromiumFact]
    public async Task With_API_keys_the_wizard_asks_for_one_and_goes_on()
    {
        await using var server = await RunningServer.Start(
            ("Authentication:Mode", "ApiKey"),
            ("Authentication:ApiKeys:sales:Hash", Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Key)))),
            ("Authentication:ApiKeys:sales:Roles", "SalesAgent")
        );
        await using var wizard = await browser.Open(server: server);

        await wizard.Page.GetByLabel("API key").FillAsync(Key);
        await wizard.Button("Sign in").ClickAsync();
        await wizard.Begin("direct");
        await wizard.Field("Company name").FillAsync("Keyed GmbH");
        await wizard.Page.Keyboard.PressAsync("Tab");

        await wizard.Saved();
        await wizard.Page.ReloadAsync();
        await Expect(wizard.Field("Company name")).ToHaveValueAsync("Keyed GmbH");
    }

    [ChromiumFact]
    public async Task What_is_not_permitted_is_not_offered()
    {
        await using var server = await RunningServer.Start(
            ("Authentication:Mode", "ApiKey"),
            ("Authentication:ApiKeys:sales:Hash", Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Key)))),
            ("Authentication:ApiKeys:sales:Roles", "Approver")
        );
        await using var wizard = await browser.Open(server: server);
        await wizard.Page.GetByLabel("API key").FillAsync(Key);
        await wizard.Button("Sign in").ClickAsync();

        await Expect(wizard.Page.GetByText("Your roles do not permit to add a customer")).ToBeVisibleAsync();
        await Expect(wizard.Page.GetByRole(AriaRole.Banner)).ToContainTextAsync("key:sales");
        await Expect(wizard.Page.GetByRole(AriaRole.Link, new() { Name = "Add a customer" })).ToHaveCountAsync(0);
        await Expect(wizard.Page.GetByRole(AriaRole.Link, new() { Name = "Drafts" })).ToHaveCountAsync(0);
        await wizard.Page.GetByRole(AriaRole.Link, new() { Name = "Batches" }).ClickAsync();
        await wizard.On("Batches");
        await Expect(wizard.Page.GetByText("No file has been sent yet.")).ToBeVisibleAsync();
        await Expect(wizard.Page.GetByLabel("File")).ToHaveCountAsync(0);
        await wizard.AssertAccessible();
    }

    [ChromiumFact]
    public async Task After_signing_out_the_key_is_asked_for_again()
    {
        await using var server = await RunningServer.Start(
            ("Authentication:Mode", "ApiKey"),
            ("Authentication:ApiKeys:sales:Hash", Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Key)))),
            ("Authentication:ApiKeys:sales:Roles", "SalesAgent")
        );
        await using var wizard = await browser.Open("#/", server);
        await wizard.Page.GetByLabel("API key").FillAsync(Key);
        await wizard.Page.Keyboard.PressAsync("Enter");

        await wizard.Button("Sign out").ClickAsync();

        await Expect(wizard.Page.GetByLabel("API key")).ToBeVisibleAsync();
    }

    [ChromiumFact]
    public async Task Who_declines_to_sign_in_is_not_asked_again_but_may()
    {
        await using var server = await RunningServer.Start(
            ("Authentication:Mode", "ApiKey"),
            ("Authentication:ApiKeys:sales:Hash", Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Key)))),
            ("Authentication:ApiKeys:sales:Roles", "SalesAgent")
        );
        await using var wizard = await browser.Open("#/", server);
        await wizard.Button("Not now").ClickAsync();
        await Expect(wizard.Alert).ToContainTextAsync("You are not signed in");

        // The list asks again by itself.
        for (var n = 0; n < 2; n++)
        {
            await wizard.Page.WaitForResponseAsync(answer =>
                answer.Url.Contains("/api/onboardings", StringComparison.Ordinal)
            );
            await Expect(wizard.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        }

        await wizard.AssertAccessible();
        await wizard.Button("Sign in").ClickAsync();
        await wizard.Page.GetByLabel("API key").FillAsync(Key);
        await wizard.Page.Keyboard.PressAsync("Enter");
        await Expect(wizard.Page.GetByText("Nothing has been submitted yet.")).ToBeVisibleAsync();
    }
}

using System.Security.Cryptography;
using System.Text;
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
            ("Authentication:Mode", "ApiKey"), ("Authentication:ApiKeys:desk:Hash", Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Key)))), ("Authentication:ApiKeys:desk:Roles", "SalesAgent"));
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
    public async Task Who_may_only_read_is_told_so()
    {
        await using var server = await RunningServer.Start(
            ("Authentication:Mode", "ApiKey"), ("Authentication:ApiKeys:desk:Hash", Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Key)))), ("Authentication:ApiKeys:desk:Roles", "Approver"));
        await using var wizard = await browser.Open(server: server);
        await wizard.Page.GetByLabel("API key").FillAsync(Key);
        await wizard.Button("Sign in").ClickAsync();

        await wizard.Button("Begin").ClickAsync();

        await Expect(wizard.Alert).ToContainTextAsync("has no role with the permission Submit");
    }
}

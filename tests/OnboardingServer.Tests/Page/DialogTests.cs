using System.Security.Cryptography;
using System.Text;
using Microsoft.Playwright;
using OnboardingServer.Tests.Api;
using Scenarios;
using static Microsoft.Playwright.Assertions;

namespace OnboardingServer.Tests.Page;

/// <summary>Enter in a dialog is the answer that its main button gives.</summary>
public sealed class DialogTests(Browser browser) : IClassFixture<Browser>
{
    private const string Key = "a-key-of-sufficient-length-for-a-test";

    private RunningServer Server => browser.Server;

    [ChromiumFact]
    public async Task Enter_after_the_comment_approves()
    {
        var id = await AwaitingApproval("Test Entered");
        await using var page = await browser.Open($"approval.html#{id}");
        await page.Button("Approve…").ClickAsync();

        await page.Page.GetByLabel("Comment (no personal data)").FillAsync("go on");
        await page.Page.Keyboard.PressAsync("Enter");

        await Expect(page.Page.GetByText("Approved.", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(page.Page.GetByText("go on")).ToBeVisibleAsync();
    }

    [ChromiumFact]
    public async Task Enter_after_the_API_key_signs_in()
    {
        await using var server = await RunningServer.Start(
            ("Authentication:Mode", "ApiKey"),
            ("Authentication:ApiKeys:sales:Hash", Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Key)))),
            ("Authentication:ApiKeys:sales:Roles", "SalesAgent")
        );
        await using var page = await browser.Open(server: server);

        await page.Page.GetByLabel("API key").FillAsync(Key);
        await page.Page.Keyboard.PressAsync("Enter");

        await Expect(page.Button("Begin")).ToBeVisibleAsync();
    }

    [ChromiumFact]
    public async Task Escape_and_the_other_button_decide_nothing()
    {
        var id = await AwaitingApproval("Test Kept");
        await using var page = await browser.Open($"approval.html#{id}");

        await page.Button("Reject…").ClickAsync();
        await page.Page.GetByLabel("Why (no personal data)").FillAsync("no");
        await page.Page.Keyboard.PressAsync("Escape");
        await page.Button("Reject…").ClickAsync();
        await page.Page.GetByLabel("Why (no personal data)").FillAsync("no");
        await page.Button("Keep as it is").ClickAsync();

        await Expect(page.Page.GetByRole(AriaRole.Dialog)).Not.ToBeVisibleAsync();
        Assert.Equal("pending", (await Server.Get($"approvals/{id}")).Text("state"));
    }

    // A name that looks like a test is held until somebody has looked at it.
    private async Task<string> AwaitingApproval(string name)
    {
        var id = await Server.Accepted(Requests.Direct(name));
        await Server.Until(id, onboarding => onboarding["stage"]!.GetValue<string>() == "awaiting-approval");
        return id;
    }
}

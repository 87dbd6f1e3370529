using System.Text.Json.Nodes;
using Onboarding;
using OnboardingServer.Tests.Api;
using Scenarios;
using static Microsoft.Playwright.Assertions;

namespace OnboardingServer.Tests.Page;

public sealed class InboxPageTests(Browser browser) : IClassFixture<Browser>
{
    private RunningServer Server => browser.Server;

    [ChromiumFact]
    public async Task A_dead_letter_is_corrected_and_taken_again()
    {
        var body = JsonNode.Parse(DurableJson.Write(Requests.Direct("Dead Letter")))!;
        var reference = body["reference"]!.GetValue<string>();
        body["reference"] = "";
        var key = (await Server.Post("queue", body.ToJsonString())).Text("key");
        await using var page = await browser.Open("#/inbox");
        await page.On("Inbox");
        await page.Page.GetByText("As it came").ClickAsync();
        await page.AssertAccessible();

        body["reference"] = reference;
        await page.Page.GetByLabel("Body").FillAsync(body.ToJsonString());
        await page.Button("Take it again").ClickAsync();
        await Expect(page.Page.GetByText("There is none.")).ToBeVisibleAsync();
        await page.Page.GetByLabel("State").SelectOptionAsync("taken");

        await Expect(page.Page.Locator("main article a")).ToHaveCountAsync(1);
        Assert.Equal("taken", (await Server.Get($"inbox/{key}")).Text("state"));
    }
}

using Microsoft.Playwright;
using Onboarding;
using OnboardingServer.Tests.Api;
using Scenarios;
using static Microsoft.Playwright.Assertions;

namespace OnboardingServer.Tests.Page;

public sealed class DraftListTests(Browser browser) : IClassFixture<Browser>
{
    private RunningServer Server => browser.Server;

    [ChromiumFact]
    public async Task What_was_begun_is_continued_from_the_list_of_drafts()
    {
        await Server.Post("drafts", DurableJson.Write(Requests.Direct("Left Off")));
        await using var page = await browser.Open("#/");
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Drafts" }).ClickAsync();
        await page.On("Drafts");
        await page.AssertAccessible();

        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Left Off GmbH" }).ClickAsync();

        await page.On("Account information");
        await Expect(page.Field("Company name")).ToHaveValueAsync("Left Off GmbH");
    }
}

using Onboarding;
using OnboardingServer.Tests.Api;
using Scenarios;
using static Microsoft.Playwright.Assertions;

namespace OnboardingServer.Tests.Page;

/// <summary>What a phone's 390 pixels show.</summary>
public sealed class PhoneTests(Browser browser) : IClassFixture<Browser>
{
    private const int Width = 390;

    private RunningServer Server => browser.Server;

    [ChromiumFact]
    public async Task The_stage_of_every_row_is_on_the_screen()
    {
        await Server.UntilEnded(await Server.Accepted(Requests.Direct("A Company With A Long Name")));
        await using var page = await browser.Open("#/", width: Width);
        var stage = page.Page.Locator("tbody .badge").First;
        await Expect(stage).ToBeVisibleAsync();

        var box = await stage.BoundingBoxAsync();

        Assert.InRange(box!.X + box.Width, 0, Width);
        var hidden = await page.Page.Locator(".tablecard").EvaluateAsync<int>("at => at.scrollWidth - at.clientWidth");
        Assert.InRange(hidden, int.MinValue, 0);
        await page.AssertAccessible();
    }

    [ChromiumFact]
    public async Task The_steps_have_names()
    {
        var id = (await Server.Post("drafts", DurableJson.Write(Requests.Direct("Named Steps")))).Text("id");
        await using var wizard = await browser.Open($"#/drafts/{id}/agreement", width: Width);
        await wizard.On("Customer agreement");

        var sizes = await wizard
            .Page.Locator(".steps a")
            .EvaluateAllAsync<double[]>("all => all.map(one => parseFloat(getComputedStyle(one).fontSize))");

        Assert.All(sizes, size => Assert.True(size >= 12, $"{size} px"));
        await wizard.AssertNothingSticksOut();
        await wizard.AssertAccessible();
    }
}

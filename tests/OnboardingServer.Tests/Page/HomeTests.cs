using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Onboarding.Progress;
using Onboarding.Requests;
using OnboardingServer.Tests.Api;
using Scenarios;
using Scenarios.Stores;
using static Microsoft.Playwright.Assertions;

namespace OnboardingServer.Tests.Page;

/// <summary>The first page: what there is, and what needs somebody now.</summary>
public sealed class HomeTests(Browser browser) : IClassFixture<Browser>
{
    private RunningServer Server => browser.Server;

    [ChromiumTheory]
    [InlineData(ColorScheme.Light, 1440)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task It_leads_to_what_needs_somebody_and_resumes_all_of_one_error(ColorScheme scheme, int width)
    {
        var records = Server.Services.GetRequiredService<IOnboardingRecords>();
        var stopped = Records.Record($"home {width}", company: $"<img src=x onerror=alert({width})>");
        await records.Reserve(stopped with { SubmittedAt = TimeProvider.System.GetUtcNow() }, default);
        await records.Apply(
            stopped.Id,
            [Records.Change(1, Stage.AwaitingOperator, Actor.Operator) with { ErrorCode = "order.credit-limit" }],
            default
        );
        var hostile = Requests.Direct($"Held {width}") with { Approval = ApprovalDemand.Required };
        hostile = hostile with { Customer = hostile.Customer with { CompanyName = $"<b>Bold {width}</b> GmbH" } };
        var id = await Server.Accepted(hostile);
        await Server.Until(id, now => now["stage"]!.GetValue<string>() == "awaiting-approval");
        await using var page = await browser.Open("", scheme: scheme, width: width);
        await page.On("Home");

        await Expect(page.Page.Locator("main")).ToContainTextAsync("The partner’s credit limit at Microsoft");
        await Expect(page.Page.Locator("main")).ToContainTextAsync($"<b>Bold {width}</b> GmbH");
        await Expect(page.Page.Locator(".counts")).Not.ToHaveCountAsync(0);
        await page.AssertAccessible();
        await page.AssertNothingSticksOut();
        var resume = page.Page.GetByRole(
            AriaRole.Button,
            new() { Name = "Resume all that stopped with order.credit-limit" }
        );
        await resume.FocusAsync();
        await page.Page.Keyboard.PressAsync("Enter");
        var told = page.Page.WaitForResponseAsync(answer =>
            answer.Url.Contains("/onboardings/resume?", StringComparison.Ordinal)
        );
        await page
            .Page.GetByRole(AriaRole.Dialog)
            .GetByRole(AriaRole.Button, new() { Name = "Resume all" })
            .ClickAsync();
        Assert.Equal(202, (await told).Status);

        await page.Page.GetByRole(AriaRole.Link, new() { NameRegex = new("^\\d+ stopped$") }).ClickAsync();
        await page.On("Onboardings");
        await Expect(page.Page.Locator("tbody")).ToContainTextAsync($"<img src=x onerror=alert({width})>");
    }

    [ChromiumFact]
    public async Task What_has_not_changed_is_not_sent_again()
    {
        await Server.UntilEnded(await Server.Accepted(Requests.Direct("Not Sent Again")));
        // Without being told of changes the page asks again and again.
        await using var page = await browser.Open(
            "#/",
            beforeLoad: page => page.RouteAsync("**/api/changes", route => route.AbortAsync())
        );
        await page.On("Onboardings");

        var again = await page.Page.WaitForResponseAsync(answer =>
            answer.Url.Contains("/api/onboardings?", StringComparison.Ordinal) && answer.Status == 304
        );

        Assert.Equal(304, again.Status);
        await Expect(page.Page.GetByRole(AriaRole.Link, new() { Name = "Not Sent Again GmbH" })).ToBeVisibleAsync();
    }
}

using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Onboarding;
using Onboarding.Approvals;
using Onboarding.Requests;
using OnboardingServer.Tests.Api;
using Scenarios;
using static Microsoft.Playwright.Assertions;

namespace OnboardingServer.Tests.Page;

/// <summary>Approvers see first what waits for them.</summary>
public sealed class ApprovalListTests(Browser browser) : IClassFixture<Browser>
{
    private const string Sales = "a-key-of-sufficient-length-for-sales";
    private const string Approver = "a-key-of-sufficient-length-for-lena";

    [ChromiumTheory]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task An_approver_sees_what_waits_for_him_and_on_demand_all(int width)
    {
        await using var server = await Start();
        var mine = await Waiting(server, "For Lena");
        var others = await Waiting(server, "For Lawyers");
        var approvals = server.Services.GetRequiredService<IApprovals>();
        await approvals.Update((await approvals.Get(others, default))! with { By = ["group:legal"] }, default);
        await using var page = await SignedIn(server, Approver, "#/home", width);
        var waiting = page.Page.GetByRole(AriaRole.Link, new() { Name = "Waiting for your approval: 1" });
        await Expect(page.Page.Locator("#main")).Not.ToContainTextAsync("For Lawyers GmbH · ");
        await waiting.FocusAsync();
        await page.Page.Keyboard.PressAsync("Enter");

        await page.On("Waiting for approval");
        await Expect(Link(page, "For Lena GmbH")).ToBeVisibleAsync();
        await Expect(Link(page, "For Lawyers GmbH")).ToHaveCountAsync(0);
        await page.AssertAccessible();
        await page.AssertNothingSticksOut();
        await Whose(page).FocusAsync();
        await page.Page.Keyboard.PressAsync("ArrowDown");
        await Expect(Link(page, "For Lawyers GmbH")).ToBeVisibleAsync();
        Assert.EndsWith("#/approvals?show=all", page.Page.Url, StringComparison.Ordinal);
        await page.Page.ReloadAsync();
        await Expect(Link(page, "For Lawyers GmbH")).ToBeVisibleAsync();

        await Whose(page).SelectOptionAsync("mine");
        await Expect(Link(page, "For Lawyers GmbH")).ToHaveCountAsync(0);
        var approval = await approvals.Get(mine, default);
        await approvals.Update(approval! with { State = ApprovalState.Approved }, default);
        await Expect(page.Page.GetByText("Nothing waits for your approval.")).ToBeVisibleAsync();
    }

    [ChromiumFact]
    public async Task Who_may_not_approve_sees_all_and_is_not_asked_whose()
    {
        await using var server = await Start();
        await Waiting(server, "Seen By Sales");
        await using var page = await SignedIn(server, Sales, "#/approvals", 1440);

        await Expect(Link(page, "Seen By Sales GmbH")).ToBeVisibleAsync();
        await Expect(Whose(page)).Not.ToBeVisibleAsync();
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Home" }).ClickAsync();
        await Expect(page.Page.GetByRole(AriaRole.Link, new() { Name = "Waiting for approval: 1" })).ToBeVisibleAsync();
    }

    private static Task<RunningServer> Start() =>
        RunningServer.Start([
            ("Authentication:Mode", "ApiKey"),
            .. KeyOf("sales", Sales, "SalesAgent"),
            .. KeyOf("lena", Approver, "Approver"),
        ]);

    private static IEnumerable<(string, string)> KeyOf(string name, string key, string roles) =>
        [
            ($"Authentication:ApiKeys:{name}:Hash", Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)))),
            ($"Authentication:ApiKeys:{name}:Roles", roles),
        ];

    private static async Task<OnboardingId> Waiting(RunningServer server, string name)
    {
        var call = new HttpRequestMessage(HttpMethod.Post, "onboardings")
        {
            Content = RunningServer.Json(
                DurableJson.Write(Requests.Direct(name) with { Approval = ApprovalDemand.Required })
            ),
        };
        call.Headers.Add("X-Api-Key", Sales);
        var id = new OnboardingId((await server.Send(call)).Text("id"));
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(40), TimeProvider.System);
        while (await server.Services.GetRequiredService<IApprovals>().Get(id, default) is null)
            await timer.WaitForNextTickAsync(deadline.Token);
        return id;
    }

    private async Task<Wizard> SignedIn(RunningServer server, string key, string address, int width)
    {
        var page = await browser.Open(address, server, width: width);
        await page.Page.GetByLabel("API key").FillAsync(key);
        await page.Page.Keyboard.PressAsync("Enter");
        return page;
    }

    private static ILocator Whose(Wizard page) => page.Page.Locator("#whose");

    private static ILocator Link(Wizard page, string name) =>
        page.Page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true });
}

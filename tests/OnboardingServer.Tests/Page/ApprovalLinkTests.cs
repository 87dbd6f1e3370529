using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Onboarding;
using Onboarding.Requests;
using OnboardingServer.Tests.Api;
using Scenarios;
using static Microsoft.Playwright.Assertions;

namespace OnboardingServer.Tests.Page;

/// <summary>A mailed link opens the approval, also after the tab was discarded and loaded again.</summary>
public sealed class ApprovalLinkTests(Browser browser) : IClassFixture<Browser>
{
    [ChromiumFact]
    public async Task A_mailed_link_outlives_a_reload_and_stays_out_of_the_address()
    {
        await using var mail = await WebhookSubscriber.Start();
        await using var server = await RunningServer.Start([
            ("Authentication:Mode", "ApiKey"),
            .. Key("gena", "SalesAgent"),
            .. Key("lena", "Approver"),
            ("Approvals:PublicAddress", "https://onboarding.example/"),
            ("Approvals:People:lena:Identity", "key:lena"),
            ("Approvals:People:lena:NotifyUrl", mail.Url),
            ("Notifications:AllowPrivateAddresses", "true"),
        ]);
        var link = await Mailed(server, mail, "Mailed Works");
        await using var page = await browser.Open(link.PathAndQuery[1..] + link.Fragment, server);
        await Expect(page.Button("Approve…")).ToBeVisibleAsync();
        var token = link.Fragment.Split('/')[^1];

        await page.Page.ReloadAsync();

        await Expect(page.Button("Approve…")).ToBeVisibleAsync();
        Assert.DoesNotContain(token, page.Page.Url, StringComparison.Ordinal);
        var shown = await page.Page.EvaluateAsync<string>("JSON.stringify(history.state) + document.body.outerHTML");
        Assert.DoesNotContain(token, shown, StringComparison.Ordinal);
        await page.Button("Approve…").ClickAsync();
        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(page.Page.GetByText("Approved.", new() { Exact = true })).ToBeVisibleAsync();
        // Nothing is left to be decided with it.
        var kept = await page.Page.EvaluateAsync<string>("JSON.stringify({ ...sessionStorage, ...localStorage })");
        Assert.DoesNotContain(token, kept, StringComparison.Ordinal);
    }

    private static async Task<Uri> Mailed(RunningServer server, WebhookSubscriber mail, string name)
    {
        var request = Requests.Direct(name) with { Approval = ApprovalDemand.Required };
        var submit = new HttpRequestMessage(HttpMethod.Post, "onboardings")
        {
            Content = RunningServer.Json(DurableJson.Write(request)),
        };
        submit.Headers.Add("X-Api-Key", "key of gena");
        Assert.Equal(202, (await server.Send(submit)).Status);
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(40), TimeProvider.System);
        while (mail.Deliveries.Count == 0)
            await timer.WaitForNextTickAsync(deadline.Token);
        return new Uri(JsonNode.Parse(mail.Deliveries[0].Body)!["data"]!["link"]!.GetValue<string>());
    }

    private static IEnumerable<(string, string)> Key(string name, string roles) =>
        [
            (
                $"Authentication:ApiKeys:{name}:Hash",
                Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"key of {name}")))
            ),
            ($"Authentication:ApiKeys:{name}:Roles", roles),
        ];
}

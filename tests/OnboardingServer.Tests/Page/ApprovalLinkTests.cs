using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
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
        var link = await Mailed(server, mail, "Mailed Works", ("X-Api-Key", "key of gena"));
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

    [ChromiumFact]
    public async Task A_mailed_link_needs_no_sign_in_and_without_it_one_signs_in_and_comes_back()
    {
        await using var mail = await WebhookSubscriber.Start();
        await using var issuer = await TokenIssuer.Start();
        await using var server = await SignInByRedirectTests.Serve(
            issuer,
            ("Approvals:PublicAddress", "https://onboarding.example/"),
            ("Approvals:People:lena:Identity", "lena@partner.example"),
            ("Approvals:People:lena:Roles", "Approver"),
            ("Approvals:People:lena:NotifyUrl", mail.Url),
            ("Notifications:AllowPrivateAddresses", "true")
        );
        var token = issuer.Token(roles: ["SalesAgent"], name: "gena@partner.example");
        var link = await Mailed(server, mail, "Mailed Anew", ("Authorization", $"Bearer {token}"));
        var id = link.Fragment[1..].Split('/')[0];

        await using (var mailed = await browser.Open(link.PathAndQuery[1..] + link.Fragment, server))
        {
            await Expect(mailed.Button("Approve…")).ToBeVisibleAsync();
            await Expect(mailed.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        }

        await using var wrong = await browser.Open($"{link.PathAndQuery[1..]}#{id}/wrong", server);
        await Expect(wrong.Alert).ToContainTextAsync("The link is not valid for this approval.");
        await wrong.Button("Sign in").ClickAsync();
        await SignInByRedirectTests.Continue(wrong);
        await Expect(wrong.Title).ToHaveTextAsync("Mailed Anew GmbH");
        Assert.EndsWith($"{link.PathAndQuery}#{id}", wrong.Page.Url, StringComparison.Ordinal);
        Assert.Equal(1, issuer.SignIn.Redeemed);
    }

    private static async Task<Uri> Mailed(
        RunningServer server,
        WebhookSubscriber mail,
        string name,
        (string Name, string Value) header
    )
    {
        var request = Requests.Direct(name) with { Approval = ApprovalDemand.Required };
        var submit = new HttpRequestMessage(HttpMethod.Post, "onboardings")
        {
            Content = RunningServer.Json(DurableJson.Write(request)),
        };
        submit.Headers.Add(header.Name, header.Value);
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

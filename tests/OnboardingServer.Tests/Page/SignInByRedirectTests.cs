using System.Text.Json;
using Microsoft.Playwright;
using OnboardingServer.Tests.Api;
using static Microsoft.Playwright.Assertions;

namespace OnboardingServer.Tests.Page;

/// <summary>People sign in at the issuer and come back to what they were doing.</summary>
public sealed class SignInByRedirectTests(Browser browser) : IClassFixture<Browser>
{
    private const string Kept = "JSON.stringify({ ...sessionStorage, ...localStorage })";

    [ChromiumFact]
    public async Task Who_signs_in_comes_back_to_the_view_and_submits()
    {
        await using var issuer = await TokenIssuer.Start();
        await using var server = await Serve(issuer);
        await using var page = await browser.Open("#/json", server);
        await Expect(page.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Microsoft account");
        await page.AssertAccessible();
        var asked = await Leave(page);
        Assert.StartsWith($"{issuer.Name}/authorize?", asked.Url, StringComparison.Ordinal);

        await Continue(page);

        await page.On("Submit a request as JSON");
        Assert.Equal($"{server.Address}#/json", page.Page.Url);
        await Expect(page.Page.GetByRole(AriaRole.Banner)).ToContainTextAsync("otto@partner.example");
        await page.Button("Submit").ClickAsync();
        await page.On("Wingtip Toys GmbH");
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Onboardings" }).ClickAsync();
        await Expect(page.Page.Locator("tbody")).ToContainTextAsync("Wingtip Toys GmbH");
        // The verifier and the state have done what they are for.
        Assert.DoesNotContain("verifier", await page.Page.EvaluateAsync<string>(Kept), StringComparison.Ordinal);
        await page.Page.ReloadAsync();
        await Expect(page.Page.Locator("tbody")).ToContainTextAsync("Wingtip Toys GmbH");
        Assert.Equal((1, 0), (issuer.SignIn.Redeemed, issuer.SignIn.Renewed));
    }

    [ChromiumFact]
    public async Task An_answer_with_another_state_is_not_taken()
    {
        await using var issuer = await TokenIssuer.Start();
        await using var server = await Serve(issuer);
        issuer.SignIn.OtherState = "the-state-of-somebody-else";
        await using var page = await browser.Open("#/batches", server);
        await Leave(page);
        await Continue(page);

        await Expect(page.Alert).ToContainTextAsync("You could not be signed in");
        await Expect(page.Alert).ToContainTextAsync("to no sign-in that was begun in this tab");
        Assert.DoesNotContain("code", page.Page.Url, StringComparison.Ordinal);
        Assert.Equal(0, issuer.SignIn.Redeemed);
        await page.AssertAccessible();

        // What a stranger's link says of an error is not shown.
        await page.Page.GotoAsync("about:blank");
        await page.Page.GotoAsync("/#error=help&error_description=Call+555&state=x");
        await Expect(page.Alert).ToContainTextAsync("You could not be signed in");
        await Expect(page.Alert).Not.ToContainTextAsync("555");

        issuer.SignIn.OtherState = null;
        await page.Button("Sign in").ClickAsync();
        await page.On("Home");
        await Expect(page.Page.GetByRole(AriaRole.Banner)).ToContainTextAsync("otto@partner.example");
    }

    [ChromiumFact]
    public async Task An_ID_token_of_another_sign_in_is_not_taken()
    {
        await using var issuer = await TokenIssuer.Start();
        await using var server = await Serve(issuer);
        issuer.SignIn.OtherNonce = "the-nonce-of-somebody-else";
        await using var page = await browser.Open("#/batches", server);
        await Leave(page);
        await Continue(page);

        await Expect(page.Alert).ToContainTextAsync("is not for this sign-in");
        Assert.DoesNotContain("accessToken", await page.Page.EvaluateAsync<string>(Kept), StringComparison.Ordinal);
    }

    [ChromiumFact]
    public async Task What_the_issuer_says_of_an_error_is_shown_and_stays_text()
    {
        await using var issuer = await TokenIssuer.Start();
        await using var server = await Serve(issuer);
        issuer.SignIn.Refusal = ("access_denied", "AADSTS65004: <img src=x onerror=alert(1)>\r\n\u202Edenied & gone");
        await using var page = await browser.Open("#/batches", server);
        await Leave(page);

        await Expect(page.Alert).ToContainTextAsync("You could not be signed in");
        await Expect(page.Alert)
            .ToContainTextAsync("has refused: AADSTS65004: <img src=x onerror=alert(1)> denied & gone");
        await Expect(page.Page.Locator("#trouble img")).ToHaveCountAsync(0);
        await page.On("Batches");
        Assert.Equal($"{server.Address}#/batches", page.Page.Url);
        await page.AssertAccessible();
    }

    [ChromiumFact]
    public async Task A_code_that_was_used_already_signs_nobody_in()
    {
        await using var issuer = await TokenIssuer.Start();
        await using var server = await Serve(issuer);
        await using var page = await browser.Open("#/batches", server);
        using var thief = new HttpClient();
        await page.Page.RouteAsync(
            $"{issuer.Name}/token",
            async route =>
            {
                using var stolen = new HttpRequestMessage(HttpMethod.Post, new Uri(route.Request.Url))
                {
                    Content = new StringContent(
                        route.Request.PostData!,
                        new System.Net.Http.Headers.MediaTypeHeaderValue("application/x-www-form-urlencoded")
                    ),
                };
                stolen.Headers.Add("Origin", server.Address.GetLeftPart(UriPartial.Authority));
                (await thief.SendAsync(stolen)).EnsureSuccessStatusCode();
                await route.ContinueAsync();
            }
        );
        await Leave(page);
        await Continue(page);

        await Expect(page.Alert).ToContainTextAsync("has refused: AADSTS54005");
        Assert.DoesNotContain("accessToken", await page.Page.EvaluateAsync<string>(Kept), StringComparison.Ordinal);
    }

    [ChromiumFact]
    public async Task A_token_is_renewed_once_before_it_ends()
    {
        await using var issuer = await TokenIssuer.Start();
        await using var server = await Serve(issuer);
        await using var page = await SignedIn("#/", issuer, server);
        var first = await TokenOf(page);
        var soon = TimeProvider.System.GetUtcNow().AddMinutes(56).UtcDateTime;

        await page.Page.RunAndWaitForResponseAsync(
            () => page.Page.Clock.SetFixedTimeAsync(soon),
            answer => answer.Url == $"{issuer.Name}/token"
        );

        // The list asks again by itself.
        for (var n = 0; n < 2; n++)
        {
            var call = await page.Page.WaitForRequestAsync(Searches);
            var authorization = await call.HeaderValueAsync("Authorization");
            Assert.NotEqual($"Bearer {first}", authorization);
            Assert.Equal($"Bearer {await TokenOf(page)}", authorization);
            Assert.True(IsTaken((await call.ResponseAsync())!));
        }

        Assert.Equal((1, 1), (issuer.SignIn.Redeemed, issuer.SignIn.Renewed));
    }

    [ChromiumFact]
    public async Task A_token_that_has_ended_is_renewed_and_the_call_repeated()
    {
        await using var issuer = await TokenIssuer.Start();
        await using var server = await Serve(issuer);
        await using var page = await SignedIn("#/", issuer, server);

        await page.Page.RunAndWaitForResponseAsync(
            () => End(page, issuer),
            answer => answer.Url == $"{issuer.Name}/token"
        );
        await page.Page.WaitForResponseAsync(answer => Searches(answer.Request) && IsTaken(answer));
        await Expect(page.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await Expect(page.Alert).ToHaveCountAsync(0);
        Assert.Equal((1, 1), (issuer.SignIn.Redeemed, issuer.SignIn.Renewed));
    }

    [ChromiumFact]
    public async Task When_nothing_can_be_renewed_the_issuer_is_asked_silently_and_the_view_stays()
    {
        await using var issuer = await TokenIssuer.Start();
        await using var server = await Serve(issuer);
        await using var page = await SignedIn("#/?state=ended", issuer, server);
        issuer.SignIn.ForgetRefreshTokens();

        var returned = page.Page.WaitForResponseAsync(answer =>
            answer.Url == $"{issuer.Name}/token" && answer.Ok && issuer.SignIn.Silent == 1
        );
        await End(page, issuer);
        await returned;

        await Expect(page.Page.GetByText("Nothing matches what the list is narrowed by.")).ToBeVisibleAsync();
        Assert.Equal($"{server.Address}#/?state=ended", page.Page.Url);
        Assert.Equal((2, 0, 1), (issuer.SignIn.Redeemed, issuer.SignIn.Renewed, issuer.SignIn.Silent));

        // Where the issuer does not know the person any more, the person is asked.
        issuer.SignIn.ForgetRefreshTokens();
        issuer.SignIn.HasSession = false;
        await End(page, issuer);
        await page.Button("Not now").ClickAsync();
        await Expect(page.Alert).ToContainTextAsync("You are not signed in");
        await page.Button("Sign in").ClickAsync();
        await Continue(page);
        await Expect(page.Page.GetByText("Nothing matches what the list is narrowed by.")).ToBeVisibleAsync();
    }

    [ChromiumFact]
    public async Task While_the_issuer_does_not_answer_nobody_is_signed_out()
    {
        await using var issuer = await TokenIssuer.Start();
        await using var server = await Serve(issuer);
        await using var page = await SignedIn("#/", issuer, server);
        await page.Page.RouteAsync($"{issuer.Name}/token", route => route.AbortAsync());

        await End(page, issuer);
        await Expect(page.Alert).ToContainTextAsync("Your sign-in could not be renewed");
        await page.Page.UnrouteAsync($"{issuer.Name}/token");

        await Expect(page.Alert).ToHaveCountAsync(0);
        Assert.Equal((1, 1), (issuer.SignIn.Redeemed, issuer.SignIn.Renewed));
    }

    [ChromiumFact]
    public async Task Without_a_registration_of_the_page_a_token_is_asked_for()
    {
        await using var issuer = await TokenIssuer.Start();
        await using var server = await Serve(issuer, ("Authentication:PageClientId", ""));
        await using var page = await browser.Open("#/", server);

        await page.Page.GetByLabel("Access token").FillAsync(issuer.Token());
        await page.Page.Keyboard.PressAsync("Enter");

        await Expect(page.Page.GetByText("Nothing has been submitted yet.")).ToBeVisibleAsync();
        await Expect(page.Page.GetByRole(AriaRole.Banner)).ToContainTextAsync("otto@partner.example");
    }

    [ChromiumFact]
    public async Task Who_is_typing_is_asked_first_and_finds_the_text_again()
    {
        await using var issuer = await TokenIssuer.Start();
        await using var server = await Serve(issuer);
        await using var page = await SignedIn("#/json", issuer, server);
        await page.On("Submit a request as JSON");
        issuer.SignIn.ForgetRefreshTokens();
        await End(page, issuer);

        await page.Page.Locator("#request").FillAsync("""{"reference":"half a request""");
        await page.Button("Check").ClickAsync();
        await Expect(page.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Your sign-in has ended");
        await page.Button("Not now").ClickAsync();
        await page.Button("Sign in").ClickAsync();

        await Expect(page.Page.GetByRole(AriaRole.Banner)).ToContainTextAsync("Sign out");
        await Expect(page.Page.Locator("#request")).ToHaveValueAsync("""{"reference":"half a request""");
        await Expect(page.Page.GetByRole(AriaRole.Banner)).ToContainTextAsync("otto@partner.example");
        Assert.Equal(0, issuer.SignIn.Silent);
    }

    [ChromiumFact]
    public async Task A_token_that_the_server_does_not_take_is_not_asked_for_again_and_again()
    {
        await using var issuer = await TokenIssuer.Start();
        await using var server = await Serve(issuer, ("Authentication:TenantId", Guid.NewGuid().ToString()));
        await using var page = await browser.Open("#/", server);
        await Leave(page);
        await Continue(page);

        await Expect(page.Alert).ToContainTextAsync("does not accept the sign-in that it has asked for");
        for (var n = 0; n < 2; n++)
            await page.Page.WaitForResponseAsync(answer => Searches(answer.Request));
        Assert.Equal((1, 0), (issuer.SignIn.Redeemed, issuer.SignIn.Renewed));
    }

    [ChromiumFact]
    public async Task Signing_out_ends_the_session_here_and_at_the_issuer()
    {
        await using var issuer = await TokenIssuer.Start();
        await using var server = await Serve(issuer);
        await using var page = await SignedIn("#/batches", issuer, server);

        await page.Button("Sign out").ClickAsync();

        await Expect(page.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Microsoft account");
        Assert.Equal(server.Address.ToString(), page.Page.Url);
        Assert.False(issuer.SignIn.HasSession);
        Assert.Equal("{}", await page.Page.EvaluateAsync<string>(Kept));
    }

    internal static async Task<RunningServer> Serve(TokenIssuer issuer, params (string Key, string Value)[] settings)
    {
        var server = await RunningServer.Start([
            .. Api.SignInTests.WithPage(issuer).ExceptBy(settings.Select(one => one.Key), one => one.Key),
            .. settings,
        ]);
        issuer.SignIn.RedirectUris.Add(server.Address.ToString());
        return server;
    }

    /// <summary>What somebody does at the issuer.</summary>
    internal static Task Continue(Wizard page) =>
        page.Page.GetByRole(AriaRole.Link, new() { Name = "Continue as otto" }).ClickAsync();

    private static Task<IRequest> Leave(Wizard page)
    {
        var leave = page.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Sign in" });
        return page.Page.RunAndWaitForRequestAsync(
            () => leave.ClickAsync(),
            request => request.IsNavigationRequest && request.Url.Contains("/authorize?", StringComparison.Ordinal)
        );
    }

    private async Task<Wizard> SignedIn(string address, TokenIssuer issuer, RunningServer server)
    {
        issuer.SignIn.HasSession = true;
        // Without being told of changes the page asks again and again, which is what these tests wait for.
        var page = await browser.Open(
            address,
            server,
            beforeLoad: page => page.RouteAsync("**/api/changes", route => route.AbortAsync())
        );
        await Leave(page);
        await Expect(page.Page.GetByRole(AriaRole.Banner)).ToContainTextAsync("otto@partner.example");
        return page;
    }

    // As time does it: the server is sent a token that ended an hour ago wherever the page sends the one it has now.
    private static async Task End(Wizard page, TokenIssuer issuer)
    {
        var (token, ended) = ($"Bearer {await TokenOf(page)}", issuer.Token(age: TimeSpan.FromHours(2)));
        await page.Page.RouteAsync(
            "**/api/**",
            async route =>
            {
                var headers = new Dictionary<string, string>(await route.Request.AllHeadersAsync());
                if (headers.GetValueOrDefault("authorization") == token)
                    headers["authorization"] = $"Bearer {ended}";
                await route.ContinueAsync(new() { Headers = headers });
            }
        );
    }

    private static async Task<string> TokenOf(Wizard page)
    {
        var session = await page.Page.EvaluateAsync<string>("sessionStorage.getItem('session')");
        return JsonDocument.Parse(session).RootElement.GetProperty("accessToken").GetString()!;
    }

    // What has not changed is answered so too.
    private static bool IsTaken(IResponse answer) => answer.Status is 200 or 304;

    private static bool Searches(IRequest request) =>
        request.Url.Contains("/api/onboardings?", StringComparison.Ordinal);
}

using System.Security.Cryptography;
using System.Text;
using System.Web;
using Microsoft.IdentityModel.Tokens;
using Onboarding;
using OnboardingServer.Hosting;

namespace OnboardingServer.Tests.Api;

/// <summary>What the server says of signing in, and which calls it lets the page make for it.</summary>
public sealed class SignInTests
{
    private const string Own =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        + "form-action 'none'; base-uri 'none'; frame-ancestors 'none'";
    private const string Page = "http://127.0.0.1:7/";

    [Fact]
    public async Task Without_people_who_sign_in_only_the_scheme_is_told()
    {
        await using var open = await RunningServer.Start();
        Assert.Equal("""{"scheme":"none"}""", (await open.Get("signIn")).Body.ToJsonString());

        await using var keys = await RunningServer.Start(
            ("Authentication:Mode", "ApiKey"),
            ("Authentication:ApiKeys:shop:Hash", new string('0', 64)),
            ("Authentication:ApiKeys:shop:Roles", "SalesAgent"),
            ("Authentication:PageClientId", SignInEndpoints.ClientId.ToString())
        );
        Assert.Equal("""{"scheme":"apiKey"}""", (await keys.Get("signIn")).Body.ToJsonString());
        Assert.Equal(Own, await PolicyOf(keys));

        await using var issuer = await TokenIssuer.Start();
        await using var tokens = await RunningServer.Start(Tokens(issuer));
        Assert.Equal("""{"scheme":"entraId"}""", (await tokens.Get("signIn")).Body.ToJsonString());
        Assert.Equal(Own, await PolicyOf(tokens));
    }

    [Fact]
    public async Task With_the_pages_own_registration_the_issuers_endpoints_are_told_and_its_origin_may_be_called()
    {
        await using var issuer = await TokenIssuer.Start();
        await using var server = await RunningServer.Start(WithPage(issuer));

        var told = await server.Get("signIn");

        Assert.Equal(200, told.Status);
        var redirect = told.Body["redirect"]!;
        Assert.Equal($"{issuer.Name}/authorize", redirect["authorizationEndpoint"]!.GetValue<string>());
        Assert.Equal($"{issuer.Name}/token", redirect["tokenEndpoint"]!.GetValue<string>());
        Assert.Equal($"{issuer.Name}/logout", redirect["endSessionEndpoint"]!.GetValue<string>());
        Assert.Equal(SignInEndpoints.ClientId.ToString(), redirect["clientId"]!.GetValue<string>());
        Assert.Equal("api://onboarding/.default", redirect["scope"]!.GetValue<string>());
        var origin = new Uri(issuer.Name).GetLeftPart(UriPartial.Authority);
        Assert.Equal(
            Own.Replace("connect-src 'self'", $"connect-src 'self' {origin}", StringComparison.Ordinal),
            await PolicyOf(server)
        );
    }

    [Fact]
    public async Task A_scope_of_ones_own_is_told_as_it_is()
    {
        await using var issuer = await TokenIssuer.Start();
        await using var server = await RunningServer.Start([
            .. WithPage(issuer),
            ("Authentication:PageScope", "api://onboarding/read api://onboarding/write"),
        ]);

        Assert.Equal(
            "api://onboarding/read api://onboarding/write",
            (await server.Get("signIn")).Body["redirect"]!["scope"]!.GetValue<string>()
        );
    }

    [Fact]
    public async Task Endpoints_of_another_origin_than_the_issuers_are_not_told()
    {
        await using var issuer = await TokenIssuer.Start();
        issuer.EndpointsElsewhere = "https://elsewhere.example";
        await using var server = await RunningServer.Start(WithPage(issuer));

        Assert.Equal("""{"scheme":"entraId"}""", (await server.Get("signIn")).Body.ToJsonString());
    }

    [Fact]
    public async Task While_the_issuer_cannot_be_asked_nobody_is_told_how_to_sign_in()
    {
        await using var issuer = await TokenIssuer.Start();
        issuer.IsUnreachable = true;
        await using var server = await RunningServer.Start(WithPage(issuer));

        (await server.Get("signIn")).AssertProblem(503, ErrorCodes.NotReady);
        issuer.IsUnreachable = false;
        Assert.Equal(200, (await server.Get("signIn")).Status);
    }

    [Theory]
    [InlineData("Authentication:PageClientId", "the page", "Authentication:PageClientId")]
    [InlineData("Authentication:PageClientId", "", "Authentication:PageScope is set without")]
    [InlineData("Authentication:PageScope", "api://\"onboarding\"", "Authentication:PageScope is not valid")]
    [InlineData("Authentication:Issuer", "https://sts.windows.net/tenant/", "Authentication:Issuer is not of version")]
    public async Task A_wrong_key_is_named_with_what_was_expected(string key, string value, string expected)
    {
        await using var issuer = await TokenIssuer.Start();
        var settings = WithPage(issuer)
            .Append(("Authentication:PageScope", "api://onboarding/read"))
            .Where(setting => setting.Item1 != key)
            .Append((key, value));

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => RunningServer.Start([.. settings]));

        Assert.Contains(
            StartErrors.MessagesOf(failure)!,
            message => message.Contains(expected, StringComparison.Ordinal)
        );
    }

    /// <summary>The issuer of these tests is as strict as the real one, or the tests of the page would show nothing.</summary>
    [Theory]
    [InlineData("", "", null)]
    [InlineData("code_verifier", "another", "AADSTS501481")]
    [InlineData("redirect_uri", "http://127.0.0.1:7/index.html", "AADSTS500112")]
    [InlineData("client_id", "00000000-0000-0000-0000-000000000000", "AADSTS700016")]
    [InlineData("code", "another", "AADSTS54005")]
    [InlineData("Origin", "https://elsewhere.example", "AADSTS9002327")]
    public async Task The_issuer_gives_tokens_once_to_the_one_who_asked(string member, string value, string? error)
    {
        await using var issuer = await TokenIssuer.Start();
        issuer.SignIn.RedirectUris.Add(Page);
        issuer.SignIn.HasSession = true;
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        var verifier = new string('v', 43);
        var challenge = Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        var id = SignInEndpoints.ClientId;
        using var sent = await client.GetAsync(
            new Uri(
                $"{issuer.Name}/authorize?client_id={id}&redirect_uri={Uri.EscapeDataString(Page)}&response_type=code"
                    + $"&response_mode=fragment&code_challenge_method=S256&code_challenge={challenge}"
                    + $"&state={verifier}&nonce={verifier}"
                    + $"&scope={Uri.EscapeDataString($"openid offline_access {SignInEndpoints.Scope}")}"
            )
        );
        var code = HttpUtility.ParseQueryString(sent.Headers.Location!.Fragment[1..])["code"]!;

        var first = await Redeem(member, value);
        Assert.Contains(error ?? "access_token", first, StringComparison.Ordinal);
        if (error is null)
            Assert.Contains("AADSTS54005", await Redeem("", ""), StringComparison.Ordinal);

        async Task<string> Redeem(string changed, string to)
        {
            var form = new Dictionary<string, string>
            {
                ["grant_type"] = "authorization_code",
                ["client_id"] = id.ToString(),
                ["redirect_uri"] = Page,
                ["code"] = code,
                ["code_verifier"] = verifier,
            };
            if (form.ContainsKey(changed))
                form[changed] = to;
            using var message = new HttpRequestMessage(HttpMethod.Post, new Uri($"{issuer.Name}/token"))
            {
                Content = new FormUrlEncodedContent(form),
            };
            message.Headers.Add("Origin", changed == "Origin" ? to : Page.TrimEnd('/'));
            using var answer = await client.SendAsync(message);
            return await answer.Content.ReadAsStringAsync();
        }
    }

    internal static (string Key, string Value)[] WithPage(TokenIssuer issuer) =>
        [.. Tokens(issuer), ("Authentication:PageClientId", SignInEndpoints.ClientId.ToString())];

    private static (string Key, string Value)[] Tokens(TokenIssuer issuer) =>
        [
            ("Authentication:Mode", "EntraId"),
            ("Authentication:Audience", "api://onboarding"),
            ("Authentication:Issuer", issuer.Name),
            ("Authentication:TenantId", TokenIssuer.Tenant.ToString()),
        ];

    private static async Task<string> PolicyOf(RunningServer server)
    {
        using var answer = await server.Client.GetAsync(new Uri("/", UriKind.Relative));
        return answer.Headers.GetValues("Content-Security-Policy").Single();
    }
}

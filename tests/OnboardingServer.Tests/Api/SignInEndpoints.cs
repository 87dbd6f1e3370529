using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.Tokens;

namespace OnboardingServer.Tests.Api;

/// <summary>
/// Signs people in by the authorization code flow with PKCE, as Entra ID does for a single-page application. Client,
/// redirect URI, origin and verifier are checked; each code and each refresh token is good once.
/// </summary>
internal sealed class SignInEndpoints(TokenIssuer tokens)
{
    public const string Scope = "api://onboarding/.default";
    public static readonly Guid ClientId = Guid.Parse("5a3e8d0c-0000-4000-8000-00000000fa9e");

    private readonly ConcurrentDictionary<string, Grant> _codes = new();
    private readonly ConcurrentDictionary<string, string> _refreshTokens = new();
    private int _redeemed;
    private int _renewed;
    private int _silent;

    /// <summary>The registered addresses that people are sent back to.</summary>
    public HashSet<string> RedirectUris { get; } = [];

    /// <summary>The person is signed in at the issuer already, and is not asked again.</summary>
    public bool HasSession { get; set; }

    /// <summary>Sends everybody back with this error.</summary>
    public (string Error, string Description)? Refusal { get; set; }

    /// <summary>Sends everybody back with this state in place of their own.</summary>
    public string? OtherState { get; set; }

    /// <summary>Makes every ID token out with this nonce.</summary>
    public string? OtherNonce { get; set; }

    public int Redeemed => _redeemed;

    public int Renewed => _renewed;

    /// <summary>The silent sign-ins that were granted.</summary>
    public int Silent => _silent;

    public void ForgetRefreshTokens() => _refreshTokens.Clear();

    public void Map(WebApplication app, string path)
    {
        app.MapGet($"{path}/authorize", Authorize);
        app.MapPost($"{path}/token", Token);
        app.MapGet($"{path}/logout", SignOut);
    }

    private IResult Authorize(HttpRequest request)
    {
        var query = request.Query;
        // Who names another client or address is not sent there.
        if (query["client_id"] != ClientId.ToString() || !RedirectUris.Contains(query["redirect_uri"].ToString()))
            return Results.BadRequest("AADSTS50011: The redirect URI is not one of the application.");
        if (Refusal is { } refusal)
            return Back(request, ("error", refusal.Error), ("error_description", refusal.Description));
        if (
            query["response_type"] != "code"
            || query["response_mode"] != "fragment"
            || query["code_challenge_method"] != "S256"
            || query["code_challenge"].ToString().Length != 43
            || query["state"].ToString().Length < 22
            || query["nonce"].ToString().Length < 22
            || query["scope"] != $"openid offline_access {Scope}"
        )
            return Back(request, ("error", "invalid_request"), ("error_description", "AADSTS900144"));
        var isSilent = query["prompt"] == "none";
        if (!HasSession && isSilent)
            return Back(request, ("error", "login_required"), ("error_description", "AADSTS50058"));
        if (!HasSession && query["confirmed"] != "yes")
            return Results.Content(
                "<!doctype html><html lang=en><title>Issuer</title><a href=\""
                    + $"{WebUtility.HtmlEncode($"{request.QueryString}&confirmed=yes")}\">Continue as otto</a>",
                "text/html"
            );
        HasSession = true;
        if (isSilent)
            Interlocked.Increment(ref _silent);
        var code = Random();
        _codes[code] = new(query["redirect_uri"]!, query["code_challenge"]!, query["nonce"]!);
        return Back(request, ("code", code));
    }

    private IResult Back(HttpRequest request, params (string Name, string Value)[] members)
    {
        var answer = QueryString.Create([
            .. members.Select(member => KeyValuePair.Create(member.Name, (string?)member.Value)),
            KeyValuePair.Create("state", (string?)(OtherState ?? request.Query["state"].ToString())),
        ]);
        return Results.Redirect($"{request.Query["redirect_uri"]}#{answer.Value![1..]}");
    }

    private async Task<IResult> Token(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        if (!RedirectUris.Any(uri => new Uri(uri).GetLeftPart(UriPartial.Authority) == origin))
            return Refused("invalid_request", "AADSTS9002327: Tokens may only be redeemed via cross-origin requests.");
        request.HttpContext.Response.Headers.AccessControlAllowOrigin = origin;
        var form = await request.ReadFormAsync();
        if (form["client_id"] != ClientId.ToString())
            return Refused("unauthorized_client", "AADSTS700016: The application was not found.");
        if (form["grant_type"] == "refresh_token")
        {
            if (!_refreshTokens.TryRemove(form["refresh_token"].ToString(), out var nonce))
                return Refused("invalid_grant", "AADSTS700084: The refresh token has ended.");
            Interlocked.Increment(ref _renewed);
            return Issued(nonce);
        }

        if (form["grant_type"] != "authorization_code" || !_codes.TryRemove(form["code"].ToString(), out var grant))
            return Refused("invalid_grant", "AADSTS54005: The code was already redeemed.");
        if (form["redirect_uri"] != grant.RedirectUri)
            return Refused("invalid_grant", "AADSTS500112: The redirect URI is another one.");
        var hash = SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString()));
        if (Base64UrlEncoder.Encode(hash) != grant.Challenge)
            return Refused("invalid_grant", "AADSTS501481: The verifier does not fit the challenge.");
        Interlocked.Increment(ref _redeemed);
        return Issued(grant.Nonce);
    }

    private IResult Issued(string nonce)
    {
        var refreshToken = Random();
        _refreshTokens[refreshToken] = nonce;
        return Results.Json(
            new
            {
                token_type = "Bearer",
                expires_in = 3600,
                access_token = tokens.Token(roles: ["GlobalAdmin"]),
                id_token = tokens.Token(audience: ClientId.ToString(), nonce: OtherNonce ?? nonce),
                refresh_token = refreshToken,
            }
        );
    }

    private IResult SignOut(HttpRequest request)
    {
        HasSession = false;
        var back = request.Query["post_logout_redirect_uri"].ToString();
        return RedirectUris.Contains(back) ? Results.Redirect(back) : Results.Content("Signed out.");
    }

    private static IResult Refused(string error, string description) =>
        Results.Json(new { error, error_description = description }, statusCode: 400);

    private static string Random() => Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32));

    private sealed record Grant(string RedirectUri, string Challenge, string Nonce);
}

using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Onboarding.Http.Access;
using Onboarding.Http.Problems;

namespace Onboarding.Http.SignIn;

/// <summary>
/// Tells how to sign in. The endpoints are those of the issuer's own metadata, which the check of tokens reads too.
/// </summary>
internal sealed class SignInHandler(
    IOptions<ApiAuthenticationOptions> authentication,
    IOptionsMonitor<JwtBearerOptions> bearer,
    ILogger<SignInHandler> logger
)
{
    public async Task<IResult> Get(CancellationToken cancellationToken)
    {
        var ours = authentication.Value;
        var redirect = ours is { Mode: AuthenticationMode.EntraId, PageClientId: { } client, Issuer: { } issuer }
            ? Redirect(await Metadata(cancellationToken), issuer, client, ScopeOf(ours))
            : null;
        return Results.Json(new SignInResource(ours.Mode, redirect), ApiJson.Options);
    }

    private RedirectSignIn? Redirect(OpenIdConnectConfiguration metadata, Uri issuer, Guid client, string scope)
    {
        if (
            Own(metadata.AuthorizationEndpoint, issuer) is { } authorization
            && Own(metadata.TokenEndpoint, issuer) is { } token
        )
            return new(authorization, token, Own(metadata.EndSessionEndpoint, issuer), client, scope);
        Log.NoSignInEndpoints(logger, issuer);
        return null;
    }

    private async Task<OpenIdConnectConfiguration> Metadata(CancellationToken cancellationToken)
    {
        try
        {
            return await bearer
                .Get(CallerSchemes.EntraId)
                .ConfigurationManager!.GetConfigurationAsync(cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Log.NotReady(logger, "the issuer of tokens", exception);
            throw new ProblemException(KnownProblems.IssuerUnreachable());
        }
    }

    private static string ScopeOf(ApiAuthenticationOptions ours) =>
        string.IsNullOrWhiteSpace(ours.PageScope) ? $"{ours.Audience}/.default" : ours.PageScope.Trim();

    // The page may call no other origin, and codes and tokens are for the issuer alone.
    private static Uri? Own(string? endpoint, Uri issuer) =>
        Uri.TryCreate(endpoint, UriKind.Absolute, out var address)
        && PagePolicy.OriginOf(address) == PagePolicy.OriginOf(issuer)
            ? address
            : null;
}

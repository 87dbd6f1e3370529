using Onboarding.Http.Access;

namespace Onboarding.Http.SignIn;

/// <summary>The way to sign in.</summary>
/// <param name="Scheme">How callers authenticate.</param>
/// <param name="Redirect">
/// What a browser needs to sign in at Entra ID by redirect; absent: people paste a token there.
/// </param>
public sealed record SignInResource(AuthenticationMode Scheme, RedirectSignIn? Redirect);

/// <summary>
/// The authorization code flow with PKCE (RFC 7636) for a public client. Nothing of it is secret.
/// </summary>
/// <param name="AuthorizationEndpoint">Where the browser goes to sign in.</param>
/// <param name="TokenEndpoint">Where a code, and later a refresh token, is turned into tokens.</param>
/// <param name="EndSessionEndpoint">Where the browser goes to sign out; absent: the issuer has none.</param>
/// <param name="ClientId">The client id of the page's app registration.</param>
/// <param name="Scope">The scope of this API, beside which the page asks for openid and offline_access.</param>
public sealed record RedirectSignIn(
    Uri AuthorizationEndpoint,
    Uri TokenEndpoint,
    Uri? EndSessionEndpoint,
    Guid ClientId,
    string Scope
);

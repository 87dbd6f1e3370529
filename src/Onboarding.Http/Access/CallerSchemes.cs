using Microsoft.AspNetCore.Authentication.JwtBearer;

namespace Onboarding.Http.Access;

/// <summary>
/// Names the authentication schemes. No one of them is the framework's default: an operation's policy names its own,
/// and the page has none.
/// </summary>
internal static class CallerSchemes
{
    /// <summary>Forwards to the scheme of <c>Authentication:Mode</c>.</summary>
    public const string Configured = "Configured";

    public const string Local = "Local";
    public const string ApiKey = "ApiKey";
    public const string EntraId = JwtBearerDefaults.AuthenticationScheme;
    public const string ApprovalLink = "ApprovalLink";

    public static string Of(AuthenticationMode mode) =>
        mode switch
        {
            AuthenticationMode.ApiKey => ApiKey,
            AuthenticationMode.EntraId => EntraId,
            _ => Local,
        };
}

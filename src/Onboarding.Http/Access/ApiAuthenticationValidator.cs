using Microsoft.Extensions.Options;

namespace Onboarding.Http.Access;

/// <summary>Names every key that is wrong and what was expected.</summary>
internal sealed class ApiAuthenticationValidator : IValidateOptions<ApiAuthenticationOptions>
{
    public ValidateOptionsResult Validate(string? name, ApiAuthenticationOptions options)
    {
        var wrong = options.Mode switch
        {
            AuthenticationMode.ApiKey => OfKeys(options).ToList(),
            AuthenticationMode.EntraId => OfTokens(options).ToList(),
            _ => [],
        };
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }

    private static IEnumerable<string> OfKeys(ApiAuthenticationOptions options)
    {
        if (options.ApiKeys.Count == 0)
            yield return "Authentication:ApiKeys is empty; with Authentication:Mode ApiKey expected at least one "
                + "Authentication:ApiKeys:{name}:Hash and :Roles.";
        foreach (var (name, key) in options.ApiKeys)
        {
            if (key.Hash is not { Length: 64 } hash || !hash.All(char.IsAsciiHexDigit))
                yield return $"Authentication:ApiKeys:{name}:Hash is not valid; expected the SHA-256 of the key as "
                    + "64 hexadecimal digits.";
            if (key.RoleNames.Count == 0)
                yield return $"Authentication:ApiKeys:{name}:Roles is missing; expected one or more of "
                    + $"{string.Join(", ", Roles.Permissions.Keys)}, with commas.";
            foreach (var role in key.RoleNames.Where(role => !Roles.Permissions.ContainsKey(role)))
                yield return $"Authentication:ApiKeys:{name}:Roles names '{role}'; expected "
                    + $"{string.Join(", ", Roles.Permissions.Keys)}.";
        }
    }

    private static IEnumerable<string> OfTokens(ApiAuthenticationOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.Audience))
            yield return "Authentication:Audience is missing; with Authentication:Mode EntraId expected the "
                + "application id URI or client id of this API.";
        if (
            options.Issuer is not { IsAbsoluteUri: true } issuer
            || !(issuer.Scheme == Uri.UriSchemeHttps || issuer.IsLoopback)
        )
            yield return "Authentication:Issuer is missing or not valid; with Authentication:Mode EntraId expected "
                + "an address such as https://login.microsoftonline.com/{tenant}/v2.0.";
        if (options.TenantId is null)
            yield return "Authentication:TenantId is missing; with Authentication:Mode EntraId expected the GUID of "
                + "the tenant whose users are served.";
        foreach (var wrong in OfPage(options))
            yield return wrong;
    }

    private static IEnumerable<string> OfPage(ApiAuthenticationOptions options)
    {
        var hasScope = !string.IsNullOrWhiteSpace(options.PageScope);
        if (options.PageClientId is null && hasScope)
            yield return "Authentication:PageScope is set without Authentication:PageClientId; expected the client id "
                + "of the page's app registration too, or neither.";
        if (hasScope && !options.PageScope!.All(IsOfScope))
            yield return "Authentication:PageScope is not valid; expected a scope such as api://onboarding/access, "
                + "several with blanks.";
        // An issuer of the older version names endpoints of another origin, which take no scope.
        if (
            options is { PageClientId: not null, Issuer: { IsAbsoluteUri: true } issuer }
            && !issuer.AbsolutePath.TrimEnd('/').EndsWith("/v2.0", StringComparison.Ordinal)
        )
            yield return "Authentication:Issuer is not of version 2.0; with Authentication:PageClientId expected an "
                + "address such as https://login.microsoftonline.com/{tenant}/v2.0.";
    }

    // RFC 6749, 3.3.
    private static bool IsOfScope(char character) => character is >= ' ' and <= '~' and not ('"' or '\\');
}

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Onboarding.Http.Access;

namespace OnboardingFunctions;

/// <summary>
/// Behind the Functions host every call comes from loopback, so the scheme of the mode None cannot tell a local
/// caller from a remote one: without authentication the app starts on a developer's machine only.
/// </summary>
internal sealed class RequireAuthentication(IConfiguration configuration) : IValidateOptions<ApiAuthenticationOptions>
{
    public ValidateOptionsResult Validate(string? name, ApiAuthenticationOptions options)
    {
        var host = configuration["WEBSITE_HOSTNAME"];
        var isElsewhere =
            configuration["WEBSITE_INSTANCE_ID"] is not null
            || (host is not null && !LocalOnly.IsLocal(host.Split(':')[0]));
        return options.Mode == AuthenticationMode.None && isElsewhere
            ? ValidateOptionsResult.Fail(
                "Authentication:Mode is None; on a host that others reach expected ApiKey or EntraId."
            )
            : ValidateOptionsResult.Success;
    }
}

using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace Onboarding.Http.Access;

/// <summary>Defines one policy for each permission, and one for operations that ask for none.</summary>
internal sealed class ApiPolicies(IOptions<ApiAuthenticationOptions> authentication)
    : IConfigureOptions<AuthorizationOptions>
{
    private const string Anybody = "Anybody";

    /// <summary>Names the policy of an operation, and the scheme that its caller is known by.</summary>
    public static IAuthorizeData Of(ApiOperation operation) =>
        operation.Permission is { } permission
            ? new AuthorizeAttribute(permission.ToString())
            {
                AuthenticationSchemes = operation.TakesApprovalLink
                    ? CallerSchemes.ApprovalLink
                    : CallerSchemes.Configured,
            }
            : new AuthorizeAttribute(Anybody);

    public void Configure(AuthorizationOptions options)
    {
        foreach (var permission in Enum.GetValues<Permission>())
        {
            var required = new PermissionRequirement(permission);
            options.AddPolicy(
                permission.ToString(),
                policy => policy.RequireAuthenticatedUser().AddRequirements(required)
            );
        }

        options.AddPolicy(
            Anybody,
            policy =>
            {
                // In the mode None nobody from elsewhere is served, whatever is asked for. Otherwise nobody is asked
                // who calls, so that health does not depend on the issuer of tokens.
                if (authentication.Value.Mode == AuthenticationMode.None)
                    policy.AddAuthenticationSchemes(CallerSchemes.Local).RequireAuthenticatedUser();
                else
                    policy.RequireAssertion(static _ => true);
            }
        );
    }
}

using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Onboarding.Http.Problems;

namespace Onboarding.Http.Access;

/// <summary>
/// Answers who is not let through with a problem. Status and WWW-Authenticate of a challenge are the scheme's.
/// </summary>
internal sealed class RefusalAsProblem(
    IOptions<ApiAuthenticationOptions> authentication,
    IProblemDetailsService problems
) : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler _framework = new();

    public async Task HandleAsync(
        RequestDelegate next,
        HttpContext context,
        AuthorizationPolicy policy,
        PolicyAuthorizationResult authorizeResult
    )
    {
        if (authorizeResult.Succeeded)
        {
            await next(context);
            return;
        }

        var problem = authorizeResult.Challenged
            ? context.Refusal() ?? Unauthenticated()
            : Forbidden(context, authorizeResult.AuthorizationFailure!);
        if (problem.Status == StatusCodes.Status401Unauthorized)
            await _framework.HandleAsync(next, context, policy, authorizeResult);
        await problems.WriteAsync(problem.For(context));
    }

    private Problem Unauthenticated() =>
        KnownProblems.Unauthenticated(
            authentication.Value.Mode == AuthenticationMode.ApiKey
                ? $"Send a key in the header {ApiKeyHandler.Header}."
                : "Send a bearer token of Entra ID in the header Authorization."
        );

    private static Problem Forbidden(HttpContext context, AuthorizationFailure failure)
    {
        var failed = failure.FailedRequirements.OfType<PermissionRequirement>().First();
        return KnownProblems.Forbidden(Caller.Of(context).Name, failed.Permission.ToString());
    }
}

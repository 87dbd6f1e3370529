using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Onboarding.Http.Problems;

namespace Onboarding.Http.Access;

/// <summary>
/// Keeps why a scheme has not taken the caller, for the answer: the framework hands authorization only what has
/// succeeded.
/// </summary>
internal static class Refusals
{
    public static AuthenticateResult Refused(this HttpContext context, Problem problem)
    {
        context.Features.Set(problem);
        return AuthenticateResult.Fail(problem.Detail);
    }

    /// <returns>Null: the scheme had nothing to say but that the caller is unknown.</returns>
    public static Problem? Refusal(this HttpContext context) => context.Features.Get<Problem>();
}

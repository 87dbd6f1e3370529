using Microsoft.AspNetCore.Http;
using Onboarding.Approvals;
using Onboarding.Http.Problems;

namespace Onboarding.Http.Gate;

/// <summary>The token of an approval link as credentials: for the one approval, in the name of the one person.</summary>
internal static class ApprovalLinkHeader
{
    public const string Name = "X-Approval-Link";

    /// <returns>Null: the call carries none.</returns>
    /// <exception cref="ProblemException">It carries one that is not good.</exception>
    public static async Task<Caller?> Find(HttpContext context, ApprovalLinks links)
    {
        if (!context.Request.Headers.TryGetValue(Name, out var values)) return null;
        var reading = values.Count == 1 ? await links.Read(values.ToString(), context.RequestAborted) : new LinkReading.Invalid();
        return reading switch
        {
            LinkReading.Good good when good.Onboarding.Value == context.Route("id") => new Caller(good.Approver.Name, [Roles.Approver, .. good.Approver.Roles]) { Groups = good.Approver.Groups },
            LinkReading.Spent spent => throw new ProblemException(KnownProblems.LinkSpent(spent.Why)),
            _ => throw new ProblemException(KnownProblems.Unauthenticated("The link is not valid for this approval.")),
        };
    }
}

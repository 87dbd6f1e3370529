using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Onboarding.Approvals;
using Onboarding.Http.Problems;

namespace Onboarding.Http.Access;

/// <summary>
/// Authenticates by the token of an approval link: for the one approval, in the name of the one person. A call that
/// carries none is forwarded to the configured scheme.
/// </summary>
internal sealed class ApprovalLinkHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    IOptions<ApiAuthenticationOptions> authentication,
    ApprovalLinks links
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string Header = "X-Approval-Link";

    /// <summary>Forwards what carries no link, and every challenge: who has no good link may still sign in.</summary>
    public static void Forward(AuthenticationSchemeOptions options)
    {
        options.ForwardDefaultSelector = context =>
            context.Request.Headers.ContainsKey(Header) ? null : CallerSchemes.Configured;
        options.ForwardChallenge = CallerSchemes.Configured;
    }

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        // In the mode None the call has to come from this machine, whatever it carries.
        if (
            authentication.Value.Mode == AuthenticationMode.None
            && await Context.AuthenticateAsync(CallerSchemes.Local) is { Succeeded: false } refused
        )
        {
            return refused;
        }

        var values = Request.Headers[Header];
        var reading =
            values.Count == 1 ? await links.Read(values.ToString(), Context.RequestAborted) : new LinkReading.Invalid();
        return reading switch
        {
            LinkReading.Good good when good.Onboarding.Value == Context.Route("id") => AuthenticateResult.Success(
                CallerOf(good.Approver).ToTicket(Scheme.Name)
            ),
            LinkReading.Spent spent => Context.Refused(KnownProblems.LinkSpent(spent.Why)),
            _ => Context.Refused(KnownProblems.Unauthenticated("The link is not valid for this approval.")),
        };
    }

    private static Caller CallerOf(Approver approver) =>
        new(approver.Name, [Roles.Approver, .. approver.Roles]) { Groups = approver.Groups };
}

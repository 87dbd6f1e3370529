using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Onboarding.Http.Problems;

namespace Onboarding.Http.Access;

/// <summary>
/// Authenticates whoever calls from this machine, in the mode None. A call from elsewhere fails, also where an
/// operation asks for no permission.
/// </summary>
internal sealed class LocalHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    protected override Task<AuthenticateResult> HandleAuthenticateAsync() =>
        Task.FromResult(
            LocalOnly.WhyNot(Context) is { } why
                ? Context.Refused(KnownProblems.NotLocal(why))
                : AuthenticateResult.Success(Caller.Local.ToTicket(Scheme.Name))
        );
}

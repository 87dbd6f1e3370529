using Microsoft.Extensions.Options;
using PartnerCenter;
using PartnerCenter.Signin;

namespace Onboarding.Notifications;

/// <summary>A warning about a partner's sign-in, which fails now or soon.</summary>
public sealed record CredentialWarning(string Partner, string Problem);

/// <summary>
/// Looks ahead: a refused sign-in parks every onboarding, so it is noticed before one needs it. For a timer, once a
/// day.
/// </summary>
public sealed class CredentialWatch
{
    private static readonly TimeSpan Early = TimeSpan.FromDays(30);

    private readonly PartnerCenterClients _partners;
    private readonly CredentialCheck _check;
    private readonly MailSender _mails;
    private readonly IOptions<NotificationOptions> _options;
    private readonly TimeProvider _time;

    internal CredentialWatch(
        PartnerCenterClients partners,
        CredentialCheck check,
        MailSender mails,
        IOptions<NotificationOptions> options,
        TimeProvider time
    ) => (_partners, _check, _mails, _options, _time) = (partners, check, mails, options, time);

    public async Task<IReadOnlyList<CredentialWarning>> Run(CancellationToken cancellationToken)
    {
        var warnings = new List<CredentialWarning>();
        foreach (var partner in _partners.Names)
        {
            if (
                await _check.CertificateExpires(partner, cancellationToken) is { } expires
                && expires - _time.GetUtcNow() < Early
            )
                warnings.Add(
                    new(
                        partner,
                        $"The certificate expires at {expires:yyyy-MM-dd HH:mm} UTC: store another one under the "
                            + $"name of Partners:{partner}:CredentialName."
                    )
                );
            if (await _check.SignIn(partner, cancellationToken) is { } refused)
                warnings.Add(new(partner, refused));
        }

        foreach (
            var operatorAddress in warnings.Count > 0 && _options.Value.Smtp.IsConfigured
                ? _options.Value.OperatorAddresses
                : []
        )
            await Tell(operatorAddress, warnings, cancellationToken);
        return warnings;
    }

    private async Task Tell(
        string address,
        IReadOnlyList<CredentialWarning> warnings,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var text = string.Join("\n\n", warnings.Select(warning => $"Partner {warning.Partner}: {warning.Problem}"));
            await _mails.Send(
                new MailText(
                    $"credentials-{_time.GetUtcNow():yyyyMMdd}",
                    address,
                    "A partner's sign-in needs attention",
                    text
                ),
                cancellationToken
            );
        }
        catch (StepFailedException)
        {
            // The log says it in any case, and tomorrow is another day.
        }
    }
}

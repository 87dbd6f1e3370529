using Microsoft.Extensions.Options;
using PartnerCenter;
using PartnerCenter.Webhooks;

namespace Onboarding.Webhooks;

/// <summary>
/// Tells Partner Center where to send its events (C §21.1), for every partner, when the public address is known.
/// </summary>
public sealed class WebhookRegistrations
{
    /// <summary>The events that an onboarding may wait for, and the service's own test event.</summary>
    private static readonly string[] Wanted =
    [
        "test-created",
        "subscription-updated",
        "subscription-active",
        "reseller-relationship-accepted-by-customer",
        "indirect-reseller-relationship-accepted-by-customer",
    ];

    private readonly IOptions<WebhookOptions> _options;
    private readonly PartnerCenterClients _partners;

    internal WebhookRegistrations(IOptions<WebhookOptions> options, PartnerCenterClients partners) =>
        (_options, _partners) = (options, partners);

    /// <summary>Registers where it is not registered as it should be; the same again does nothing.</summary>
    /// <returns>The partners that were registered now.</returns>
    /// <exception cref="PartnerCenterException">Partner Center could not be asked, or refuses.</exception>
    public async Task<IReadOnlyList<string>> Run(CancellationToken cancellationToken)
    {
        if (_options.Value.PublicAddress is not { } address)
            return [];
        var url = $"{address.AbsoluteUri.TrimEnd('/')}/api/webhooks/partner-center";
        var registered = new List<string>();
        foreach (var name in _partners.Names)
        {
            var api = _partners.For(name).Webhooks;
            var offered = await api.Events(cancellationToken);
            string[] events = [.. Wanted.Where(wanted => offered.Contains(wanted, StringComparer.OrdinalIgnoreCase))];
            var stands = await api.Get(cancellationToken);
            if (
                stands?.WebhookUrl == url
                && !events.Except(stands.WebhookEvents, StringComparer.OrdinalIgnoreCase).Any()
            )
                continue;
            var registration = new Registration { WebhookUrl = url, WebhookEvents = events };
            if (stands is null)
                await api.Register(registration, CallIds.New(), cancellationToken);
            else
                await api.Update(registration, CallIds.New(), cancellationToken);
            registered.Add(name);
        }

        return registered;
    }
}

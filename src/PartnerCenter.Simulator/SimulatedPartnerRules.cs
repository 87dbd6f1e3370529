using PartnerCenter.Simulator.Validation;

namespace PartnerCenter.Simulator;

/// <summary>
/// Checks that a partner is consistent before it is stored: an error would otherwise appear only when the state file is
/// read again, or as a 500 later.
/// </summary>
internal static class SimulatedPartnerRules
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3660);

    /// <summary>Gets the error of the partner, with the member's name, or null.</summary>
    internal static string? Problem(SimulatedPartner partner) =>
        Names(partner)
        ?? Numbers(partner)
        ?? Durations(partner).FirstOrDefault(d => d.Value < TimeSpan.Zero || d.Value > Longest) switch
        {
            { Name: { } name } => $"{name} must be from PT0S to P{Longest.Days}D",
            _ => null,
        };

    private static string? Names(SimulatedPartner p)
    {
        if (!Guid.TryParse(p.TenantId, out _))
            return "tenantId must be a GUID";
        if (
            string.IsNullOrWhiteSpace(p.Name)
            || string.IsNullOrWhiteSpace(p.MpnId)
            || string.IsNullOrWhiteSpace(p.MailDomain)
        )
            return "name, mpnId and mailDomain must not be empty";
        if (Country.Find(p.Country) is null)
            return $"country '{p.Country}' is not known";
        if (p.SellsIn is { } countries && countries.Any(c => Country.Find(c) is null))
            return "sellsIn names a country that is not known";
        return
            p.Resellers is null
            || p.Resellers.Any(r =>
                r is null
                || !Guid.TryParse(r.TenantId, out _)
                || string.IsNullOrWhiteSpace(r.MpnId)
                || string.IsNullOrWhiteSpace(r.Name)
                || Country.Find(r.Country) is null
            )
            ? "each of resellers needs tenantId (a GUID), mpnId, name and a known country"
            : null;
    }

    private static string? Numbers(SimulatedPartner p) =>
        p switch
        {
            { DomainTakenStatus: not (400 or 409) } => "domainTakenStatus must be 400 or 409",
            { UnknownResellerStatus: < 400 or > 499 } => "unknownResellerStatus must be from 400 to 499",
            { RetiredAttestationStatus: < 400 or > 499 } => "retiredAttestationStatus must be from 400 to 499",
            { AsOf: { Year: < 2015 or > 2100 } } => "asOf must be a day from 2015 to 2100",
            { RequestsPerMinute: < 1 } or { RequestsPerMinutePerCustomer: < 1 } =>
                "requestsPerMinute and requestsPerMinutePerCustomer must be at least 1, or null",
            { SandboxCustomerLimit: < 0 } or { SandboxSubscriptionLimit: < 0 } or { SandboxSeatLimit: < 0 } =>
                "the limits of the sandbox must not be negative",
            _ => null,
        };

    private static IEnumerable<(string? Name, TimeSpan Value)> Durations(SimulatedPartner p) =>
        [
            ("cancellationWindow", p.CancellationWindow),
            ("orderCompletionDelay", p.OrderCompletionDelay),
            ("provisioningDelay", p.ProvisioningDelay),
            ("provisioningTick", p.ProvisioningTick),
            ("visibilityLag", p.VisibilityLag),
            ("orderListLag", p.OrderListLag),
            ("subscriptionSettleDelay", p.SubscriptionSettleDelay),
            ("auditLag", p.AuditLag),
            ("accountReviewDelay", p.AccountReviewDelay),
            ("cartLifetime", p.CartLifetime),
        ];
}

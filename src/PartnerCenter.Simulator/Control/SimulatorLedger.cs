using PartnerCenter.Simulator.Agreements;
using PartnerCenter.Simulator.Customers;
using PartnerCenter.Simulator.Orders;
using PartnerCenter.Simulator.Relationships;
using PartnerCenter.Simulator.Subscriptions;

namespace PartnerCenter.Simulator.Control;

public sealed record LedgerTenant(string Id, string Domain, string CompanyName, string? Partner, string RequestId)
{
    public DateTimeOffset At { get; init; }
}

public sealed record LedgerRelationship(
    string Partner,
    string CustomerId,
    IReadOnlyList<string> Resellers,
    bool Active,
    string RequestId
)
{
    public DateTimeOffset At { get; init; }
}

public sealed record LedgerAgreement(string Id, string CustomerId, string Partner, string TemplateId, string RequestId)
{
    public string? AttestationId { get; init; }
    public DateTimeOffset At { get; init; }
}

public sealed record LedgerOrderLine(
    int Number,
    string CatalogItemId,
    int Quantity,
    string? TermDuration,
    string BillingCycle
)
{
    public string? Reseller { get; init; }
    public string? SubscriptionId { get; init; }
}

public sealed record LedgerOrder(string Id, string CustomerId, string Partner, string? CartId, string RequestId)
{
    public string Status { get; init; } = "";
    public DateTimeOffset At { get; init; }
    public IReadOnlyList<LedgerOrderLine> LineItems { get; init; } = [];
}

public sealed record LedgerSubscription(string Id, string OrderId, string CustomerId, string Partner, string RequestId)
{
    public string CatalogItemId { get; init; } = "";
    public int Quantity { get; init; }
    public string Status { get; init; } = "";
    public bool AutoRenew { get; init; }

    /// <summary>True when the subscription goes on as a paid extended term (C §19.4).</summary>
    public bool Extended { get; init; }
    public string? Reseller { get; init; }
    public DateTimeOffset At { get; init; }
}

/// <summary>The part of the ledger that the control surface returns.</summary>
internal sealed record LedgerExtract
{
    public required LedgerCounts Counts { get; init; }
    public required IReadOnlyList<LedgerTenant> Tenants { get; init; }
    public required IReadOnlyList<LedgerRelationship> Relationships { get; init; }
    public required IReadOnlyList<LedgerAgreement> Agreements { get; init; }
    public required IReadOnlyList<LedgerOrder> Orders { get; init; }
    public required IReadOnlyList<LedgerSubscription> Subscriptions { get; init; }
    public required IReadOnlyList<Effect> Effects { get; init; }
}

internal sealed record LedgerCounts(
    int Tenants,
    int Relationships,
    int Agreements,
    int Orders,
    int Subscriptions,
    int Effects
);

/// <summary>
/// The objects that exist at the simulated vendor and the effects that happened, each with its MS-RequestId, so that a
/// test can assert: exactly once (C §24.11). Every read is a snapshot.
/// </summary>
public sealed class SimulatorLedger
{
    private readonly SimulatorCore _core;

    internal SimulatorLedger(SimulatorCore core) => _core = core;

    private State.World World => _core.World;

    public IReadOnlyList<LedgerTenant> Tenants => World.Read(() => World.Customers.All.Select(Row).ToArray());

    public IReadOnlyList<LedgerRelationship> Relationships =>
        World.Read(() => World.Relationships.All.Select(Row).ToArray());

    public IReadOnlyList<LedgerAgreement> Agreements => World.Read(() => World.Agreements.All.Select(Row).ToArray());

    public IReadOnlyList<LedgerOrder> Orders => World.Read(() => World.Orders.All.Select(Row).ToArray());

    public IReadOnlyList<LedgerSubscription> Subscriptions =>
        World.Read(() => World.Subscriptions.All.Select(Row).ToArray());

    /// <summary>Everything that happened, in order, also what was undone since.</summary>
    public IReadOnlyList<Effect> Effects => World.Read(() => World.Effects.All.ToArray());

    /// <summary>
    /// The newest tenants with what binds them, the newest orders, subscriptions and effects, and how many there are of
    /// each in all.
    /// </summary>
    internal LedgerExtract Newest(int most) =>
        World.Read(() =>
        {
            var tenants = World.Customers.Newest(most).ToList();
            var whole = most >= World.Customers.Count;
            return new LedgerExtract
            {
                Counts = new(
                    World.Customers.Count,
                    World.Relationships.Count,
                    World.Agreements.Count,
                    World.Orders.Count,
                    World.Subscriptions.Count,
                    World.Effects.Count
                ),
                Tenants = [.. tenants.Select(Row)],
                Relationships =
                [
                    .. (
                        whole ? World.Relationships.All : tenants.SelectMany(t => World.RelationshipsByCustomer[t.Id])
                    ).Select(Row),
                ],
                Agreements =
                [
                    .. (
                        whole ? World.Agreements.All : tenants.SelectMany(t => World.AgreementsByCustomer[t.Id])
                    ).Select(Row),
                ],
                Orders = [.. World.Orders.Newest(most).Select(Row)],
                Subscriptions = [.. World.Subscriptions.Newest(most).Select(Row)],
                Effects = [.. World.Effects.Newest(most)],
            };
        });

    private static LedgerTenant Row(CustomerTenant c) =>
        new(c.Id, c.Domain, c.CompanyName, c.CreatedBy, c.RequestId) { At = c.CreatedAt };

    private static LedgerRelationship Row(CustomerRelationship r) =>
        new(r.Partner, r.CustomerId, r.Resellers, r.IsActive, r.RequestId) { At = r.Since };

    private static LedgerAgreement Row(AgreementRecord a) =>
        new(a.Id, a.CustomerId, a.Partner, a.TemplateId, a.RequestId) { AttestationId = a.AttestationId, At = a.At };

    private LedgerOrder Row(Order o) =>
        new(o.Id, o.CustomerId, o.Partner, o.CartId, o.RequestId)
        {
            Status = OrderLifecycle.StatusAt(o, _core.Clock.Now),
            At = o.CreatedAt,
            LineItems =
            [
                .. o.Lines.Select(l => new LedgerOrderLine(
                    l.Number,
                    l.CatalogItemId,
                    l.Quantity,
                    l.TermDuration,
                    l.BillingCycle
                )
                {
                    Reseller = l.Reseller,
                    SubscriptionId = l.SubscriptionId,
                }),
            ],
        };

    private LedgerSubscription Row(Subscription s) =>
        new(s.Id, s.OrderId, s.CustomerId, s.Partner, s.RequestId)
        {
            CatalogItemId = s.CatalogItemId,
            Quantity = s.Quantity,
            Status = SubscriptionLifecycle.StatusAt(s, _core.Clock.Now),
            AutoRenew = s.AutoRenew,
            Extended = SubscriptionLifecycle.Renewed(s, _core.Clock.Now).ExtendedSince is not null,
            Reseller = s.Reseller,
            At = s.CreatedAt,
        };
}

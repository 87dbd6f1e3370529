using PartnerCenter.Simulator.Surface;

namespace PartnerCenter.Simulator;

/// <summary>
/// One row of the surface: the name used by faults, journal and ledger, and the route as the contract writes it.
/// </summary>
public sealed record SimulatedOperation(string Name, string Method, string Route, TokenRule Token);

/// <summary>
/// All vendor operations. The endpoints are mapped from this table, so it cannot say less than is served.
/// </summary>
public static class SimulatedOperations
{
    internal static IReadOnlyList<BoundOperation> Bound { get; } =
    [
        .. Tokens.TokenOperations.All,
        .. Tokens.AuthorityDocuments.All,
        .. Validation.ValidationOperations.All,
        .. Customers.CustomerOperations.All,
        .. Customers.ProfileOperations.All,
        .. Customers.UserOperations.All,
        .. Customers.QualificationOperations.All,
        .. Agreements.AgreementOperations.All,
        .. Agreements.AttestationOperations.All,
        .. Relationships.RelationshipOperations.All,
        .. Relationships.SandboxResellerOperations.All,
        .. Relationships.GranularOperations.All,
        .. Catalog.CatalogOperations.All,
        .. Catalog.OfferOperations.All,
        .. Catalog.PromotionOperations.All,
        .. Carts.CartOperations.All,
        .. Orders.OrderOperations.All,
        .. Orders.AttachmentOperations.All,
        .. Subscriptions.SubscriptionOperations.All,
        .. Webhooks.WebhookOperations.All,
        .. Audit.AuditOperations.All,
    ];

    public static IReadOnlyList<SimulatedOperation> All { get; } =
    [.. Bound.Select(o => new SimulatedOperation(o.Name, o.Method, o.Route, o.Token))];
}

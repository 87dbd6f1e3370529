using PartnerCenter.Simulator.State;

namespace PartnerCenter.Simulator.Control;

/// <summary>An effect at the vendor, under the id of the call that caused it (C §24.11).</summary>
public sealed record Effect : Document
{
    public required int Number { get; init; }

    /// <summary>
    /// tenant, relationship, agreement, attestation, cart, order, subscription, user, qualification, billingProfile,
    /// gdap, sandboxReseller; what undoes them: tenantDeleted, relationshipRemoved, orderCancelled, userDeleted; and
    /// subscriptionUpdated, userUpdated.
    /// </summary>
    public required string Kind { get; init; }
    public required string ObjectId { get; init; }
    public string? CustomerId { get; init; }
    public required string Operation { get; init; }
    public required string Partner { get; init; }
    public required string RequestId { get; init; }
    public required string CorrelationId { get; init; }
    public required DateTimeOffset At { get; init; }

    internal override string Key => Number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

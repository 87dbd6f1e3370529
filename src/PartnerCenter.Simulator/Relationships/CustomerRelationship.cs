using PartnerCenter.Simulator.State;

namespace PartnerCenter.Simulator.Relationships;

/// <summary>
/// The relationship between a partner and a customer. It ends, it is not removed: the ledger still shows it.
/// </summary>
internal sealed record CustomerRelationship : Document
{
    public required string Partner { get; init; }
    public required string CustomerId { get; init; }
    public required bool IsActive { get; init; }

    /// <summary>Tenant ids of the indirect resellers the customer hangs under.</summary>
    public IReadOnlyList<string> Resellers { get; init; } = [];
    public required DateTimeOffset Since { get; init; }
    public required DateTimeOffset VisibleFrom { get; init; }
    public required string RequestId { get; init; }
    public bool Accepted { get; init; }

    internal override string Key => KeyOf(Partner, CustomerId);

    internal static string KeyOf(string partner, string customer) => $"{partner}|{customer}".ToLowerInvariant();
}

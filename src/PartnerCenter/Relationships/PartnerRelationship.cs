using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PartnerCenter.Relationships;

/// <summary>The kinds of relationship between two partners. Source: C §10.1.</summary>
public enum PartnerRelationshipType
{
    Unknown,

    /// <summary>Asked by a provider: its resellers.</summary>
    IsIndirectCloudSolutionProviderOf,

    /// <summary>Asked by a reseller: its providers.</summary>
    IsIndirectResellerOf,
}

/// <summary>
/// An indirect reseller. Customers are associated with its tenant id, orders with its MPN id. Source: C §10.1.
/// </summary>
public sealed record PartnerRelationship
{
    public required ResellerTenantId Id { get; init; }

    public string? Name { get; init; }

    public PartnerRelationshipType RelationshipType { get; init; }

    /// <summary><c>Active</c>; not sent with the resellers of a customer.</summary>
    public string? State { get; init; }

    public MpnId? MpnId { get; init; }

    /// <summary>ISO 3166-1 alpha-2; not sent with the resellers of a customer.</summary>
    public string? Location { get; init; }

    public bool IsActive => string.Equals(State, "Active", StringComparison.OrdinalIgnoreCase);

    /// <summary>Members that the service sends and this record does not declare.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; init; }
}

/// <summary>A partner by its MPN id. Source: C §10.3.</summary>
public sealed record MpnProfile
{
    public MpnId? MpnId { get; init; }

    public string? PartnerName { get; init; }

    /// <summary>Members that the service sends and this record does not declare.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; init; }
}

/// <summary>
/// The result of the check whether a reseller may be the partner on record of an order. Source: C §10.5.
/// </summary>
public sealed record PartnerOnRecordCheck
{
    public required MpnId PartnerId { get; init; }

    public required bool IsValidPartnerIdOnRecord { get; init; }

    /// <summary>The reason when the id is not valid, such as 900400: not authorised.</summary>
    public string? ErrorCode { get; init; }

    public string? ErrorDescription { get; init; }

    /// <summary>Members that the service sends and this record does not declare.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; init; }
}

/// <summary>
/// The result of the check whether a reseller has signed the Microsoft Partner Agreement. Source: C §10.4.
/// </summary>
public abstract record MpaStatus
{
    private MpaStatus() { }

    /// <summary>Signed.</summary>
    [SuppressMessage("Naming", "CA1720", Justification = "The vendor's word for it, not the integer type")]
    public sealed record Signed : MpaStatus;

    /// <summary>The reseller has not signed: the answer says no, or has the code 2203 or 2206.</summary>
    public sealed record NotSigned(string? Code, string Reason) : MpaStatus;

    /// <summary>Signed in another CSP region than the provider's (2201).</summary>
    public sealed record OtherRegion(string Code, string Reason) : MpaStatus;

    /// <summary>
    /// The reseller does not exist: id unknown, not enrolled, or without account (2200, 2202, 2204, 2205).
    /// </summary>
    public sealed record UnknownReseller(string Code, string Reason) : MpaStatus;
}

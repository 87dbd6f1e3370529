using System.Text.Json;
using System.Text.Json.Serialization;
using PartnerCenter.Customers;

namespace PartnerCenter.Validation;

/// <summary>The verdict on an address. Source: C §7.</summary>
public enum AddressStatus
{
    Unknown,

    /// <summary>Deliverable.</summary>
    VerifiedShippable,

    Verified,

    /// <summary>The suggestion differs much: ask a person.</summary>
    InteractionRequired,

    StreetPartial,

    PremisesPartial,

    /// <summary>Several parts are incomplete.</summary>
    Multiple,

    /// <summary>Wrong.</summary>
    None,

    /// <summary>Could not be checked.</summary>
    NotValidated,
}

/// <summary>The result of the service's check of an address. Source: C §7.</summary>
public sealed record AddressCheck
{
    public AddressStatus Status { get; init; }

    public Address? OriginalAddress { get; init; }

    /// <summary>Corrected addresses that the service proposes; at most three.</summary>
    public IReadOnlyList<Address> SuggestedAddresses
    {
        get;
        init => field = value ?? [];
    } = [];

    public string? ValidationMessage { get; init; }

    /// <summary>True when the address may be used without asking the requester.</summary>
    public bool IsGood => Status is AddressStatus.VerifiedShippable or AddressStatus.Verified;

    /// <summary>Members that the service sends and this record does not declare.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; init; }
}

using System.Text.Json;
using System.Text.Json.Serialization;
using PartnerCenter.Wire;

namespace PartnerCenter.Customers;

/// <summary>
/// A customer tenant. List items carry id, company profile and relationship only. Members it does not name are
/// deliberately not kept: the answer of create has the administrator's password among them. Source: C §5.1.
/// </summary>
public sealed record Customer
{
    public required CustomerId Id { get; init; }

    /// <summary>Internal to commerce; may differ from the id.</summary>
    public string? CommerceId { get; init; }

    public CompanyProfile? CompanyProfile { get; init; }

    /// <summary>Absent in list items.</summary>
    public BillingProfile? BillingProfile { get; init; }

    /// <summary>
    /// The relationship. The answer of create does not give it reliably: read the customer back. Source: C §25 row 5.
    /// </summary>
    public RelationshipToPartner RelationshipToPartner { get; init; }

    public bool? AllowDelegatedAccess { get; init; }

    /// <summary>With delegated access only.</summary>
    public IReadOnlyList<string> CustomDomains
    {
        get;
        init => field = value ?? [];
    } = [];

    /// <summary>The indirect reseller this customer was created for.</summary>
    public ResellerTenantId? AssociatedPartnerId { get; init; }

    [JsonPropertyName("enableGDAPByDefault")]
    public bool? EnableGdapByDefault { get; init; }
}

/// <summary>The relationship of the customer to the partner. Source: C §5.1.</summary>
public enum RelationshipToPartner
{
    Unknown,
    None,
    Reseller,
    Advisor,
    Syndication,
    MicrosoftSupport,
}

/// <summary>The company. Address and e-mail appear with delegated access only. Source: C §5.1.</summary>
public sealed record CompanyProfile
{
    public CustomerId? TenantId { get; init; }

    public string? Domain { get; init; }

    public string? CompanyName { get; init; }

    public string? OrganizationRegistrationNumber { get; init; }

    public Address? Address { get; init; }

    public string? Email { get; init; }

    /// <summary>Members that the service sends and this record does not declare.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; init; }
}

/// <summary>The recipient of invoices. Written back whole, with its ETag. Source: C §5.1, C §5.5.</summary>
public sealed record BillingProfile
{
    public string? Id { get; init; }

    public string? FirstName { get; init; }

    public string? LastName { get; init; }

    public string? Email { get; init; }

    public string? Culture { get; init; }

    public string? Language { get; init; }

    public string? CompanyName { get; init; }

    public Address? DefaultAddress { get; init; }

    public ResourceAttributes? Attributes { get; init; }

    /// <summary>Members that the service sends and this record does not declare; a PUT sends them back.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; init; }
}

/// <summary>
/// The tenant's organisation, where delegated access no longer shows it in the company profile. Source: C §5.3.
/// </summary>
public sealed record Organization
{
    public string? Street { get; init; }

    public string? CountryLetterCode { get; init; }

    public string? PostalCode { get; init; }

    public string? City { get; init; }

    public string? State { get; init; }

    public string? DisplayName { get; init; }

    public IReadOnlyList<string> TechnicalNotificationMails
    {
        get;
        init => field = value ?? [];
    } = [];

    /// <summary>Members that the service sends and this record does not declare.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; init; }
}

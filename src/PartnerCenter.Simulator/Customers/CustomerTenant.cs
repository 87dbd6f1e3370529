using PartnerCenter.Simulator.State;

namespace PartnerCenter.Simulator.Customers;

/// <summary>A customer's Entra tenant: one for all partners.</summary>
internal sealed record CustomerTenant : Document
{
    public required string Id { get; init; }
    public required string CommerceId { get; init; }
    public required string Domain { get; init; }
    public required BillingProfile Billing { get; init; }
    public string? RegistrationNumber { get; init; }

    /// <summary>The partner tenant that created it; null for a tenant that existed before.</summary>
    public string? CreatedBy { get; init; }
    public required string RequestId { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Made in the integration sandbox: no partner of another environment ever sees it (C §23).</summary>
    public bool IsSandbox { get; init; }
    public AccountReview? Review { get; init; }
    public DateTimeOffset? DirectlySignedAt { get; init; }
    public bool IsLocked { get; init; }

    /// <summary>C §5.9: a sandbox customer with an address that is none cannot be deleted.</summary>
    public bool HasBadAddress { get; init; }
    public IReadOnlyList<Qualification> Qualifications { get; init; } = [];
    public IReadOnlyList<CustomerUser> Users { get; init; } = [];

    internal override string Key => Id;
    internal string CompanyName => Billing.CompanyName;
    internal string Country => Billing.Address.Country;
}

internal sealed record BillingProfile
{
    public required string Id { get; init; }
    public required string Email { get; init; }
    public required string Culture { get; init; }
    public required string Language { get; init; }
    public required string CompanyName { get; init; }
    public string? FirstName { get; init; }
    public string? LastName { get; init; }
    public required Address Address { get; init; }
    public required string Etag { get; init; }
}

internal sealed record Address
{
    public required string Country { get; init; }
    public string? AddressLine1 { get; init; }
    public string? AddressLine2 { get; init; }
    public string? AddressLine3 { get; init; }
    public string? City { get; init; }
    public string? State { get; init; }
    public string? PostalCode { get; init; }
    public string? Region { get; init; }
    public string? FirstName { get; init; }
    public string? MiddleName { get; init; }
    public string? LastName { get; init; }
    public string? PhoneNumber { get; init; }
}

/// <summary>The vendor's review of an account (C §5.6): under review until its end, then what was decided.</summary>
internal sealed record AccountReview(
    DateTimeOffset StartedAt,
    DateTimeOffset EndsAt,
    string Outcome,
    string Until = "UnderReview"
)
{
    internal string StatusAt(DateTimeOffset now) => now < EndsAt ? Until : Outcome;
}

internal sealed record Qualification
{
    public required string Name { get; init; }
    public string? Segment { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? DecidedAt { get; init; }
    public string Decision { get; init; } = "Approved";
    public string? Reason { get; init; }

    internal string StatusAt(DateTimeOffset now) => DecidedAt is { } at && at <= now ? Decision : "InReview";
}

internal sealed record CustomerUser
{
    public required string Id { get; init; }
    public required string UserPrincipalName { get; init; }
    public required string FirstName { get; init; }
    public required string LastName { get; init; }
    public required string DisplayName { get; init; }
    public required string UsageLocation { get; init; }
    public DateTimeOffset? DeletedAt { get; init; }
}

/// <summary>A domain name that can no longer be had. Never removed in production (C §24.6).</summary>
internal sealed record TakenDomain(string Name, string? CustomerId) : Document
{
    internal override string Key => Name;
}

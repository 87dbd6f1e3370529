namespace Onboarding.Requests;

/// <summary>
/// A request for an onboarding, the same from page, API, webhook, queue and batch. The JSON form is camelCase; unknown
/// members are an error.
/// </summary>
public sealed record OnboardingRequest
{
    public required string Reference { get; init; }
    public string Partner { get; init; } = "default";
    public required CustomerSection Customer { get; init; }
    public ContactSection? Contact { get; init; }
    public AgreementSection? Agreement { get; init; }
    public ResellerSection? Reseller { get; init; }
    public IReadOnlyList<SubscriptionLine> Subscriptions { get; init; } = [];

    /// <summary>The handling of the other orders when one is refused; absent: as configured.</summary>
    public OrderPolicy? Ordering { get; init; }
    public ApprovalDemand Approval { get; init; }

    /// <summary>
    /// True to remind the people who are notified a day before the window closes in which the onboarding can be undone;
    /// absent: no reminder.
    /// </summary>
    public bool? RemindBeforeWindowCloses { get; init; }
    public IReadOnlyList<Subscriber> Notify { get; init; } = [];

    /// <summary>
    /// The codes of findings of severity review that the submitter has looked at and stands by: they hold nothing.
    /// </summary>
    public IReadOnlyList<string>? Acknowledged { get; init; }
}

public enum CustomerKind
{
    New,
    Existing,
}

public sealed record CustomerSection
{
    public CustomerKind Kind { get; init; }
    public string? CompanyName { get; init; }
    public string? DomainPrefix { get; init; }
    public string? RegistrationNumber { get; init; }
    public AddressSection? Address { get; init; }
    public string? Culture { get; init; }
    public string? Language { get; init; }

    /// <summary>The qualification that the customer is to get, for offers of its segment; absent: none.</summary>
    public QualificationSection? Qualification { get; init; }

    /// <summary>The tenant id, of an existing customer only.</summary>
    public Guid? TenantId { get; init; }

    /// <summary>The domain, of an existing customer only.</summary>
    public string? Domain { get; init; }
}

public enum CustomerQualificationKind
{
    Education,
    GovernmentCommunityCloud,
    StateOwnedEntity,
}

public enum CustomerEducationSegment
{
    K12,
    HigherEducation,
}

/// <summary>
/// A qualification to be asked for (C §13). Education names its <paramref name="Segment"/>, the government community
/// cloud one of the partner's <paramref name="ValidationCode"/>s.
/// </summary>
public sealed record QualificationSection(
    CustomerQualificationKind Kind,
    CustomerEducationSegment? Segment = null,
    string? Website = null,
    string? ValidationCode = null
);

public sealed record AddressSection
{
    public string? Line1 { get; init; }
    public string? Line2 { get; init; }
    public string? City { get; init; }
    public string? State { get; init; }
    public string? PostalCode { get; init; }
    public string? Country { get; init; }
}

public sealed record ContactSection(string? FirstName, string? LastName, string? Email, string? Phone);

public enum AgreementMode
{
    Attestation,
    Direct,
    Enhanced,
}

public sealed record AgreementSection(
    AgreementMode Mode,
    DateOnly? AcceptedOn,
    ContactSection? AcceptedBy,
    EvidenceSection? Evidence = null
);

/// <summary>
/// The evidence of an acceptance that the partner states, besides the person and the date. It is kept with the
/// onboarding and in the audit log; it is not sent to Microsoft.
/// </summary>
/// <param name="DocumentSha256">Of the signed document: 64 hexadecimal digits.</param>
/// <param name="Source">The source of the acceptance, such as an address or the id of a signing process.</param>
public sealed record EvidenceSection(string? DocumentSha256, string? Source);

public sealed record ResellerSection(Guid TenantId);

/// <summary>
/// One offer with its licence count. Term is ISO 8601 (<c>P1M</c>, <c>P1Y</c>, <c>P3Y</c>), billing <c>monthly</c>,
/// <c>annual</c>, <c>triennial</c>, <c>oneTime</c> or <c>none</c>.
/// </summary>
public sealed record SubscriptionLine
{
    public required string Product { get; init; }
    public required string Sku { get; init; }
    public required int Quantity { get; init; }
    public string? Term { get; init; }
    public string? Billing { get; init; }
    public string? Name { get; init; }

    /// <summary>
    /// A promotion's id, which the customer must be eligible for; <c>none</c>: no promotion; absent: the first one that
    /// it is eligible for.
    /// </summary>
    public string? Promotion { get; init; }

    /// <summary>
    /// The day on which the first term is to end, one of those that Microsoft allows (C §15); absent: a whole term.
    /// </summary>
    public DateOnly? EndsOn { get; init; }

    /// <summary>The action when its term ends; absent: it is renewed.</summary>
    public AtTermEnd? AtTermEnd { get; init; }

    /// <summary>
    /// The customer attested that it may use the offer; needed where the offer enforces it (C §17.1).
    /// </summary>
    public bool? AttestationAccepted { get; init; }
}

public enum AtTermEnd
{
    /// <summary>The subscription is renewed, as Microsoft does by itself.</summary>
    Renew,

    /// <summary>
    /// Its renewal is turned off, and an open task says which option to choose in Partner Center (C §19.4).
    /// </summary>
    Cancel,
}

public enum OrderPolicy
{
    /// <summary>Everything or nothing: what was ordered is undone when something else is refused.</summary>
    AllOrNothing,

    /// <summary>The accepted orders stay, and the refused ones become open tasks.</summary>
    KeepWhatWorked,
}

public enum ApprovalDemand
{
    Auto,
    Required,
}

public enum SubscriberKind
{
    Webhook,
    Email,
}

/// <summary>
/// A subscriber that is notified of the outcome. A webhook has an <paramref name="Url"/>, an e-mail an
/// <paramref name="Address"/>.
/// </summary>
public sealed record Subscriber(SubscriberKind Kind, string? Url = null, string? Address = null);

using System.Text.Json;
using System.Text.Json.Serialization;
using PartnerCenter.Wire;

namespace PartnerCenter.Customers;

/// <summary>The qualifications that a customer can request. Source: C §13.</summary>
[PascalCaseOnWire]
public enum QualificationKind
{
    Unknown,
    None,
    Education,
    GovernmentCommunityCloud,
    StateOwnedEntity,
    Nonprofit,
}

/// <summary>The segment an education customer belongs to. Source: C §13.</summary>
[PascalCaseOnWire]
public enum EducationSegment
{
    Unknown,
    K12,
    HigherEducation,
}

/// <summary>The state of the vetting, which takes days. Source: C §13.</summary>
public enum VettingStatus
{
    Unknown,
    InReview,
    Approved,
    Denied,
}

/// <summary>A qualification with its vetting. A customer may have several. Source: C §13.</summary>
public sealed record CustomerQualification
{
    public QualificationKind Qualification { get; init; }

    /// <summary>May be missing for a state-owned entity.</summary>
    public VettingStatus? VettingStatus { get; init; }

    public string? VettingReason { get; init; }

    /// <summary>The time at which the vetting began.</summary>
    [JsonIgnore]
    public DateTimeOffset? Created => CreatedOfGet ?? CreatedOfPost;

    [JsonInclude, JsonPropertyName("vettingCreatedDate")]
    internal DateTimeOffset? CreatedOfGet { get; init; }

    [JsonInclude, JsonPropertyName("vettingCreateDate")]
    internal DateTimeOffset? CreatedOfPost { get; init; }

    /// <summary>Members that the service sends and this record does not declare.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; init; }
}

/// <summary>A request for a qualification. It cannot be withdrawn. Source: C §13.</summary>
public sealed record NewQualification
{
    public required QualificationKind Qualification { get; init; }

    /// <summary>Required for <see cref="QualificationKind.Education"/>.</summary>
    public EducationSegment? EducationSegment { get; init; }

    /// <summary>Optional, for education.</summary>
    public string? Website { get; init; }

    /// <summary>Required for <see cref="QualificationKind.GovernmentCommunityCloud"/>.</summary>
    public string? ValidationCode { get; init; }
}

/// <summary>A code for government customers. Source: C §13.</summary>
public sealed record ValidationCode
{
    public string? PartnerId { get; init; }

    public string? OrganizationName { get; init; }

    public string? ValidationId { get; init; }

    public int? MaxCreates { get; init; }

    public int? RemainingCreates { get; init; }

    /// <summary>Members that the service sends and this record does not declare.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; init; }
}

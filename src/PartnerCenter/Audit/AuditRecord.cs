using System.Text.Json.Serialization;

namespace PartnerCenter.Audit;

/// <summary>The result of an audited operation.</summary>
public enum AuditStatus
{
    Unknown,
    Succeeded,
    Failed,
    Progress,
}

/// <summary>
/// One operation. What changed, who did it and whose it is are deliberately not read, nor kept as unnamed members: they
/// are personal data. Source: C §22.
/// </summary>
public sealed record AuditRecord
{
    public string? Id { get; init; }

    public string? PartnerId { get; init; }

    public string? CustomerId { get; init; }

    public string? ApplicationId { get; init; }

    public string? ResourceType { get; init; }

    /// <summary>
    /// The kind of operation, such as <c>add_customer</c>, <c>create_order</c>, <c>update_subscription</c>.
    /// </summary>
    public string? OperationType { get; init; }

    /// <summary>The MS-CorrelationId of the call that did it.</summary>
    public string? OriginalCorrelationId { get; init; }

    public DateTimeOffset? OperationDate { get; init; }

    public AuditStatus OperationStatus { get; init; }

    /// <summary>Details by name, such as <c>PrimaryDomainName</c>, <c>OrderId</c>, <c>SubscriptionId-0</c>.</summary>
    [JsonPropertyName("customizedData")]
    public IReadOnlyList<AuditDetail> Details
    {
        get;
        init => field = value ?? [];
    } = [];
}

/// <summary>One detail of an audited operation.</summary>
public sealed record AuditDetail(string? Key, string? Value);

using PartnerCenter.Simulator.State;

namespace PartnerCenter.Simulator.Webhooks;

/// <summary>One registration per partner tenant (C §21.1).</summary>
internal sealed record WebhookRegistration : Document
{
    public required string Partner { get; init; }
    public required string SubscriberId { get; init; }
    public required string Url { get; init; }
    public IReadOnlyList<string> Events { get; init; } = [];
    public bool SignatureInMsHeader { get; init; }

    /// <summary>The times of requests for validation events: at most two a minute.</summary>
    public IReadOnlyList<DateTimeOffset> Validations { get; init; } = [];

    internal override string Key => Partner;
}

/// <summary>An event on its way (C §21.2): up to ten attempts, then a dead letter.</summary>
internal sealed record WebhookDelivery : Document
{
    internal const int MostAttempts = 10;

    public required string Id { get; init; }
    public required string Partner { get; init; }
    public required string Event { get; init; }
    public required string Resource { get; init; }
    public string? ResourceUri { get; init; }
    public string? AuditUri { get; init; }
    public required DateTimeOffset ChangedAt { get; init; }
    public required DateTimeOffset DueAt { get; init; }
    public string? ValidationId { get; init; }
    public IReadOnlyList<DeliveryAttempt> Attempts { get; init; } = [];
    public bool IsDone { get; init; }

    /// <summary>The defect of the delivery: badSignature, noSignature, noCertificate, foreignCertificate.</summary>
    public string? Flaw { get; init; }

    internal override string Key => Id;
    internal bool IsDead => !IsDone && Attempts.Count >= MostAttempts;
    internal bool IsOpen => !IsDone && !IsDead;
}

internal sealed record DeliveryAttempt(DateTimeOffset At, int? Status, string? Error);

/// <summary>A self-test asked for by the partner (C §21.1); kept for seven days.</summary>
internal sealed record ValidationEvent : Document
{
    public required string Id { get; init; }
    public required string Partner { get; init; }
    public required string Url { get; init; }
    public required string DeliveryId { get; init; }
    public required DateTimeOffset At { get; init; }

    internal override string Key => Id;
}

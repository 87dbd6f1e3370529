namespace PartnerCenter.Simulator.Control;

/// <summary>An event as the outbox has it.</summary>
public sealed record SimulatedDelivery
{
    public required string Id { get; init; }
    public required string Partner { get; init; }
    public required string Event { get; init; }
    public string? ResourceUri { get; init; }

    /// <summary>open; delivered; dead: ten attempts were made, and no further one will be.</summary>
    public required string State { get; init; }

    /// <summary>When the next attempt is due, by the domain's clock.</summary>
    public required DateTimeOffset DueAt { get; init; }
    public IReadOnlyList<SimulatedAttempt> Attempts { get; init; } = [];
}

/// <summary>One attempt: the status it was answered, or why there was none.</summary>
public sealed record SimulatedAttempt(DateTimeOffset At, int? Status, string? Error);

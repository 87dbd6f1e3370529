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

    /// <summary>The time at which the next attempt is due, by the simulated clock.</summary>
    public required DateTimeOffset DueAt { get; init; }
    public IReadOnlyList<SimulatedAttempt> Attempts { get; init; } = [];
}

/// <summary>One attempt: the status of the answer, or the error when there was no answer.</summary>
public sealed record SimulatedAttempt(DateTimeOffset At, int? Status, string? Error);

namespace Onboarding.Notifications;

/// <summary>The channels of notifications.</summary>
public enum DeliveryChannel
{
    Webhook,
    Email,
}

public enum DeliveryState
{
    /// <summary>The delivery is on its way, or waits for the next attempt.</summary>
    Waiting,
    Delivered,

    /// <summary>Given up; it can be sent again.</summary>
    Failed,
}

/// <summary>
/// One attempt to tell somebody. <paramref name="Error"/> is null when it was taken; it names no person and no address.
/// </summary>
public sealed record DeliveryAttempt(DateTimeOffset At, string? Error);

/// <summary>
/// One thing that one party is to be told: the outbox, and the log of what became of it. Neither the words nor the
/// address are kept here; both are made of the onboarding's record when it is sent.
/// </summary>
public sealed record Delivery
{
    /// <summary>
    /// The id, made of onboarding, change and recipient, so that a change announced twice is told once. The receiver
    /// sees it as the event's id.
    /// </summary>
    public required string Id { get; init; }
    public required OnboardingId Onboarding { get; init; }

    /// <summary>Number of the change it tells of.</summary>
    public required int Sequence { get; init; }

    /// <summary>Position among the request's subscribers; null: the customer, who is asked for something.</summary>
    public int? Subscriber { get; init; }
    public required DeliveryChannel Channel { get; init; }

    /// <summary>Type of the event, such as <c>onboarding.completed</c>.</summary>
    public required string Event { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DeliveryState State { get; init; }

    /// <summary>The number of times that an operator sent it again.</summary>
    public int Round { get; init; }

    /// <summary>Oldest first, of all rounds; at most the last <see cref="MostAttemptsKept"/>.</summary>
    public IReadOnlyList<DeliveryAttempt> Attempts { get; init; } = [];

    /// <summary>Null while an attempt is under way and when there will be none.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>Set by the store; a write with another than the stored one is refused.</summary>
    public string? ETag { get; init; }

    public const int MostAttemptsKept = 50;

    /// <summary>The instance of the orchestration that delivers it.</summary>
    internal string Instance => $"{Id}-{Round}";

    /// <param name="onboarding">The onboarding.</param>
    /// <param name="sequence">Number of the change.</param>
    /// <param name="subscriber">Position of the subscriber; null: the customer.</param>
    public static string IdOf(OnboardingId onboarding, int sequence, int? subscriber) =>
        $"{onboarding}-told-{sequence}-{(subscriber is { } position ? $"{position}" : "customer")}";
}

/// <summary>The store of deliveries. Every call is durable when it returns.</summary>
public interface IDeliveries
{
    /// <summary>Writes the delivery unless its id is there already.</summary>
    Task Add(Delivery delivery, CancellationToken cancellationToken);

    Task<Delivery?> Get(string id, CancellationToken cancellationToken);

    /// <summary>Replaces it.</summary>
    /// <returns>As it is stored. Null: another write came between (the ETag differs), or it is not there.</returns>
    Task<Delivery?> Update(Delivery delivery, CancellationToken cancellationToken);

    /// <summary>Removes it. False: another write came between (the ETag differs), or it is not there.</summary>
    Task<bool> Remove(Delivery delivery, CancellationToken cancellationToken);

    /// <summary>Oldest first; <paramref name="state"/> and <paramref name="onboarding"/> restrict.</summary>
    /// <exception cref="FormatException">The continuation is none of ours.</exception>
    Task<DeliveryPage> List(
        DeliveryState? state,
        OnboardingId? onboarding,
        int limit,
        string? continuation,
        CancellationToken cancellationToken
    );
}

public sealed record DeliveryPage(IReadOnlyList<Delivery> Items, string? Continuation);

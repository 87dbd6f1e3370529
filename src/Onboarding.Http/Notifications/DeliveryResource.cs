using Onboarding.Notifications;

namespace Onboarding.Http.Notifications;

/// <summary>One thing that one party is told, and what became of it.</summary>
public sealed record DeliveryResource
{
    /// <summary>Also the event's id, and the <c>webhook-id</c>.</summary>
    public required string Id { get; init; }
    public required string Onboarding { get; init; }

    /// <summary>Number of the change in the timeline that it tells of.</summary>
    public required int Sequence { get; init; }

    /// <summary>Position among the request's <c>notify</c>, from 0; absent: the customer.</summary>
    public int? Subscriber { get; init; }
    public required DeliveryChannel Channel { get; init; }

    /// <summary>The event, such as <c>onboarding.completed</c> or <c>customer.invitation</c>.</summary>
    public required string Event { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DeliveryState State { get; init; }

    /// <summary>The number of times that an operator sent it again.</summary>
    public required int Round { get; init; }

    /// <summary>Oldest first; an error is absent where it was taken.</summary>
    public required IReadOnlyList<DeliveryAttempt> Attempts { get; init; }
    public DateTimeOffset? NextAttemptAt { get; init; }

    internal static DeliveryResource Of(Delivery delivery) =>
        new()
        {
            Id = delivery.Id,
            Onboarding = delivery.Onboarding.Value,
            Sequence = delivery.Sequence,
            Subscriber = delivery.Subscriber,
            Channel = delivery.Channel,
            Event = delivery.Event,
            CreatedAt = delivery.CreatedAt,
            State = delivery.State,
            Round = delivery.Round,
            Attempts = delivery.Attempts,
            NextAttemptAt = delivery.NextAttemptAt,
        };
}

public sealed record DeliveryList(IReadOnlyList<DeliveryResource> Items, string? Continuation);

/// <summary>
/// The deliveries that a repetition in bulk sent again. <paramref name="More"/>: there are others; call again.
/// </summary>
public sealed record BulkDeliveryAnswer(IReadOnlyList<string> Deliveries, bool More);

using Onboarding.Webhooks;

namespace Onboarding.Http.Webhooks;

/// <summary>A message that was received by webhook or queue.</summary>
/// <param name="Key">The message's key on this server.</param>
/// <param name="Source">Name of the source, queue or partner-center.</param>
/// <param name="Id">The id that its sender gave to it.</param>
/// <param name="State">waiting, taken, unmatched or dead.</param>
/// <param name="ReceivedAt">The time at which it was received first.</param>
public sealed record InboxResource(string Key, string Source, string Id, InboxState State, DateTimeOffset ReceivedAt)
{
    /// <summary>The onboarding that the message started, or those that were notified of an event.</summary>
    public required IReadOnlyList<string> Onboardings { get; init; }

    /// <summary>The reason for which the message is dead, as a code of the error catalogue.</summary>
    public string? Code { get; init; }
    public string? Reason { get; init; }

    /// <summary>The body as it was received; only when a single message is asked for.</summary>
    public string? Body { get; init; }

    internal static InboxResource Of(InboxMessage message, bool withBody = false) =>
        new(message.Key, message.Source, message.Id, message.State, message.ReceivedAt)
        {
            Onboardings = [.. message.Onboardings.Select(id => id.Value)],
            Code = message.Code,
            Reason = message.Reason,
            Body = withBody ? message.Body : null,
        };
}

public sealed record InboxList(IReadOnlyList<InboxResource> Items, string? Continuation);

using Onboarding.Webhooks;

namespace Onboarding.Http.Webhooks;

/// <summary>Something that came in by webhook or queue.</summary>
/// <param name="Key">Ours.</param>
/// <param name="Source">Name of the source, queue or partner-center.</param>
/// <param name="Id">What its sender calls it.</param>
/// <param name="State">waiting, taken, unmatched or dead.</param>
/// <param name="ReceivedAt">First.</param>
public sealed record InboxResource(string Key, string Source, string Id, InboxState State, DateTimeOffset ReceivedAt)
{
    /// <summary>What became of it, or whom an event was told to.</summary>
    public required IReadOnlyList<string> Onboardings { get; init; }

    /// <summary>Why it is dead: of the error catalogue.</summary>
    public string? Code { get; init; }
    public string? Reason { get; init; }

    /// <summary>As it came; only when one is asked for.</summary>
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

using System.Security.Cryptography;
using System.Text;

namespace Onboarding.Webhooks;

/// <summary>A received message, stored before its sender was answered.</summary>
public sealed record InboxMessage
{
    /// <summary>Made of source and id, so that what comes twice is one.</summary>
    public required string Key { get; init; }

    /// <summary>
    /// Name of the source; <see cref="Queue"/> for requests that were queued, <see cref="PartnerCenter"/> for events of
    /// Partner Center.
    /// </summary>
    public required string Source { get; init; }

    /// <summary>The id that the sender gave to it.</summary>
    public required string Id { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }
    public required string Body { get; init; }
    public required InboxState State { get; init; }

    /// <summary>
    /// The persons responsible for the body, with commas: the sender to the queue, or the source that signed it, and
    /// everybody who corrected it.
    /// </summary>
    public string? By { get; init; }

    /// <summary>The number of times that an operator sent it again.</summary>
    public int Round { get; init; }

    /// <summary>The onboarding that the message started, or those that were notified of an event.</summary>
    public IReadOnlyList<OnboardingId> Onboardings { get; init; } = [];

    /// <summary>The reason for which it is dead: a code of the error catalogue.</summary>
    public string? Code { get; init; }

    /// <summary>The error and its place; never repeats a value of the body.</summary>
    public string? Reason { get; init; }

    /// <summary>Set by the store; a write with another than the stored one is refused.</summary>
    public string? ETag { get; init; }

    public const string Queue = "queue";

    public const string PartnerCenter = "partner-center";

    /// <summary>The instance of the orchestration that takes it.</summary>
    internal string Instance => $"{Key}-{Round}";

    public static string KeyOf(string source, string id) =>
        $"in-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{source.ToLowerInvariant()}\n{id}")))[..40]}";
}

public enum InboxState
{
    /// <summary>Kept; being taken.</summary>
    Waiting,

    /// <summary>The message has been processed.</summary>
    Taken,

    /// <summary>An event that nobody waits for.</summary>
    Unmatched,

    /// <summary>A dead letter: it can be looked at, corrected and sent again.</summary>
    Dead,
}

using System.Security.Cryptography;
using System.Text;

namespace Onboarding.Webhooks;

/// <summary>Something that came in and was kept before its sender was told so.</summary>
public sealed record InboxMessage
{
    /// <summary>Made of source and id, so that what comes twice is one.</summary>
    public required string Key { get; init; }

    /// <summary>
    /// Name of the source; <see cref="Queue"/> for requests that were queued, <see cref="PartnerCenter"/> for events of
    /// Partner Center.
    /// </summary>
    public required string Source { get; init; }

    /// <summary>What the sender calls it.</summary>
    public required string Id { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }
    public required string Body { get; init; }
    public required InboxState State { get; init; }

    /// <summary>
    /// Who is answerable for the body, with commas: who queued it, or the source that signed it, and whoever corrected
    /// it.
    /// </summary>
    public string? By { get; init; }

    /// <summary>How often it was sent again by an operator.</summary>
    public int Round { get; init; }

    /// <summary>What became of it, or whom an event was told to.</summary>
    public IReadOnlyList<OnboardingId> Onboardings { get; init; } = [];

    /// <summary>Why it is dead: a code of the error catalogue.</summary>
    public string? Code { get; init; }

    /// <summary>What is wrong and where; never repeats a value of the body.</summary>
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

    /// <summary>It has done its work.</summary>
    Taken,

    /// <summary>An event that nobody waits for.</summary>
    Unmatched,

    /// <summary>A dead letter: it can be looked at, corrected and sent again.</summary>
    Dead,
}

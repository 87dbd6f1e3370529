using Onboarding.Messages;

namespace Onboarding.Progress;

public enum OpenTaskState
{
    Open,
    Settled,
    Done,
}

/// <summary>Work that is left after an onboarding: an undo that failed, or a fact that a person must handle.</summary>
public sealed record OpenTask
{
    /// <summary>Derived from the onboarding and the step, so that the same task is written once.</summary>
    public required string Id { get; init; }
    public required OnboardingId Onboarding { get; init; }
    public required string Partner { get; init; }

    /// <summary>The work to do, as text for people.</summary>
    public required Message What { get; init; }
    public required Message Why { get; init; }

    /// <summary>The party that has to act.</summary>
    public required Actor Who { get; init; }
    public required DateTimeOffset Since { get; init; }
    public required string ErrorCode { get; init; }
    public string? LastError { get; init; }
    public int Attempts { get; init; }
    public OpenTaskState State { get; init; }
    public string? ClosedBy { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }
    public string? Note { get; init; }

    /// <summary>
    /// The activity that would do the task, by name and input (JSON); null when only a person can do it.
    /// </summary>
    public RepeatableCall? Call { get; init; }

    /// <summary>Set by the store; a write with another than the stored one is refused.</summary>
    public string? ETag { get; init; }

    /// <param name="id">Derived from the onboarding and the step.</param>
    /// <param name="onboarding">The onboarding it belongs to.</param>
    /// <param name="partner">Name of the partner profile.</param>
    /// <param name="what">The work to do, as text for people.</param>
    /// <param name="failure">The reason for which it is not done; null when Microsoft offers no way.</param>
    /// <param name="call">The activity that would do it; null when only a person can.</param>
    /// <param name="since">Now.</param>
    internal static OpenTask New(
        string id,
        OnboardingId onboarding,
        string partner,
        Message what,
        StepFailure? failure,
        RepeatableCall? call,
        DateTimeOffset since
    ) =>
        new()
        {
            Id = id,
            Onboarding = onboarding,
            Partner = partner,
            What = what,
            Why = failure is null ? $"Microsoft offers no way to undo it." : Message.Verbatim(failure.Message),
            Who = Actor.Operator,
            Since = since,
            ErrorCode = failure?.Code ?? ErrorCodes.CannotBeUndone,
            LastError = failure?.Message,
            Call = call,
        };
}

public sealed record RepeatableCall(string Activity, string Input);

/// <summary>The store of open tasks. Every call is durable when it returns.</summary>
public interface IOpenTasks
{
    /// <summary>Writes the open task unless its id is there already.</summary>
    Task Add(OpenTask openTask, CancellationToken cancellationToken);

    Task<OpenTask?> Get(string id, CancellationToken cancellationToken);

    /// <summary>Replaces it. False: another write came between (the ETag differs), or it is not there.</summary>
    Task<bool> Update(OpenTask openTask, CancellationToken cancellationToken);

    /// <summary>Removes it. False: another write came between (the ETag differs), or it is not there.</summary>
    Task<bool> Remove(OpenTask openTask, CancellationToken cancellationToken);

    /// <summary>Oldest first; <paramref name="state"/> or <paramref name="onboarding"/> restrict.</summary>
    /// <exception cref="FormatException">The continuation is none of ours.</exception>
    Task<OpenTaskPage> List(
        OpenTaskState? state,
        OnboardingId? onboarding,
        int limit,
        string? continuation,
        CancellationToken cancellationToken
    );
}

public sealed record OpenTaskPage(IReadOnlyList<OpenTask> Items, string? Continuation);

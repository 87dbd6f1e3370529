using Onboarding.Messages;
using Onboarding.Progress;
using Onboarding.Requests;

namespace Onboarding.Http.OpenTasks;

/// <summary>An open task of an onboarding, and who has to do it.</summary>
public sealed record OpenTaskResource
{
    public required string Id { get; init; }
    public required string Onboarding { get; init; }

    /// <summary>The customer's name, in a list of several onboardings.</summary>
    public string? CompanyName { get; init; }

    /// <summary>The onboarding's reference, in a list of several onboardings.</summary>
    public string? Reference { get; init; }
    public required string Partner { get; init; }
    public required Message What { get; init; }
    public required Message Why { get; init; }
    public required Actor Who { get; init; }
    public required DateTimeOffset Since { get; init; }
    public required string ErrorCode { get; init; }
    public string? LastError { get; init; }
    public required int Attempts { get; init; }
    public required OpenTaskState State { get; init; }

    /// <summary>True when the server can try again; otherwise only a person can do it.</summary>
    public required bool Retryable { get; init; }
    public string? ClosedBy { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }
    public string? Note { get; init; }

    internal static OpenTaskResource Of(OpenTask openTask, OnboardingRequest? request = null) =>
        new()
        {
            CompanyName = request?.Customer.CompanyName,
            Reference = request?.Reference,
            Id = openTask.Id,
            Onboarding = openTask.Onboarding.Value,
            Partner = openTask.Partner,
            What = openTask.What,
            Why = openTask.Why,
            Who = openTask.Who,
            Since = openTask.Since,
            ErrorCode = openTask.ErrorCode,
            LastError = openTask.LastError,
            Attempts = openTask.Attempts,
            State = openTask.State,
            Retryable = openTask is { State: OpenTaskState.Open, Call: not null },
            ClosedBy = openTask.ClosedBy,
            ClosedAt = openTask.ClosedAt,
            Note = openTask.Note,
        };
}

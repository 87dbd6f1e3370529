using Onboarding.Progress;
using Onboarding.Requests;

namespace Onboarding.Http.Obligations;

/// <summary>What is still owed, and by whom.</summary>
public sealed record ObligationResource
{
    public required string Id { get; init; }
    public required string Onboarding { get; init; }

    /// <summary>The customer's name, in a list of several onboardings.</summary>
    public string? CompanyName { get; init; }

    /// <summary>The onboarding's reference, in a list of several onboardings.</summary>
    public string? Reference { get; init; }
    public required string Partner { get; init; }
    public required string What { get; init; }
    public required string Why { get; init; }
    public required Actor Who { get; init; }
    public required DateTimeOffset Since { get; init; }
    public required string ErrorCode { get; init; }
    public string? LastError { get; init; }
    public required int Attempts { get; init; }
    public required ObligationState State { get; init; }

    /// <summary>Whether we can try again; otherwise only a person can do it.</summary>
    public required bool Retryable { get; init; }
    public string? ClosedBy { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }
    public string? Note { get; init; }

    internal static ObligationResource Of(Obligation obligation, OnboardingRequest? request = null) =>
        new()
        {
            CompanyName = request?.Customer.CompanyName,
            Reference = request?.Reference,
            Id = obligation.Id,
            Onboarding = obligation.Onboarding.Value,
            Partner = obligation.Partner,
            What = obligation.What,
            Why = obligation.Why,
            Who = obligation.Who,
            Since = obligation.Since,
            ErrorCode = obligation.ErrorCode,
            LastError = obligation.LastError,
            Attempts = obligation.Attempts,
            State = obligation.State,
            Retryable = obligation is { State: ObligationState.Open, Call: not null },
            ClosedBy = obligation.ClosedBy,
            ClosedAt = obligation.ClosedAt,
            Note = obligation.Note,
        };
}

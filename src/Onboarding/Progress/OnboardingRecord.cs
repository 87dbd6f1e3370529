using System.Text.Json.Serialization;
using Onboarding.Erasure;
using Onboarding.Messages;
using Onboarding.Requests;

namespace Onboarding.Progress;

/// <summary>
/// One onboarding as it is shown, searched and answered for. Written by the submission once and then only through <see
/// cref="IOnboardingRecords.Apply"/>.
/// </summary>
public sealed record OnboardingRecord
{
    public required OnboardingId Id { get; init; }
    public required OnboardingRequest Request { get; init; }

    /// <summary>Over the canonical JSON of the request: the same key with another body is a conflict.</summary>
    public required string RequestHash { get; init; }

    /// <summary>
    /// The full initial domain, lower case, of a new customer; the given one of an existing customer.
    /// </summary>
    public string? Domain { get; init; }
    public required DateTimeOffset SubmittedAt { get; init; }
    public required string SubmittedBy { get; init; }
    public string? Batch { get; init; }

    /// <summary>The findings at the submission, warnings and reviews.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>One of <see cref="Progress.Stage"/>.</summary>
    public required string Stage { get; init; }
    public required Actor WaitsFor { get; init; }
    public required DateTimeOffset Since { get; init; }

    /// <summary>The time at which the wait for others ends; null when there is no wait with a deadline.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Number of the last change applied; 0 after submission.</summary>
    public int Sequence { get; init; }
    public ProvisionedResources Exists { get; init; } = ProvisionedResources.Empty;
    public OnboardingOutcome? Outcome { get; init; }

    /// <summary>The code of the failure it ended or stopped with, for bulk work on one cause.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>Gets the time at which the customer's personal data was erased; null: it was not.</summary>
    public DateTimeOffset? ErasedAt { get; init; }

    /// <summary>Gets the time at which all but its <see cref="Tombstone"/> was removed; null: it was not.</summary>
    [JsonIgnore]
    public DateTimeOffset? RemovedAt { get; init; }

    /// <summary>
    /// Gets the part of a change that is kept: of an erased onboarding nothing that names the customer.
    /// </summary>
    public OnboardingChange Kept(OnboardingChange change) => ErasedAt is null ? change : PersonalData.None.In(change);

    /// <summary>Applies a change to the record.</summary>
    public OnboardingRecord Moved(OnboardingChange change) => MovedBy(Kept(change));

    private OnboardingRecord MovedBy(OnboardingChange change) =>
        this with
        {
            Stage = change.Stage,
            WaitsFor = change.WaitsFor,
            Since = change.Stage == Stage && change.WaitsFor == WaitsFor ? Since : change.At,
            Until = change.Until,
            Sequence = change.Sequence,
            Exists = change.Exists ?? Exists,
            Outcome = change.Outcome ?? Outcome,
            ErrorCode = change.ErrorCode ?? ErrorCode,
        };
}

/// <summary>
/// One step of the story. <see cref="Sequence"/> runs from 1 within an onboarding; the same number is the same change,
/// applied once.
/// </summary>
public sealed record OnboardingChange
{
    public required int Sequence { get; init; }
    public required DateTimeOffset At { get; init; }
    public required string Stage { get; init; }
    public required Actor WaitsFor { get; init; }

    /// <summary>The time at which the wait for others ends, if one with a deadline goes on.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>A text for people; never a secret or personal data.</summary>
    public required Message Text { get; init; }

    /// <summary>
    /// Identifies a change that was made after the outcome, so that it is made once. Null for those of the onboarding
    /// itself.
    /// </summary>
    public string? Key { get; init; }

    /// <summary>Type of the event that subscribers are told; null: <c>onboarding.</c> and the stage.</summary>
    public string? Event { get; init; }
    public ProvisionedResources? Exists { get; init; }
    public OnboardingOutcome? Outcome { get; init; }
    public string? ErrorCode { get; init; }
}

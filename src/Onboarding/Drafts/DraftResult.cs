using Onboarding.Requests;
using Onboarding.Submission;

namespace Onboarding.Drafts;

/// <summary>The result of a request to change a draft.</summary>
public abstract record DraftResult
{
    private DraftResult() { }

    /// <summary>Done; the draft as it is now.</summary>
    public sealed record Done(Draft Draft) : DraftResult;

    /// <summary>Looked at: this version may be submitted now.</summary>
    public sealed record Reviewed(Draft Draft, DraftReview Review) : DraftResult;

    /// <summary>Handed over; the submission says what became of it.</summary>
    public sealed record HandedOver(SubmissionResult Submission) : DraftResult;

    /// <summary>The draft does not exist, or its time is over.</summary>
    public sealed record NotFound : DraftResult;

    /// <summary>The content that was sent is not in shape; nothing was changed.</summary>
    public sealed record Refused(IReadOnlyList<Finding> Findings) : DraftResult;

    /// <summary>The draft is at another version than the caller has seen; nothing was changed.</summary>
    public sealed record NotCurrent(int Version) : DraftResult;

    /// <summary>The draft was submitted and stays as it is.</summary>
    public sealed record AlreadySubmitted(OnboardingId Onboarding) : DraftResult;

    /// <summary>Nobody has reviewed this version.</summary>
    public sealed record NotReviewed(int? LastReviewed) : DraftResult;
}

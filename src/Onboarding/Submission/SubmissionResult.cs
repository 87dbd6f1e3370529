using Onboarding.Progress;
using Onboarding.Requests;

namespace Onboarding.Submission;

/// <summary>The result of a submission.</summary>
public abstract record SubmissionResult
{
    private SubmissionResult() { }

    /// <summary>Kept and started. <paramref name="Findings"/> are its warnings and reviews.</summary>
    public sealed record Accepted(OnboardingRecord Record, IReadOnlyList<Finding> Findings) : SubmissionResult;

    /// <summary>The same request was submitted under this key before; nothing was done.</summary>
    public sealed record Repeated(OnboardingRecord Record) : SubmissionResult;

    /// <summary>Another request was submitted under this key before; nothing was done.</summary>
    public sealed record Conflict(OnboardingRecord Record) : SubmissionResult;

    /// <summary>
    /// There are findings of severity review that the request does not acknowledge, and the caller asked not to be held
    /// for them; nothing was kept.
    /// </summary>
    public sealed record Unacknowledged(IReadOnlyList<Finding> Findings) : SubmissionResult;

    /// <summary>At least one of the findings is an error; nothing was kept.</summary>
    public sealed record Refused(IReadOnlyList<Finding> Findings) : SubmissionResult;
}

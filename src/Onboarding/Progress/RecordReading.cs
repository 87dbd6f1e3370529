
namespace Onboarding.Progress;

/// <summary>How activities read the record of the onboarding they work for.</summary>
internal static class RecordReading
{
    /// <exception cref="StepFailedException">There is none: the submission writes it before it starts the orchestration, so somebody removed it.</exception>
    public static async Task<OnboardingRecord> Need(this IOnboardingRecords records, OnboardingId id, CancellationToken cancellationToken) =>
        await records.Get(id, cancellationToken)
        ?? throw new StepFailedException(new StepFailure(ErrorCodes.RecordMissing, $"There is no record of onboarding {id}.", Retryable: false));
}

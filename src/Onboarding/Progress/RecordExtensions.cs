namespace Onboarding.Progress;

/// <summary>Ways to read the record of an onboarding.</summary>
public static class RecordExtensions
{
    /// <summary>Reads a record for what is shown beside others; null: there is none, or it is damaged.</summary>
    public static async Task<OnboardingRecord?> GetOrSkip(
        this IOnboardingRecords records,
        OnboardingId id,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await records.Get(id, cancellationToken);
        }
        catch (DamagedRowException)
        {
            return null;
        }
    }

    /// <exception cref="StepFailedException">
    /// There is none: the submission writes it before it starts the orchestration, so somebody removed it.
    /// </exception>
    public static async Task<OnboardingRecord> Need(
        this IOnboardingRecords records,
        OnboardingId id,
        CancellationToken cancellationToken
    ) =>
        await records.Get(id, cancellationToken)
        ?? throw new StepFailedException(
            new StepFailure(ErrorCodes.RecordMissing, $"There is no record of onboarding {id}.", Retryable: false)
        );
}

namespace Onboarding.Progress;

/// <summary>Changes of an onboarding that are to be written into its record and timeline.</summary>
/// <param name="Onboarding">Whose.</param>
/// <param name="Change">The newest.</param>
public sealed record ApplyProgressInput(OnboardingId Onboarding, OnboardingChange Change)
{
    /// <summary>Gets the changes before the newest, oldest first; null: none.</summary>
    public IReadOnlyList<OnboardingChange>? Before { get; init; }
}

/// <summary>Writes the progress of onboardings.</summary>
internal static class ProgressExtensions
{
    /// <summary>Writes what is not written yet.</summary>
    /// <returns>The record as it stands now; null where nothing was left to be written.</returns>
    public static async Task<OnboardingRecord?> Write(
        this IOnboardingRecords records,
        ApplyProgressInput progress,
        CancellationToken cancellationToken
    )
    {
        OnboardingChange[] changes = [.. progress.Before ?? [], progress.Change];
        if (await records.Apply(progress.Onboarding, changes, cancellationToken) is not { } record)
            return null;
        foreach (var change in changes)
            Telemetry.Moved(change.Stage);
        if (progress.Change.Outcome is not null)
            Telemetry.Ended(progress.Change.Stage, progress.Change.At - record.SubmittedAt);
        return record;
    }
}

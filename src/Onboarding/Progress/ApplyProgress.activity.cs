using Onboarding.Durability;
using Onboarding.Effects;

namespace Onboarding.Progress;

internal sealed record ProgressToApply(OnboardingId Onboarding, OnboardingChange Change);

/// <summary>Moves the record on; the change's sequence makes a repeat harmless.</summary>
[Harmless]
internal sealed class ApplyProgress(IOnboardingRecords records) : Activity<ProgressToApply, Nothing>
{
    public static ActivityName<ProgressToApply, Nothing> StoredName { get; } = new("progress-apply");

    public override ActivityName<ProgressToApply, Nothing> Name => StoredName;

    public override async Task<Nothing> Run(ActivityContext context, ProgressToApply input, CancellationToken cancellationToken)
    {
        await records.Apply(input.Onboarding, input.Change, cancellationToken);
        Telemetry.Moved(input.Change.Stage);
        if (input.Change.Outcome is not null && await records.Get(input.Onboarding, cancellationToken) is { } record) Telemetry.Ended(input.Change.Stage, input.Change.At - record.SubmittedAt);
        return default;
    }
}

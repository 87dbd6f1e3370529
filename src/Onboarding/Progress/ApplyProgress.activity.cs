using Microsoft.DurableTask;
using Onboarding.Effects;

namespace Onboarding.Progress;

/// <summary>
/// Moves the record on where no other step takes the lines along; each change's sequence makes a repeat harmless.
/// </summary>
[Harmless]
internal sealed class ApplyProgress(IOnboardingRecords records) : StepActivity<ProgressToApply, Nothing>
{
    public static ActivityName<ProgressToApply, Nothing> StoredName { get; } = new("progress-apply");

    protected override async Task<Nothing> Run(TaskActivityContext context, ProgressToApply input, CancellationToken cancellationToken)
    {
        await records.Write(input, cancellationToken);
        return default;
    }
}

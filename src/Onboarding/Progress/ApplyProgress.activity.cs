using Microsoft.DurableTask;
using Onboarding.Effects;

namespace Onboarding.Progress;

/// <summary>
/// Moves the record on where no other step takes the lines along; each change's sequence makes a repeat harmless.
/// </summary>
[Idempotent]
internal sealed class ApplyProgressActivity(IOnboardingRecords records) : StepActivity<ApplyProgressInput, Nothing>
{
    public static ActivityName<ApplyProgressInput, Nothing> StoredName { get; } = new("progress-apply");

    protected override async Task<Nothing> Run(
        TaskActivityContext context,
        ApplyProgressInput input,
        CancellationToken cancellationToken
    )
    {
        await records.Write(input, cancellationToken);
        return default;
    }
}

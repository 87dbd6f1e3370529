using Microsoft.DurableTask;
using Onboarding.Effects;

namespace Onboarding.Progress;

/// <summary>Stores an open task; its id makes a repeat harmless.</summary>
[Idempotent]
internal sealed class AddOpenTaskActivity(IOpenTasks openTasks) : StepActivity<OpenTask, Nothing>
{
    public static ActivityName<OpenTask, Nothing> StoredName { get; } = new("obligations-add");

    protected override async Task<Nothing> Run(
        TaskActivityContext context,
        OpenTask input,
        CancellationToken cancellationToken
    )
    {
        await openTasks.Add(input, cancellationToken);
        Telemetry.Obliged(OpenTaskState.Open);
        return default;
    }
}

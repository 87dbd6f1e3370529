using Microsoft.DurableTask;
using Onboarding.Effects;

namespace Onboarding.CancellationWindow;

/// <summary>
/// Starts the reminder of a cancellation window as an orchestration of its own, since the onboarding ends before.
/// </summary>
[Idempotent]
internal sealed class StartWindowReminderActivity(IOrchestrationClient orchestrations)
    : StepActivity<WindowReminderInput, Nothing>
{
    public static ActivityName<WindowReminderInput, Nothing> StoredName { get; } = new("take-back-remind");

    protected override async Task<Nothing> Run(
        TaskActivityContext context,
        WindowReminderInput input,
        CancellationToken cancellationToken
    )
    {
        await orchestrations.Start(
            WindowReminderOrchestration.StoredName,
            $"{input.Onboarding}-take-back-reminder",
            input,
            cancellationToken
        );
        return default;
    }
}

using Microsoft.DurableTask;
using Onboarding.Effects;
using Onboarding.Progress;

namespace Onboarding.CancellationWindow;

/// <param name="Onboarding">The onboarding whose window closes.</param>
/// <param name="At">The time of the reminder, UTC.</param>
internal sealed record WindowReminderInput(OnboardingId Onboarding, DateTimeOffset At);

/// <summary>
/// Reminds the submitter of a request, a day before the window closes in which the onboarding can be undone. Replayed
/// code.
/// </summary>
internal sealed class WindowReminderOrchestration : TaskOrchestrator<WindowReminderInput, Nothing>
{
    public static OrchestrationName<WindowReminderInput, Nothing> StoredName { get; } = new("take-back-reminder");

    public override async Task<Nothing> RunAsync(TaskOrchestrationContext context, WindowReminderInput input)
    {
        if (context.CurrentUtc < input.At)
            await context.CreateTimer(input.At.UtcDateTime, CancellationToken.None);
        var seen = await context.WaitUntilEnded(input.Onboarding);
        if (seen.Exists.CancellationAllowedUntil() is not { } until)
            return default;
        await context.AmendRecord(
            new AmendRecordInput
            {
                Onboarding = input.Onboarding,
                Key = "take-back-reminder",
                Text = $"Reminder: the orders can be undone until {until:yyyy-MM-dd HH:mm} UTC.",
                Event = "onboarding.cancellation-window-closes",
            }
        );
        return default;
    }
}

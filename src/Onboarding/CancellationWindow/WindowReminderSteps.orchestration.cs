using Onboarding.Effects;

namespace Onboarding.CancellationWindow;

/// <summary>
/// Starts, after a completed onboarding, the reminder before the window closes in which it can be undone, if the
/// request asks for it. Replayed code.
/// </summary>
internal static class WindowReminderSteps
{
    private static readonly TimeSpan _before = TimeSpan.FromDays(1);

    public static async Task RemindBeforeWindowCloses(this OnboardingRun onboarding)
    {
        if (!onboarding.Plan.RemindsOfWindow || onboarding.Exists.CancellationAllowedUntil() is not { } until)
            return;
        await onboarding.Context.CallStep(
            StartWindowReminderActivity.StoredName,
            new WindowReminderInput(onboarding.Plan.Id, until - _before),
            Retries.OurStore
        );
    }
}

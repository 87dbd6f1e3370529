namespace Onboarding.Notifications;

/// <summary>
/// After Done: everybody who asked is told. Outside of what is undone: a subscriber that is down changes nothing.
/// Replayed code.
/// </summary>
internal static class NotificationSteps
{
    public static Task NotifySubscribers(this OnboardingRun onboarding) => onboarding.PublishStatusChange();
}

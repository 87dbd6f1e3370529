namespace Onboarding.Notifications;

/// <summary>
/// Notifies all subscribers after the outcome. Not a part of the undo: a subscriber that is down changes nothing.
/// Replayed code.
/// </summary>
internal static class NotificationSteps
{
    public static Task NotifySubscribers(this OnboardingRun onboarding) => onboarding.PublishStatusChange();
}

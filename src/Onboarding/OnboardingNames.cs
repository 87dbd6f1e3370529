namespace Onboarding;

/// <summary>The names by which an onboarding is started and spoken to.</summary>
public static class OnboardingNames
{
    public static OrchestrationName<OnboardingPlan, OnboardingOutcome> Onboarding { get; } = new("onboarding");

    /// <summary>The event that cancels the onboarding.</summary>
    public static EventName<Cancellation> Cancel { get; } = new("cancel");

    /// <summary>
    /// A customer accepted the partner's relationship request (C §21.4); the payload is the tenant's id. Whether it is
    /// the right one is looked at.
    /// </summary>
    public static EventName<string> RelationshipAccepted { get; } = new("relationship-accepted");

    /// <summary>
    /// The event that something of the customer changed at Microsoft; the payload is the resource. The onboarding
    /// checks at once whether the condition it waits for is met.
    /// </summary>
    public static EventName<string> CustomerChanged { get; } = new("customer-changed");

    /// <summary>
    /// The event that somebody decided an approval or moved one of its deadlines; the payload is the version. The
    /// onboarding then reads the approval.
    /// </summary>
    public static EventName<string> ApprovalChanged { get; } = new("approval-changed");

    /// <summary>
    /// A batch was paused, resumed or cancelled; the payload is by whom. What is to be done stands in the batch.
    /// </summary>
    public static EventName<string> BatchChanged { get; } = new("batch-changed");

    /// <summary>An operator has removed what stopped it; the payload is who.</summary>
    public static EventName<string> Resume { get; } = new("resume");

    /// <summary>An operator has moved the deadline of what is waited for.</summary>
    public static EventName<MovedDeadline> DeadlineMoved { get; } = new("deadline-moved");
}

/// <param name="Until">The new end of the wait, UTC.</param>
/// <param name="By">The person who moved it.</param>
public sealed record MovedDeadline(DateTimeOffset Until, string By);

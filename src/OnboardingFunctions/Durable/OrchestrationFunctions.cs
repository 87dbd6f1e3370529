using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Onboarding;
using Onboarding.Batches;
using Onboarding.CancellationWindow;
using Onboarding.Notifications;
using Onboarding.Progress;
using Onboarding.Webhooks;

namespace OnboardingFunctions.Durable;

/// <summary>One function per orchestration, under its stored name.</summary>
internal static class OrchestrationFunctions
{
    [Function("onboarding")]
    public static Task<OnboardingOutcome> Onboarding(
        [OrchestrationTrigger] TaskOrchestrationContext context,
        OnboardingPlan input
    ) => new OnboardingOrchestration().RunAsync(context, input);

    [Function("obligations-retry")]
    public static Task<Nothing> RetryOpenTask(
        [OrchestrationTrigger] TaskOrchestrationContext context,
        RetryOpenTaskInput input
    ) => new RetryOpenTaskOrchestration().RunAsync(context, input);

    [Function("onboardings-take-back")]
    public static Task<Nothing> UndoCompleted(
        [OrchestrationTrigger] TaskOrchestrationContext context,
        UndoCompletedInput input
    ) => new UndoCompletedOrchestration().RunAsync(context, input);

    [Function("take-back-reminder")]
    public static Task<Nothing> WindowReminder(
        [OrchestrationTrigger] TaskOrchestrationContext context,
        WindowReminderInput input
    ) => new WindowReminderOrchestration().RunAsync(context, input);

    [Function("obligations-settled")]
    public static Task<Nothing> SettledOpenTask(
        [OrchestrationTrigger] TaskOrchestrationContext context,
        SettledOpenTaskInput input
    ) => new SettledOpenTaskOrchestration().RunAsync(context, input);

    [Function("inbox")]
    public static Task<Nothing> Inbox([OrchestrationTrigger] TaskOrchestrationContext context, InboxPlan input) =>
        new InboxOrchestration().RunAsync(context, input);

    [Function("delivery")]
    public static Task<Nothing> Delivery([OrchestrationTrigger] TaskOrchestrationContext context, DeliveryPlan input) =>
        new DeliveryOrchestration().RunAsync(context, input);

    [Function("batch")]
    public static Task<Nothing> Batch([OrchestrationTrigger] TaskOrchestrationContext context, BatchPlan input) =>
        new BatchOrchestration().RunAsync(context, input);
}

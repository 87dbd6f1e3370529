using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace OnboardingFunctions.Durable;

/// <summary>One function per registered orchestration, under its stored name.</summary>
public sealed class OrchestrationFunctions(DurableRunner runner)
{
    [Function("onboarding")]
    public Task<string> Onboarding([OrchestrationTrigger] TaskOrchestrationContext context) => runner.RunOrchestration("onboarding", context);

    [Function("obligations-retry")]
    public Task<string> RetryObligation([OrchestrationTrigger] TaskOrchestrationContext context) => runner.RunOrchestration("obligations-retry", context);

    [Function("onboardings-take-back")]
    public Task<string> TakeBack([OrchestrationTrigger] TaskOrchestrationContext context) => runner.RunOrchestration("onboardings-take-back", context);

    [Function("take-back-reminder")]
    public Task<string> WindowReminder([OrchestrationTrigger] TaskOrchestrationContext context) => runner.RunOrchestration("take-back-reminder", context);

    [Function("obligations-settled")]
    public Task<string> SettledObligation([OrchestrationTrigger] TaskOrchestrationContext context) => runner.RunOrchestration("obligations-settled", context);

    [Function("inbox")]
    public Task<string> Inbox([OrchestrationTrigger] TaskOrchestrationContext context) => runner.RunOrchestration("inbox", context);

    [Function("delivery")]
    public Task<string> Delivery([OrchestrationTrigger] TaskOrchestrationContext context) => runner.RunOrchestration("delivery", context);

    [Function("batch")]
    public Task<string> Batch([OrchestrationTrigger] TaskOrchestrationContext context) => runner.RunOrchestration("batch", context);
}

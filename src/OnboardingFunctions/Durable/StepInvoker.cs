using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Onboarding;

namespace OnboardingFunctions.Durable;

/// <summary>Runs an activity for its function.</summary>
public sealed class StepInvoker(TaskCatalog catalog, DurableTaskClientAccessor accessor, IServiceProvider services)
{
    /// <param name="name">The stored name.</param>
    /// <param name="input">The input.</param>
    /// <param name="instanceId">The orchestration that called it.</param>
    /// <param name="client">
    /// The engine's client: activities start orchestrations, and an instance that runs activities only has no other
    /// function that would bring one.
    /// </param>
    /// <param name="context">The invocation.</param>
    internal async Task<StepResult<TOutput>> Run<TInput, TOutput>(
        ActivityName<TInput, TOutput> name,
        TInput input,
        string instanceId,
        DurableTaskClient client,
        FunctionContext context
    )
    {
        accessor.Bind(client);
        var activity = catalog.Activities[name.Value].Create(services, context.CancellationToken);
        var result = await activity.RunAsync(new Invocation(name.Value, instanceId), input);
        return (StepResult<TOutput>)result!;
    }

    private sealed class Invocation(string name, string instanceId) : TaskActivityContext
    {
        public override TaskName Name => name;
        public override string InstanceId => instanceId;
    }
}

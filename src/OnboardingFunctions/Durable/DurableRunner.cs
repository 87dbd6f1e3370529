using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Onboarding.Azure;
using Onboarding.Durability;

namespace OnboardingFunctions.Durable;

/// <summary>Runs what is registered under a stored name. Every function of the engine is one line that calls this.</summary>
public sealed class DurableRunner(DurableRegistry registry, InstanceReservations reservations, DurableClientSource engine, IServiceProvider services, ILogger<DurableRunner> log)
{
    /// <summary>Replayed: nothing but the context may be touched before the first await.</summary>
    internal static async Task<string> RunOrchestration(DurableRegistry registry, string name, TaskOrchestrationContext context)
    {
        var start = DurableJson.Read<OrchestrationStart>(context.GetInput<string>()!);
        try
        {
            return Answer.Done(await registry.Orchestrations[name].Run(new DurableOrchestrationContext(context, start.Version, start.Trace, registry), start.Input.GetRawText()));
        }
        catch (DurableFailureException failure)
        {
            return Answer.Failed(failure.Details);
        }
    }

    internal Task<string> RunOrchestration(string name, TaskOrchestrationContext context) => RunOrchestration(registry, name, context);

    internal async Task<string> RunActivity(string name, string call, DurableTaskClient client, CancellationToken cancellationToken)
    {
        engine.Use(client);
        var (instance, input, trace) = DurableJson.Read<ActivityCall>(call);
        try
        {
            return Answer.Done(await registry.Activities[name].Run(services, new ActivityContext(instance) { Trace = trace }, input.GetRawText(), cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The host is stopping: the engine runs the activity again, here or elsewhere, without a word to the orchestration.
            throw;
        }
        catch (Exception e)
        {
            // The edge of the activity: whatever it threw becomes details that the orchestration decides on.
            var failure = FailureDetails.Of(e);
            if (failure.Code == FailureDetails.Unexpected) Log.ActivityCrashed(log, name, instance, e);
            else Log.ActivityFailed(log, name, instance, failure.Code, failure.Retryable);
            return Answer.Failed(failure);
        }
    }

    internal async Task<string> Hold(string call, CancellationToken cancellationToken)
    {
        var hold = DurableJson.Read<InstanceHold>(DurableJson.Read<ActivityCall>(call).Input.GetRawText());
        var reservation = await reservations.Hold(hold.Instance, $"{hold.Token:n}", cancellationToken);
        return Answer.Done(DurableJson.Write(reservation is not null && await reservations.Confirm(reservation, cancellationToken)));
    }
}

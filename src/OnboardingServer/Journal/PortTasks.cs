using System.Diagnostics.CodeAnalysis;
using DurableTask.Sqlite;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Worker;
using Onboarding.Durability;

namespace OnboardingServer.Journal;

/// <summary>What is registered with the port, as Durable Task's tasks.</summary>
internal sealed class PortTasks(DurableRegistry registry, ILogger logger) : IDurableTaskFactory
{
    public bool TryCreateActivity(TaskName name, IServiceProvider serviceProvider,
        [NotNullWhen(true)] out ITaskActivity? activity)
    {
        activity = registry.Activities.TryGetValue(name.Name, out var found)
            ? new PortActivity(found, serviceProvider, logger) : null;
        return activity is not null;
    }

    public bool TryCreateOrchestrator(TaskName name, IServiceProvider serviceProvider,
        [NotNullWhen(true)] out ITaskOrchestrator? orchestrator)
    {
        orchestrator = registry.Orchestrations.TryGetValue(name.Name, out var found)
            ? new PortOrchestrator(found, registry) : null;
        return orchestrator is not null;
    }

    private sealed class PortActivity(RegisteredActivity activity, IServiceProvider services, ILogger logger)
        : ITaskActivity
    {
        public Type InputType => typeof(RawJson);
        public Type OutputType => typeof(RawJson);

        public async Task<object?> RunAsync(TaskActivityContext context, object? input)
        {
            var current = System.Diagnostics.Activity.Current;
            // The task hub's own span where somebody listens to it; else what it stands for.
            var trace = current?.Source.Name.Length == 0 ? current.ParentId : current?.Id;
            try
            {
                var stopping = services.GetService<ActivityLifetime>()?.Stopping ?? CancellationToken.None;
                return new RawJson(await activity.Run(services,
                    new ActivityContext(context.InstanceId) { Trace = trace }, ((RawJson)input!).Text!, stopping));
            }
            catch (Exception e) when (e is not (DurableFailureException or OperationCanceledException))
            {
                Log.ActivityFailedUnforeseen(logger, activity.Name, context.InstanceId, e.GetType().Name, e.StackTrace);
                throw new DurableFailureException(FailureDetails.Of(e));
            }
        }
    }

    private sealed class PortOrchestrator(RegisteredOrchestration orchestration, DurableRegistry registry)
        : ITaskOrchestrator
    {
        public Type InputType => typeof(RawJson);
        public Type OutputType => typeof(RawJson);

        public async Task<object?> RunAsync(TaskOrchestrationContext context, object? input)
        {
            try
            {
                return new RawJson(await orchestration.Run(new PortContext(context, registry),
                    ((RawJson)input!).Text!));
            }
            catch (Exception e) when (e is not DurableFailureException)
            {
                throw new DurableFailureException(FailureDetails.Of(e));
            }
        }
    }
}

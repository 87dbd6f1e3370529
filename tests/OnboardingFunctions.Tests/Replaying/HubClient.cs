using System.Diagnostics;
using DurableTask.Core;
using DurableTask.Core.History;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using PurgeResult = Microsoft.DurableTask.Client.PurgeResult;

namespace OnboardingFunctions.Tests.Replaying;

/// <summary>What the host binds to a function that asks for the engine's client.</summary>
internal class HubClient(ReplayingTaskHub hub) : DurableTaskClient("test")
{
    public override Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName,
        object? input = null,
        StartOrchestrationOptions? options = null,
        CancellationToken cancellation = default
    )
    {
        var id = options?.InstanceId ?? Guid.NewGuid().ToString("n");
        hub.Create(
            new ExecutionStartedEvent(-1, FunctionTable.Converter.Serialize(input))
            {
                Name = orchestratorName,
                Version = options?.Version?.Version ?? "",
                OrchestrationInstance = new OrchestrationInstance { InstanceId = id, ExecutionId = id },
            },
            Activity.Current?.Id
        );
        return Task.FromResult(id);
    }

    public override Task RaiseEventAsync(
        string instanceId,
        string eventName,
        object? eventPayload = null,
        CancellationToken cancellation = default
    )
    {
        hub.Raise(instanceId, eventName, FunctionTable.Converter.Serialize(eventPayload));
        return Task.CompletedTask;
    }

    public override Task<OrchestrationMetadata?> GetInstancesAsync(
        string instanceId,
        bool getInputsAndOutputs = false,
        CancellationToken cancellation = default
    ) => Task.FromResult(hub.Find(instanceId, getInputsAndOutputs));

    public override Task TerminateInstanceAsync(
        string instanceId,
        TerminateInstanceOptions? options = null,
        CancellationToken cancellation = default
    )
    {
        hub.Terminate(instanceId, FunctionTable.Converter.Serialize(options?.Output));
        return Task.CompletedTask;
    }

    public override Task<PurgeResult> PurgeInstanceAsync(
        string instanceId,
        PurgeInstanceOptions? options = null,
        CancellationToken cancellation = default
    ) => Task.FromResult(new PurgeResult(hub.Purge(instanceId) ? 1 : 0));

    public override Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId,
        bool getInputsAndOutputs = false,
        CancellationToken cancellation = default
    ) => throw new NotSupportedException("Nobody waits.");

    public override Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId,
        bool getInputsAndOutputs = false,
        CancellationToken cancellation = default
    ) => throw new NotSupportedException("Nobody waits.");

    public override Task SuspendInstanceAsync(
        string instanceId,
        string? reason = null,
        CancellationToken cancellation = default
    ) => throw new NotSupportedException("Nobody suspends.");

    public override Task ResumeInstanceAsync(
        string instanceId,
        string? reason = null,
        CancellationToken cancellation = default
    ) => throw new NotSupportedException("Nobody suspends.");

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null) =>
        throw new NotSupportedException("Nobody lists.");

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

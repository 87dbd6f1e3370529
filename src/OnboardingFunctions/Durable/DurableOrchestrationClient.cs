using System.Diagnostics;
using System.Text.Json;
using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Onboarding;
using Onboarding.Azure;
using Onboarding.Durability;

namespace OnboardingFunctions.Durable;

/// <summary>The port's client on Durable Task; who may start an id is decided by <see cref="InstanceReservations"/>.</summary>
internal sealed class DurableOrchestrationClient(DurableClientSource source, InstanceReservations reservations, DurableRegistry registry) : IOrchestrationClient
{
    public async Task<StartResult> Start<TInput, TOutput>(OrchestrationName<TInput, TOutput> name, string instanceId, TInput input, CancellationToken cancellationToken)
    {
        if (await reservations.Hold(instanceId, $"{Guid.NewGuid():n}", cancellationToken) is not { } hold) return StartResult.AlreadyExists;
        try
        {
            // Who held the id before and died may have come as far as starting the instance.
            if (!hold.TakenOver || await Find(instanceId, cancellationToken) is null)
            {
                await source.Current.ScheduleNewOrchestrationInstanceAsync(
                    name.Value, OrchestrationStart.Write(registry.Orchestrations[name.Value].Version, input, Activity.Current?.Id), new StartOrchestrationOptions(InstanceId: instanceId), cancellationToken);
            }
        }
        catch
        {
            // The instance may be there all the same: the answer was lost, or a repeat within the client met what its first attempt had begun.
            if (!await IsThere(instanceId))
            {
                await reservations.GiveUp(hold, CancellationToken.None);
                throw;
            }
        }

        return await reservations.Confirm(hold, cancellationToken) ? StartResult.Started : StartResult.AlreadyExists;
    }

    public async Task<bool> RaiseEvent<T>(string instanceId, EventName<T> name, T payload, CancellationToken cancellationToken)
    {
        if (await Find(instanceId, cancellationToken) is not { IsCompleted: false }) return false;
        try
        {
            await source.Current.RaiseEventAsync(instanceId, name.Value, DurableJson.Write(payload), cancellationToken);
            return true;
        }
        catch (RpcException) when (!cancellationToken.IsCancellationRequested)
        {
            // It may have ended since it was asked for.
            if (await Find(instanceId, cancellationToken) is not { IsCompleted: false }) return false;
            throw;
        }
    }

    public async Task<InstanceState?> Get(string instanceId, CancellationToken cancellationToken) =>
        await source.Current.GetInstanceAsync(instanceId, getInputsAndOutputs: true, cancellationToken) is { } found ? State(found) : null;

    public async Task<bool> Terminate(string instanceId, string reason, CancellationToken cancellationToken)
    {
        if (await Find(instanceId, cancellationToken) is not { IsCompleted: false }) return false;
        await source.Current.TerminateInstanceAsync(instanceId, reason, cancellationToken);
        return true;
    }

    // An orchestration of Durable Task that cannot go on has failed; none stands still.
    public Task<bool> Resume(string instanceId, CancellationToken cancellationToken) => Task.FromResult(false);

    public async Task<bool> Purge(string instanceId, CancellationToken cancellationToken)
    {
        if (await Find(instanceId, cancellationToken) is not { IsCompleted: true }) return false;
        var purged = await source.Current.PurgeInstanceAsync(instanceId, cancellationToken);
        await reservations.Release(instanceId, cancellationToken);
        return purged.PurgedInstanceCount > 0;
    }

    private Task<OrchestrationMetadata?> Find(string instanceId, CancellationToken cancellationToken) =>
        source.Current.GetInstanceAsync(instanceId, getInputsAndOutputs: false, cancellationToken);

    private async Task<bool> IsThere(string instanceId)
    {
        try
        {
            return await Find(instanceId, CancellationToken.None) is not null;
        }
        catch (Exception)
        {
            // What the start failed with says more than this; who follows asks again.
            return false;
        }
    }

    private static InstanceState State(OrchestrationMetadata found)
    {
        var answer = found.RuntimeStatus == OrchestrationRuntimeStatus.Completed ? DurableJson.Read<Answer>(Text(found.SerializedOutput)!) : null;
        var state = new InstanceState
        {
            InstanceId = found.InstanceId,
            Name = found.Name,
            Status = InstanceStatus.Running,
            CreatedAt = found.CreatedAt,
            UpdatedAt = found.LastUpdatedAt,
            CustomStatus = Text(found.SerializedCustomStatus),
        };
        return found.RuntimeStatus switch
        {
            OrchestrationRuntimeStatus.Completed when answer!.Failure is { } failure => state with { Status = InstanceStatus.Failed, Failure = failure },
            OrchestrationRuntimeStatus.Completed => state with { Status = InstanceStatus.Completed, Output = answer!.Ok?.GetRawText() ?? "null" },
            OrchestrationRuntimeStatus.Failed => state with
            {
                Status = InstanceStatus.Failed,
                Failure = new FailureDetails(FailureDetails.Unexpected, $"{found.FailureDetails?.ErrorType ?? "Failure"} in {found.Name}", Retryable: false),
            },
            OrchestrationRuntimeStatus.Terminated => state with
            {
                Status = InstanceStatus.Terminated,
                Failure = new FailureDetails(ErrorCodes.InstanceTerminated, Text(found.SerializedOutput) ?? "", Retryable: false),
            },
            _ => state,
        };
    }

    // What we store is a JSON string that holds our JSON; the reason of a termination comes back as it is from some versions of the engine.
    private static string? Text(string? serialized)
    {
        if (serialized is null or "null" or "") return null;
        return serialized[0] == '"' ? JsonSerializer.Deserialize<string>(serialized) : serialized;
    }
}

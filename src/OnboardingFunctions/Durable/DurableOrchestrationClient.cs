using System.Text.Json;
using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Onboarding;
using Onboarding.Azure;

namespace OnboardingFunctions.Durable;

/// <summary>
/// The orchestrations on Durable Task; who may start an id is decided by <see cref="InstanceReservations"/>.
/// </summary>
internal sealed class DurableOrchestrationClient(DurableTaskClientAccessor accessor, InstanceReservations reservations)
    : IOrchestrationClient
{
    public async Task<StartResult> Start<TInput, TOutput>(
        OrchestrationName<TInput, TOutput> name,
        string instanceId,
        TInput input,
        CancellationToken cancellationToken
    )
    {
        if (await reservations.Hold(instanceId, $"{Guid.NewGuid():n}", cancellationToken) is not { } hold)
            return StartResult.AlreadyExists;
        try
        {
            // A caller that held the id before and died may already have started the instance.
            if (!hold.TakenOver || await Find(instanceId, cancellationToken) is null)
            {
                await accessor.Client.ScheduleNewOrchestrationInstanceAsync(
                    name.Value,
                    input,
                    new StartOrchestrationOptions(instanceId) { Version = TaskCatalog.Version },
                    cancellationToken
                );
            }
        }
        catch
        {
            // The instance may be there all the same: the answer was lost, or a repeat within the client met what its
            // first attempt had begun.
            if (!await IsThere(instanceId))
            {
                await reservations.GiveUp(hold, CancellationToken.None);
                throw;
            }
        }

        return await reservations.Confirm(hold, cancellationToken) ? StartResult.Started : StartResult.AlreadyExists;
    }

    public async Task<bool> RaiseEvent<T>(
        string instanceId,
        EventName<T> name,
        T payload,
        CancellationToken cancellationToken
    )
    {
        if (await Find(instanceId, cancellationToken) is not { IsCompleted: false })
            return false;
        try
        {
            await accessor.Client.RaiseEventAsync(instanceId, name.Value, payload, cancellationToken);
            return true;
        }
        catch (RpcException) when (!cancellationToken.IsCancellationRequested)
        {
            // It may have ended since it was asked for.
            if (await Find(instanceId, cancellationToken) is not { IsCompleted: false })
                return false;
            throw;
        }
    }

    public async Task<InstanceState?> Get(string instanceId, CancellationToken cancellationToken) =>
        await accessor.Client.GetInstanceAsync(instanceId, getInputsAndOutputs: true, cancellationToken) is { } found
            ? State(found)
            : null;

    public async Task<bool> Terminate(string instanceId, string reason, CancellationToken cancellationToken)
    {
        if (await Find(instanceId, cancellationToken) is not { IsCompleted: false })
            return false;
        await accessor.Client.TerminateInstanceAsync(instanceId, reason, cancellationToken);
        return true;
    }

    // Durable Task has no halted state: an orchestration that cannot go on has failed.
    public Task<bool> Resume(string instanceId, CancellationToken cancellationToken) => Task.FromResult(false);

    public async Task<bool> Purge(string instanceId, CancellationToken cancellationToken)
    {
        if (await Find(instanceId, cancellationToken) is not { IsCompleted: true })
            return false;
        var purged = await accessor.Client.PurgeInstanceAsync(instanceId, cancellationToken);
        await reservations.Release(instanceId, cancellationToken);
        return purged.PurgedInstanceCount > 0;
    }

    private Task<OrchestrationMetadata?> Find(string instanceId, CancellationToken cancellationToken) =>
        accessor.Client.GetInstanceAsync(instanceId, getInputsAndOutputs: false, cancellationToken);

    private async Task<bool> IsThere(string instanceId)
    {
        try
        {
            return await Find(instanceId, CancellationToken.None) is not null;
        }
        catch (Exception)
        {
            // The error of the start tells more than this one; a later caller asks again.
            return false;
        }
    }

    private static InstanceState State(OrchestrationMetadata found)
    {
        var state = new InstanceState
        {
            InstanceId = found.InstanceId,
            Name = found.Name,
            Status = InstanceStatus.Running,
            CreatedAt = found.CreatedAt,
            UpdatedAt = found.LastUpdatedAt,
            CustomStatus = found.SerializedCustomStatus is null or "null" or "" ? null : found.SerializedCustomStatus,
        };
        return found.RuntimeStatus switch
        {
            OrchestrationRuntimeStatus.Completed => state with
            {
                Status = InstanceStatus.Completed,
                Output = found.SerializedOutput,
            },
            OrchestrationRuntimeStatus.Failed => state with
            {
                Status = InstanceStatus.Failed,
                Failure = found.FailureDetails is { } failure
                    ? StepFailure.Of(failure, found.Name)
                    : new StepFailure(StepFailure.Unexpected, $"Failure in {found.Name}", Retryable: false),
            },
            OrchestrationRuntimeStatus.Terminated => state with
            {
                Status = InstanceStatus.Terminated,
                Failure = new StepFailure(
                    ErrorCodes.InstanceTerminated,
                    Text(found.SerializedOutput) ?? "",
                    Retryable: false
                ),
            },
            _ => state,
        };
    }

    // The reason of a termination comes back as it is from some versions of the engine, as JSON from others.
    private static string? Text(string? serialized)
    {
        if (serialized is null or "null" or "")
            return null;
        return serialized[0] == '"' ? JsonSerializer.Deserialize<string>(serialized) : serialized;
    }
}

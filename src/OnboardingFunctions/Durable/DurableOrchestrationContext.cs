using System.Text.Json;
using Microsoft.DurableTask;
using Onboarding;
using Onboarding.Durability;

namespace OnboardingFunctions.Durable;

/// <summary>
/// The port on Durable Task. Retries are timers of the port, so activities are scheduled without <see cref="TaskOptions"/> for retries: Durable Task's own policy knows no "not before" of a vendor.
/// </summary>
internal sealed class DurableOrchestrationContext(TaskOrchestrationContext inner, string version, string? trace, DurableRegistry registry) : OrchestrationContext
{
    // Durable Task's own limit, of the text as it stores it: a JSON string that holds our JSON.
    private const int MostStatusBytes = 16 * 1024;
    private readonly Dictionary<string, Task> _waits = new(StringComparer.OrdinalIgnoreCase);

    public override string InstanceId => inner.InstanceId;

    public override string Version => version;

    public override DateTimeOffset CurrentUtc => new(DateTime.SpecifyKind(inner.CurrentUtcDateTime, DateTimeKind.Utc));

    public override Guid NewGuid() => inner.NewGuid();

    protected override async Task<TOutput> ScheduleActivity<TInput, TOutput>(ActivityName<TInput, TOutput> name, TInput input)
    {
        string answer;
        try
        {
            answer = await inner.CallActivityAsync<string>(name.Value, ActivityCall.Write(InstanceId, input, trace));
        }
        catch (TaskFailedException crash)
        {
            // Not an answer of the activity: its worker died, ran out of time or could not be reached.
            throw new DurableFailureException(Crash(name.Value, crash, retryable: true), crash);
        }

        return Answer.Read<TOutput>(answer);
    }

    public override async Task<TOutput> CallSubOrchestration<TInput, TOutput>(OrchestrationName<TInput, TOutput> name, TInput input, string instanceId)
    {
        // Durable Task would start anew, or wait for, whatever runs under the id already.
        if (!await ScheduleActivity(InstanceHold.Name, new InstanceHold(instanceId, NewGuid())))
        {
            throw new DurableFailureException(new FailureDetails(ErrorCodes.InstanceTaken, $"The instance id {instanceId} is taken.", Retryable: false));
        }

        string answer;
        try
        {
            answer = await inner.CallSubOrchestratorAsync<string>(
                name.Value,
                OrchestrationStart.Write(registry.Orchestrations[name.Value].Version, input, trace),
                new SubOrchestrationOptions(instanceId: instanceId));
        }
        catch (TaskFailedException crash)
        {
            throw new DurableFailureException(Crash(name.Value, crash, retryable: false), crash);
        }

        return Answer.Read<TOutput>(answer);
    }

    /// <remarks>
    /// Durable Task gives an event to one wait, the newest or the oldest depending on its version, also when nobody looks at that wait any more. So there is never more than one open wait of a name: who asks
    /// again gets the same.
    /// </remarks>
    public override Task<T> WaitForEvent<T>(EventName<T> name)
    {
        if (_waits.TryGetValue(name.Value, out var open) && open is Task<T> { IsCompleted: false } same) return same;
        var wait = Next(name);
        _waits[name.Value] = wait;
        return wait;
    }

    public override Task CreateTimer(DateTimeOffset fireAt, CancellationToken cancellation) => inner.CreateTimer(fireAt.UtcDateTime, cancellation);

    public override void SetStatus<T>(T status)
    {
        var json = DurableJson.Write(status);
        if (JsonSerializer.Serialize(json).Length * sizeof(char) is > MostStatusBytes and var size) throw new ArgumentException($"The status has {size} bytes; at most {MostStatusBytes} are kept.", nameof(status));
        inner.SetCustomStatus(json);
    }

    public override void ContinueAsNew<T>(T input) => inner.ContinueAsNew(OrchestrationStart.Write(version, input, trace), preserveUnprocessedEvents: true);

    private async Task<T> Next<T>(EventName<T> name) => DurableJson.Read<T>(await inner.WaitForExternalEvent<string>(name.Value));

    // The message of a crash may hold personal data; its type does not.
    private static FailureDetails Crash(string name, TaskFailedException crash, bool retryable) => new(FailureDetails.Unexpected, $"{crash.FailureDetails.ErrorType} in {name}", retryable);
}

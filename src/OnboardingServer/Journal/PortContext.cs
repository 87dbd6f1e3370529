using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DurableTask.Sqlite;
using Microsoft.DurableTask;
using Onboarding.Durability;

namespace OnboardingServer.Journal;

/// <summary>
/// The port on Durable Task's context. Retries are timers of the port: Durable Task's own policy knows no "not before"
/// of a vendor.
/// </summary>
internal sealed class PortContext(TaskOrchestrationContext inner, DurableRegistry registry) : OrchestrationContext
{
    private const int MostStatusBytes = 8 * 1024;

    private readonly Dictionary<string, Task> _waits = new(StringComparer.OrdinalIgnoreCase);
    private int _guids;

    public override string InstanceId => inner.InstanceId;

    public override string Version => inner.Version;

    public override DateTimeOffset CurrentUtc => new(DateTime.SpecifyKind(inner.CurrentUtcDateTime, DateTimeKind.Utc));

    /// <remarks>
    /// By the rule of the histories that were written before Durable Task ran them: ids of sub-orchestrations are made
    /// of such ids, and must come out the same.
    /// </remarks>
    public override Guid NewGuid()
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"{InstanceId}|{inner.Properties[ContextProperties.Run]}|{++_guids}")), hash);
        // Version 8 of RFC 9562: made from a name by a rule of one's own.
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }

    public override async Task<TOutput> CallSubOrchestration<TInput,
        TOutput>(OrchestrationName<TInput, TOutput> name, TInput input, string instanceId)
    {
        var json = PortJson.Write(input, $"The input of {name}");
        InstanceIds.Check(instanceId);
        var version = registry.Orchestrations.TryGetValue(name.Value, out var orchestration) ? orchestration.Version
            : "";
        RawJson result;
        try
        {
            result = await inner.CallSubOrchestratorAsync<RawJson>(name.Value, new RawJson(json),
                new SubOrchestrationOptions(instanceId: instanceId) { Version = new TaskVersion(version) });
        }
        catch (TaskFailedException failed)
        {
            throw new DurableFailureException(PortFailures.Of(failed.FailureDetails, name.Value));
        }

        return PortJson.Read<TOutput>(result, $"sub-orchestration {name}");
    }

    /// <remarks>
    /// Durable Task gives an event to the newest of its waits. So there is never more than one open there: who asks
    /// while another waits is next in line.
    /// </remarks>
    public override Task<T> WaitForEvent<T>(EventName<T> name)
    {
        var wait = Next(name, _waits.GetValueOrDefault(name.Value));
        _waits[name.Value] = wait;
        return wait;
    }

    public override Task CreateTimer(DateTimeOffset fireAt, CancellationToken cancellation) =>
        cancellation.IsCancellationRequested ? Task.FromCanceled(cancellation)
            : inner.CreateTimer(fireAt.UtcDateTime, cancellation);

    public override void SetStatus<T>(T status)
    {
        var json = DurableJson.Write(status);
        if (Encoding.UTF8.GetByteCount(json) > MostStatusBytes) throw new ArgumentException($"A status is at most {MostStatusBytes} bytes of JSON.", nameof(status));
        inner.SetCustomStatus(new RawJson(json));
    }

    public override void ContinueAsNew<T>(T input) =>
        inner.ContinueAsNew(new RawJson(PortJson.Write(input, "The input to continue with")),
        preserveUnprocessedEvents: true);

    protected override async Task<TOutput> ScheduleActivity<TInput,
        TOutput>(ActivityName<TInput, TOutput> name, TInput input)
    {
        RawJson result;
        try
        {
            result = await inner.CallActivityAsync<RawJson>(name.Value,
                new RawJson(PortJson.Write(input, $"The input of {name}")));
        }
        catch (TaskFailedException failed)
        {
            throw new DurableFailureException(PortFailures.Of(failed.FailureDetails, name.Value));
        }

        return PortJson.Read<TOutput>(result, $"activity {name}");
    }

    private async Task<T> Next<T>(EventName<T> name, Task? before)
    {
        // How the one before ends is for whoever awaits it.
        if (before is { IsCompleted: false }) await Task.WhenAny(before);
        return PortJson.Read<T>(await inner.WaitForExternalEvent<RawJson>(name.Value), $"event {name}");
    }
}

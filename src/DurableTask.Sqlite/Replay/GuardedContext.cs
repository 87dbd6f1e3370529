using System.Buffers.Binary;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;
using Microsoft.Extensions.Logging;

namespace DurableTask.Sqlite.Replay;

/// <summary>
/// Durable Task's context, guarded: it may be used only within the turn, and the run follows which events were taken
/// and whether they are kept for the next run.
/// </summary>
internal sealed class GuardedContext(TaskOrchestrationContext inner, RunGuard guard, WorkerTasks worker)
    : TaskOrchestrationContext
{
    public override TaskName Name => inner.Name;
    public override string InstanceId => inner.InstanceId;
    public override ParentOrchestrationInstance? Parent => inner.Parent;
    public override bool IsReplaying => inner.IsReplaying;
    public override string Version => inner.Version;
    public override IReadOnlyDictionary<string, object?> Properties => inner.Properties;
    protected override ILoggerFactory LoggerFactory => worker.Loggers;

    public override DateTime CurrentUtcDateTime
    {
        get
        {
            guard.Thread.Verify();
            return inner.CurrentUtcDateTime;
        }
    }

    public override TaskOrchestrationEntityFeature Entities => throw new NotSupportedException(NotSupported.Entities);

    public override T GetInput<T>() => inner.GetInput<T>()!;

    public override Task<TResult> CallActivityAsync<TResult>(
        TaskName name,
        object? input = null,
        TaskOptions? options = null
    )
    {
        guard.Thread.Verify();
        return inner.CallActivityAsync<TResult>(name, input, options);
    }

    public override Task<TResult> CallSubOrchestratorAsync<TResult>(
        TaskName orchestratorName,
        object? input = null,
        TaskOptions? options = null
    )
    {
        guard.Thread.Verify();
        // The id that Durable Task would make, by our rule.
        if (options is not SubOrchestrationOptions { InstanceId: not null })
        {
            var id = NewGuid().ToString("N");
            options = options is null
                ? new SubOrchestrationOptions(instanceId: id)
                : new SubOrchestrationOptions(options, id);
        }

        return inner.CallSubOrchestratorAsync<TResult>(orchestratorName, input, options);
    }

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        guard.Thread.Verify();
        guard.MayCancelTimers |= cancellationToken.CanBeCanceled;
        return inner.CreateTimer(fireAt, cancellationToken);
    }

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
    {
        guard.Thread.Verify();
        Task<T> wait;
        try
        {
            wait = inner.WaitForExternalEvent<T>(eventName, cancellationToken);
        }
        catch
        {
            // It was taken, and cannot be read.
            guard.Events.TakeKept(eventName);
            throw;
        }

        if (wait.IsCompletedSuccessfully)
            guard.Events.TakeKept(eventName);
        else if (!wait.IsCompleted)
            guard.Events.Add(eventName, wait);
        return wait;
    }

    public override void SendEvent(string instanceId, string eventName, object payload)
    {
        guard.Thread.Verify();
        Payload.Check(worker.Converter.Serialize(payload), $"Event {eventName}", worker.MaxPayload);
        inner.SendEvent(instanceId, eventName, payload);
    }

    public override void SetCustomStatus(object? customStatus)
    {
        guard.Thread.Verify();
        inner.SetCustomStatus(customStatus);
    }

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) =>
        ContinueAsNew(
            new Microsoft.DurableTask.ContinueAsNewOptions
            {
                NewInput = newInput,
                PreserveUnprocessedEvents = preserveUnprocessedEvents,
            }
        );

    public override void ContinueAsNew(Microsoft.DurableTask.ContinueAsNewOptions options)
    {
        guard.Thread.Verify();
        guard.KeepsEvents = options.PreserveUnprocessedEvents;
        // Durable Task would keep them by sending them again; here they stay where they lie.
        inner.ContinueAsNew(
            new Microsoft.DurableTask.ContinueAsNewOptions
            {
                NewInput = options.NewInput,
                NewVersion = options.NewVersion,
                PreserveUnprocessedEvents = false,
            }
        );
    }

    public override Guid NewGuid()
    {
        guard.Thread.Verify();
        var made = inner.NewGuid();
        if (guard.Run == 0)
            return made;
        // Durable Task makes it from instance, time and number, which two runs may share where the clock is slow; so
        // the run is in it too.
        Span<byte> bytes = stackalloc byte[16];
        made.TryWriteBytes(bytes);
        var last = bytes[12..];
        BinaryPrimitives.WriteInt32BigEndian(last, BinaryPrimitives.ReadInt32BigEndian(last) ^ guard.Run);
        return new Guid(bytes);
    }
}

/// <summary>The state that a run and the context of its orchestrator share.</summary>
internal sealed class RunGuard(TurnThread thread, int run)
{
    public TurnThread Thread { get; } = thread;

    /// <summary>Gets the number of times that the instance has continued as new.</summary>
    public int Run { get; } = run;

    public EventInbox Events { get; } = new();

    /// <summary>Gets or sets whether a timer was created that the orchestrator can cancel.</summary>
    public bool MayCancelTimers { get; set; }

    /// <summary>Gets or sets whether the next run is to get the events that nobody has taken.</summary>
    public bool KeepsEvents { get; set; }
}

/// <summary>An orchestrator that gets the guarded context.</summary>
internal sealed class GuardedOrchestrator(ITaskOrchestrator inner, RunGuard guard, WorkerTasks worker)
    : ITaskOrchestrator
{
    public Type InputType => inner.InputType;
    public Type OutputType => inner.OutputType;

    public Task<object?> RunAsync(TaskOrchestrationContext context, object? input) =>
        inner.RunAsync(new GuardedContext(context, guard, worker), input);
}

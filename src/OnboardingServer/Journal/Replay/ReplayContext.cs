using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Onboarding.Durability;

namespace OnboardingServer.Journal.Replay;

/// <summary>The port for one run: every call becomes a numbered row to be written, or to be found again in history, and a task that an event will end.</summary>
internal sealed class ReplayContext(InstanceHead head, TurnThread thread) : OrchestrationContext
{
    private const int MostStatusBytes = 8 * 1024;

    private readonly Dictionary<int, Pending> _pending = [];
    private readonly Dictionary<int, HistoryEvent> _activities = [];
    private readonly List<HistoryEvent> _calls = [];
    private DateTimeOffset _now;
    private int _tasks;
    private int _guids;

    public override string InstanceId => head.Id;
    public override string Version => head.Version;

    public override DateTimeOffset CurrentUtc
    {
        get
        {
            thread.Verify();
            return _now;
        }
    }

    public EventInbox Events { get; } = new();

    /// <summary>Activities scheduled and not ended.</summary>
    public IReadOnlyCollection<HistoryEvent> OpenActivities => _activities.Values;

    public bool IsWaiting => _pending.Count > 0 || Events.IsWaitedFor;

    public bool HasMadeTimers { get; private set; }

    public string? Status { get; private set; }

    /// <summary>The input to go on with as a new run, once asked for.</summary>
    public string? Continuation { get; private set; }

    public void BeginTurn(DateTimeOffset at) => _now = at;

    /// <summary>The calls made since they were taken last.</summary>
    public IReadOnlyList<HistoryEvent> TakeCalls()
    {
        if (_calls.Count == 0) return [];
        HistoryEvent[] calls = [.. _calls];
        _calls.Clear();
        return calls;
    }

    /// <summary>Puts calls back that a replay took and history does not hold.</summary>
    public void Restore(IEnumerable<HistoryEvent> calls) => _calls.AddRange(calls);

    /// <summary>Hands an event to whoever waits. One for a task that is over (a cancelled timer, a result that came twice) is for nobody.</summary>
    public void Deliver(HistoryEvent input)
    {
        if (input.Kind == HistoryKind.EventRaised)
        {
            Events.Deliver(input);
            return;
        }

        if (!_pending.Remove(input.Task, out var pending)) return;
        _activities.Remove(input.Task);
        if (input.Kind is HistoryKind.ActivityFailed or HistoryKind.SubOrchestrationFailed) pending.Fail(DurableJson.Read<FailureDetails>(input.Payload!));
        else pending.Complete(input.Payload);
    }

    public override Guid NewGuid()
    {
        thread.Verify();
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{head.Id}|{head.Run}|{++_guids}")), hash);
        // Version 8 of RFC 9562: made from a name by a rule of one's own.
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }

    public override Task<TOutput> CallSubOrchestration<TInput, TOutput>(OrchestrationName<TInput, TOutput> name, TInput input, string instanceId)
    {
        var pending = new Pending<TOutput>($"sub-orchestration {name}");
        Call(pending, HistoryKind.SubOrchestrationStarted, name.Value, InstanceIds.Check(instanceId), Payload.Write(input, $"The input of {name}"));
        return pending.Task;
    }

    public override Task<T> WaitForEvent<T>(EventName<T> name)
    {
        thread.Verify();
        var pending = new Pending<T>($"event {name}");
        Events.Ask(name.Value, pending);
        return pending.Task;
    }

    public override Task CreateTimer(DateTimeOffset fireAt, CancellationToken cancellation)
    {
        thread.Verify();
        if (cancellation.IsCancellationRequested) return Task.FromCanceled(cancellation);
        var pending = new PendingTimer();
        HasMadeTimers = true;
        var task = Call(pending, HistoryKind.TimerCreated, null, fireAt.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture), null);
        if (cancellation.CanBeCanceled) pending.Registration = cancellation.Register(() => CancelTimer(task, pending, cancellation));
        return pending.Task;
    }

    public override void SetStatus<T>(T status)
    {
        thread.Verify();
        var json = DurableJson.Write(status);
        if (Encoding.UTF8.GetByteCount(json) > MostStatusBytes) throw new ArgumentException($"A status is at most {MostStatusBytes} bytes of JSON.", nameof(status));
        Status = json;
    }

    public override void ContinueAsNew<T>(T input)
    {
        thread.Verify();
        Continuation = Payload.Write(input, "The input to continue with");
    }

    protected override Task<TOutput> ScheduleActivity<TInput, TOutput>(ActivityName<TInput, TOutput> name, TInput input)
    {
        var pending = new Pending<TOutput>($"activity {name}");
        var task = Call(pending, HistoryKind.ActivityScheduled, name.Value, null, Payload.Write(input, $"The input of {name}"));
        _activities[task] = _calls[^1];
        return pending.Task;
    }

    private int Call(Pending pending, HistoryKind kind, string? name, string? detail, string? payload)
    {
        thread.Verify();
        var task = ++_tasks;
        _pending.Add(task, pending);
        _calls.Add(new HistoryEvent { Kind = kind, Task = task, Name = name, Detail = detail, Payload = payload });
        return task;
    }

    private void CancelTimer(int task, PendingTimer pending, CancellationToken cancellation)
    {
        thread.Verify();
        if (!_pending.Remove(task)) return;
        _calls.Add(new HistoryEvent { Kind = HistoryKind.TimerCancelled, Task = task });
        pending.Cancel(cancellation);
    }
}

using DurableTask.Core;
using DurableTask.Core.Command;
using DurableTask.Core.History;
using Microsoft.DurableTask.Client;

namespace OnboardingFunctions.Tests.Replaying;

/// <summary>
/// A task hub in memory that does to the functions what Durable Task does, with Durable Task's own executor: an
/// orchestration is replayed from the beginning each time something happened to it, activities run beside it, and all
/// that passes between them is text.
/// </summary>
internal sealed class ReplayingTaskHub(
    FunctionTable functions,
    TimeProvider time,
    Dictionary<string, ReplayedInstance>? stored = null
) : IDisposable
{
    // What a timer of .NET can count.
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(49);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, ReplayedInstance> _instances = stored ?? [];
    private readonly Dictionary<
        (string Instance, int Execution, int Decision),
        (ITimer Timer, DateTimeOffset Due)
    > _timers = [];
    private readonly CancellationTokenSource _stopping = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _busy;
    private bool _dead;

    /// <summary>Asked before an activity runs; true: its worker dies, and the engine reports that.</summary>
    public Func<string, bool> WorkerDies { get; set; } = _ => false;

    /// <summary>
    /// Starts an instance. As in Durable Task's older versions a second start replaces the first: our client must not
    /// let it happen.
    /// </summary>
    public void Create(ExecutionStartedEvent start, string? trace)
    {
        var id = start.OrchestrationInstance!.InstanceId!;
        lock (_gate)
            _instances[id] = new ReplayedInstance(start, time.GetUtcNow(), trace);
        Work(id);
    }

    public OrchestrationMetadata? Find(string id, bool withTexts)
    {
        lock (_gate)
            return _instances.GetValueOrDefault(id)?.Metadata(withTexts);
    }

    public ReplayedInstance Instance(string id)
    {
        lock (_gate)
            return _instances[id];
    }

    public void Raise(string id, string name, string? payload)
    {
        lock (_gate)
        {
            if (_instances.TryGetValue(id, out var instance))
                instance.Post(instance.Execution, new EventRaisedEvent(-1, payload) { Name = name });
        }

        Work(id);
    }

    public void Terminate(string id, string? output)
    {
        ReplayedInstance instance;
        lock (_gate)
        {
            instance = _instances[id];
            instance.Terminate(output, time.GetUtcNow());
        }

        lock (_gate)
            Forget(instance);
        Changed();
    }

    public bool Purge(string id)
    {
        lock (_gate)
            return _instances.Remove(id);
    }

    /// <summary>When the next durable timer is due; null when there is none.</summary>
    public DateTimeOffset? NextTimer
    {
        get
        {
            lock (_gate)
                return _timers.Count == 0 ? null : _timers.Values.Min(timer => timer.Due);
        }
    }

    /// <summary>
    /// Stops as a kill does: what was under way is heard of no more. What is stored goes on in another hub.
    /// </summary>
    public Dictionary<string, ReplayedInstance> Kill()
    {
        lock (_gate)
        {
            _dead = true;
            foreach (var instance in _instances.Values)
                instance.Unload();
        }

        _stopping.Cancel();
        return _instances;
    }

    /// <summary>Takes up what a killed hub has left.</summary>
    public void TakeUp()
    {
        List<(ReplayedInstance, int, OrchestratorAction)> left;
        lock (_gate)
        {
            left =
            [
                .. from instance in _instances.Values
                from action in instance.Unanswered
                select (instance, instance.Execution, action),
            ];
        }

        foreach (var (instance, execution, decision) in left)
            Do(instance, execution, decision);
        foreach (var id in _instances.Keys.ToArray())
            Work(id);
    }

    /// <summary>When nothing is left to do but wait for time or for somebody outside.</summary>
    public Task Settled() => Until(() => _busy == 0);

    public Task Ended(string id) => Until(() => _instances.TryGetValue(id, out var instance) && instance.Ended);

    public void Dispose()
    {
        _stopping.Cancel();
        lock (_gate)
        {
            foreach (var (timer, _) in _timers.Values)
                timer.Dispose();
        }

        _stopping.Dispose();
    }

    private async Task Until(Func<bool> condition)
    {
        for (; ; )
        {
            Task changed;
            lock (_gate)
            {
                if (condition())
                    return;
                changed = _changed.Task;
            }

            await changed.WaitAsync(TimeSpan.FromSeconds(60));
        }
    }

    private void Changed()
    {
        lock (_gate)
        {
            _changed.TrySetResult();
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private void Busily(Func<Task> work)
    {
        lock (_gate)
            _busy++;
        _ = Task.Run(async () =>
        {
            try
            {
                await work();
            }
            finally
            {
                lock (_gate)
                    _busy--;
                Changed();
            }
        });
    }

    private void Work(string id) =>
        Busily(() =>
        {
            List<(ReplayedInstance Instance, int Execution, OrchestratorAction Decision)> asked = [];
            lock (_gate)
            {
                if (_dead || !_instances.TryGetValue(id, out var instance))
                    return Task.CompletedTask;
                while (instance.HasMail)
                {
                    var execution = instance.Execution;
                    asked.AddRange(
                        instance
                            .Replay(functions.Orchestrator(instance.Name), FunctionTable.Converter, time.GetUtcNow())
                            .Select(decision => (instance, execution, decision))
                    );
                    if (instance.Ended)
                        Forget(instance);
                }
            }

            foreach (var (instance, execution, decision) in asked)
                Do(instance, execution, decision);
            return Task.CompletedTask;
        });

    private void Do(ReplayedInstance instance, int execution, OrchestratorAction action)
    {
        switch (action)
        {
            case ScheduleTaskOrchestratorAction activity:
                Busily(async () => Tell(instance, execution, await Run(instance, activity)));
                break;
            case CreateTimerOrchestratorAction timer:
                var due = new DateTimeOffset(DateTime.SpecifyKind(timer.FireAt, DateTimeKind.Utc));
                if (due <= time.GetUtcNow())
                    Tell(instance, execution, Fired(timer.Id, due));
                else
                    lock (_gate)
                        Arm(instance, (instance.Id, execution, timer.Id), due);
                break;
        }
    }

    private async Task<HistoryEvent> Run(ReplayedInstance instance, ScheduleTaskOrchestratorAction activity)
    {
        try
        {
            if (WorkerDies(activity.Name!))
                throw new InvalidOperationException("The worker died.");
            var result = await functions.RunActivity(
                activity.Name!,
                activity.Input!,
                instance.Id,
                instance.Trace,
                new HubClient(this),
                _stopping.Token
            );
            return new TaskCompletedEvent(-1, activity.Id, result);
        }
        catch (Exception e)
        {
            return new TaskFailedEvent(
                -1,
                activity.Id,
                e.Message,
                null,
                new FailureDetails(e.GetType().FullName!, e.Message, null, null, false)
            );
        }
    }

    private static TimerFiredEvent Fired(int timer, DateTimeOffset due) => new(-1, due.UtcDateTime) { TimerId = timer };

    private void Arm(ReplayedInstance instance, (string, int Execution, int Decision) key, DateTimeOffset due)
    {
        var wait = due - time.GetUtcNow();
        _timers[key] = (
            time.CreateTimer(
                _ => Fire(instance, key),
                null,
                wait < LongestTimer ? wait : LongestTimer,
                Timeout.InfiniteTimeSpan
            ),
            due
        );
    }

    private void Fire(ReplayedInstance instance, (string, int Execution, int Decision) key)
    {
        DateTimeOffset due;
        lock (_gate)
        {
            if (!_timers.Remove(key, out var timer))
                return;
            timer.Timer.Dispose();
            due = timer.Due;
            if (time.GetUtcNow() < due)
            {
                Arm(instance, key, due);
                return;
            }
        }

        Tell(instance, key.Execution, Fired(key.Decision, due));
    }

    private void Tell(ReplayedInstance instance, int execution, HistoryEvent happened)
    {
        lock (_gate)
        {
            if (_dead)
                return;
            instance.Post(execution, happened);
        }

        Work(instance.Id);
    }

    private void Forget(ReplayedInstance instance)
    {
        foreach (var key in _timers.Keys.Where(key => key.Instance == instance.Id).ToArray())
        {
            if (_timers.Remove(key, out var timer))
                timer.Timer.Dispose();
        }
    }
}

using System.Text.Json;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Scenarios.Histories;

namespace OnboardingFunctions.Tests.Replaying;

/// <summary>One instance: its history, and what came of its last replay.</summary>
internal sealed class ReplayedInstance(string name, string id, string input, DateTimeOffset createdAt)
{
    private readonly List<HistoryEvent> _history = [];
    private readonly List<Decision> _decisions = [];
    private readonly List<(int After, Decision Decision)> _asked = [];
    private readonly List<HistoryEvent> _inbox = [new HistoryEvent.Started(input)];

    public string Name { get; } = name;

    public string Id { get; } = id;

    public DateTimeOffset CreatedAt { get; } = createdAt;

    public DateTimeOffset UpdatedAt { get; private set; } = createdAt;

    public OrchestrationRuntimeStatus Status { get; private set; } = OrchestrationRuntimeStatus.Pending;

    public string? Output { get; private set; }

    public Exception? Failure { get; private set; }

    public string? CustomStatus { get; private set; }

    /// <summary>Raised by continuing as new: answers to an earlier execution are nobody's.</summary>
    public int Execution { get; private set; }

    /// <summary>How often the orchestration was replayed from its beginning.</summary>
    public int Replays { get; private set; }

    public (ReplayedInstance Instance, int Execution, int Decision)? Parent { get; init; }

    public bool Ended => Status is OrchestrationRuntimeStatus.Completed or OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated;

    /// <summary>What was asked for and not answered: all that a worker that starts anew has to take up.</summary>
    public IReadOnlyList<Decision> Unanswered
    {
        get
        {
            var answered = _history.Concat(_inbox).Select(happened => happened switch
            {
                HistoryEvent.Completed completed => completed.Decision,
                HistoryEvent.Failed failed => failed.Decision,
                HistoryEvent.Fired fired => fired.Decision,
                _ => -1,
            }).ToHashSet();
            return Ended ? [] : [.. _decisions.Where(decision => !answered.Contains(decision.Id))];
        }
    }

    public bool HasMail => _inbox.Count > 0 && !Ended;

    public void Post(int execution, HistoryEvent happened)
    {
        if (execution == Execution) _inbox.Add(happened);
    }

    public void Terminate(string? output, DateTimeOffset at) => End(OrchestrationRuntimeStatus.Terminated, output, null, at);

    /// <summary>Replays the whole history and what has come since, and returns what is newly asked for.</summary>
    public IReadOnlyList<Decision> Replay(Func<TaskOrchestrationContext, Task<string>> function, DateTimeOffset now, bool newestWaitFirst)
    {
        Replays++;
        var context = new ReplayedContext(Name, Id, Execution, newestWaitFirst);
        var known = _history.Count;
        _history.Add(new HistoryEvent.Called(now.UtcDateTime));
        _history.AddRange(_inbox);
        _inbox.Clear();
        var run = Run(context, function, known);

        for (var n = 0; n < _decisions.Count; n++)
        {
            if (n >= context.Decisions.Count || context.Decisions[n] != _decisions[n])
            {
                var asked = n < context.Decisions.Count ? context.Decisions[n].ToString() : "nothing";
                End(OrchestrationRuntimeStatus.Failed, null, new InvalidOperationException($"Not deterministic: history holds {_decisions[n]}, the replay asks for {asked}."), now);
                return [];
            }
        }

        var fresh = context.Decisions.Skip(_decisions.Count).ToList();
        _decisions.AddRange(fresh);
        _asked.AddRange(fresh.Select(decision => (_history.Count, decision)));
        Status = OrchestrationRuntimeStatus.Running;
        UpdatedAt = now;
        CustomStatus = context.CustomStatus;
        if (!run.IsCompleted) return fresh;
        if (run.IsFaulted || run.IsCanceled) End(OrchestrationRuntimeStatus.Failed, null, run.Exception?.InnerException ?? new TaskCanceledException(), now);
        else if (context.Next is { } next) ContinueAsNew(next, context.Left);
        else End(OrchestrationRuntimeStatus.Completed, JsonSerializer.Serialize(run.Result), null, now);
        return fresh.OfType<Decision.Activity>().ToList();
    }

    /// <summary>Gets its history in the form that does not depend on the engine.</summary>
    public RecordedHistory Record(string version)
    {
        var (events, at) = (new List<RecordedEvent>(), CreatedAt.UtcDateTime);
        for (var n = 0; n < _history.Count; n++)
        {
            if (_history[n] is HistoryEvent.Called called) at = called.At;
            events.Add(RecordOf(_history[n], at));
            events.AddRange(_asked.Where(asked => asked.After == n + 1).Select(asked => RecordOf(asked.Decision, at)));
        }

        if (Ended) events.Add(new RecordedEvent { Kind = EndKind, At = at, Data = Output });
        return new RecordedHistory(Id, Name, version, events);
    }

    private RecordedKind EndKind => Status switch
    {
        OrchestrationRuntimeStatus.Completed => RecordedKind.Completed,
        OrchestrationRuntimeStatus.Terminated => RecordedKind.Terminated,
        _ => RecordedKind.Failed,
    };

    private RecordedEvent RecordOf(HistoryEvent happened, DateTime at) => (happened switch
    {
        HistoryEvent.Called => new RecordedEvent { Kind = RecordedKind.TurnBegan },
        HistoryEvent.Started started => new() { Kind = RecordedKind.Started, Data = started.Input },
        HistoryEvent.Completed completed => new()
        {
            Kind = RecordedKind.ActivityCompleted,
            Task = completed.Decision,
            Data = completed.Result,
        },
        HistoryEvent.Failed failed => new()
        {
            Kind = RecordedKind.ActivityFailed,
            Task = failed.Decision,
            Failure = new RecordedFailure(failed.Reason.GetType().FullName!, failed.Reason.Message, null),
        },
        HistoryEvent.Fired fired => new()
        {
            Kind = RecordedKind.TimerFired,
            Task = fired.Decision,
            Due = ((Decision.Timer)_decisions[fired.Decision]).FireAt,
        },
        HistoryEvent.Raised raised => new()
        {
            Kind = RecordedKind.EventRaised,
            Name = raised.Name,
            Data = raised.Payload,
        },
        _ => throw new InvalidOperationException($"{happened} has no recorded form."),
    }) with
    { At = at };

    private static RecordedEvent RecordOf(Decision decision, DateTime at) => decision switch
    {
        Decision.Activity activity => new RecordedEvent
        {
            Kind = RecordedKind.ActivityScheduled,
            At = at,
            Task = activity.Id,
            Name = activity.Name,
        },
        Decision.Timer timer => new() { Kind = RecordedKind.TimerCreated, At = at, Task = timer.Id, Due = timer.FireAt },
        _ => throw new InvalidOperationException($"{decision} has no recorded form."),
    };

    public OrchestrationMetadata Metadata(bool withTexts) => new(Name, Id)
    {
        RuntimeStatus = Status,
        CreatedAt = CreatedAt,
        LastUpdatedAt = UpdatedAt,
        SerializedOutput = withTexts ? Output : null,
        SerializedCustomStatus = withTexts ? CustomStatus : null,
    };

    private Task<string> Run(ReplayedContext context, Func<TaskOrchestrationContext, Task<string>> function, int known)
    {
        var before = SynchronizationContext.Current;
        var thread = new OneThread();
        SynchronizationContext.SetSynchronizationContext(thread);
        try
        {
            Task<string>? run = null;
            for (var n = 0; n < _history.Count; n++)
            {
                context.Replaying = n < known;
                switch (_history[n])
                {
                    case HistoryEvent.Called called: context.Now = called.At; break;
                    case HistoryEvent.Started started:
                        context.Start(started.Input);
                        run = function(context);
                        break;
                    case HistoryEvent.Completed completed: context.Complete(completed.Decision, completed.Result); break;
                    case HistoryEvent.Failed failed: context.Fail(failed.Decision, failed.Reason); break;
                    case HistoryEvent.Fired fired: context.Complete(fired.Decision, null); break;
                    case HistoryEvent.Raised raised: context.Raise(raised); break;
                }

                thread.Drain();
            }

            return run!;
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    private void ContinueAsNew(string input, IReadOnlyList<HistoryEvent.Raised> left)
    {
        Execution++;
        _history.Clear();
        _decisions.Clear();
        _asked.Clear();
        var meanwhile = _inbox.OfType<HistoryEvent.Raised>().ToList();
        _inbox.Clear();
        _inbox.AddRange([new HistoryEvent.Started(input), .. left, .. meanwhile]);
    }

    private void End(OrchestrationRuntimeStatus status, string? output, Exception? failure, DateTimeOffset at)
    {
        (Status, Output, Failure, UpdatedAt) = (status, output, failure, at);
        _inbox.Clear();
    }
}

using DurableTask.Core;
using DurableTask.Core.Command;
using DurableTask.Core.Exceptions;
using DurableTask.Core.History;
using Microsoft.Extensions.DependencyInjection;

namespace DurableTask.Sqlite.Replay;

/// <summary>
/// One run of an orchestration on Durable Task's executor, moved on event by event. Live and replayed runs take the
/// same way; in a replay the calls that the code makes are matched, in order, with those that history
/// holds, and what is left over at its end had not been written when the process stopped.
/// </summary>
internal sealed class OrchestrationRun : IDisposable
{
    private readonly InstanceHead _head;
    private readonly WorkerTasks _worker;
    private readonly RunGuard _guard;
    private readonly List<HistoryRow> _calls = [];
    private readonly List<HistoryEvent> _confirmations = [];
    private readonly Dictionary<int, HistoryRow> _open = [];
    private readonly CallMatcher _matcher;
    private readonly OrchestrationRuntimeState _state = new();
    private TurnOrchestration? _orchestration;
    private TaskOrchestrationExecutor? _executor;
    private IServiceScope? _scope;
    private int _turns;
    private int _activities;
    private int _timers;
    private bool _replaying;
    private bool _isSuspended;

    // Rows that a replay finds after the end of the run: they are the next run's, when that was not written yet.
    private readonly List<HistoryRow> _late = [];

    /// <param name="head">The instance whose run it is.</param>
    /// <param name="worker">The orchestrators of the worker that runs it.</param>
    /// <param name="escaped">Called, on any thread, when the code has left its turn; <see cref="CheckEscape"/> is then
    /// due.</param>
    public OrchestrationRun(InstanceHead head, WorkerTasks worker, Action escaped)
    {
        (_head, _worker, _matcher) = (head, worker, new CallMatcher(head.Name));
        _guard = new RunGuard(new TurnThread(escaped), head.Run);
    }

    /// <summary>Gets the result of the run; events that come after it are for the next run.</summary>
    public RunEnd? End { get; private set; }

    /// <summary>Gets the time of its first turn.</summary>
    public DateTimeOffset BeganAt { get; private set; }

    /// <summary>Gets the time of its last turn.</summary>
    public DateTimeOffset LastAt { get; private set; }

    /// <summary>Gets whether an activity of it is under way.</summary>
    public bool IsInFlight => _activities > 0;

    public bool HasMadeTimers { get; private set; }

    public string? Status { get; private set; }

    /// <summary>Gets the events that the next run is to get.</summary>
    public IEnumerable<HistoryRow> UntakenEvents => _guard.Events.Untaken(_guard.KeepsEvents).Concat(_late);

    /// <summary>Runs the first turn.</summary>
    /// <param name="beginning">The row that begins it, whose time the turn has.</param>
    /// <param name="input">The input.</param>
    /// <param name="kept">Events that came before this run.</param>
    public void Begin(HistoryRow beginning, string? input, IEnumerable<HistoryRow> kept)
    {
        BeganAt = beginning.At;
        try
        {
            if (Create(input) is { } failure)
                End = new RunEnd.Failed(failure);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The exception of the constructor of an orchestrator, or of one of its services.
            End = new RunEnd.Failed(Failures.Of(e, _worker.ExceptionProperties));
        }

        if (End is null)
            Turn(beginning.At, [_state.ExecutionStartedEvent!, .. kept.Select(EventOf)]);
    }

    public void Handle(HistoryRow input)
    {
        if (End is not null)
        {
            if (input.IsForAnyRun)
                _late.Add(input);
            return;
        }

        if (_open.Remove(input.Task, out var call))
        {
            if (call.Kind == HistoryKind.ActivityScheduled)
                _activities--;
            if (call.Kind == HistoryKind.TimerCreated)
                _timers--;
            if (!IsPast)
                Tracing.Answered(_head, call, input);
        }
        else if (!input.IsForAnyRun)
        {
            // For a task that is over: a cancelled timer, a result that came twice.
            return;
        }

        Turn(input.At, [EventOf(input)]);
    }

    /// <summary>Takes the calls made since they were taken last; to be written before anything comes of them.</summary>
    public IReadOnlyList<HistoryRow> TakeCalls()
    {
        if (_calls.Count == 0)
            return [];
        HistoryRow[] calls = [.. _calls];
        _calls.Clear();
        return calls;
    }

    /// <summary>
    /// Takes the run through the rows of its history, from the start on. Returns the activities that were scheduled and
    /// have not ended.
    /// </summary>
    /// <param name="rows">The rows of the run; the first begins it.</param>
    /// <param name="input">The input.</param>
    /// <param name="kept">Events that came before this run.</param>
    /// <param name="firstNew">The position from which on no turn has seen them; null: not known.</param>
    public IReadOnlyList<HistoryRow> Replay(
        IReadOnlyList<HistoryRow> rows,
        string? input,
        IEnumerable<HistoryRow> kept,
        long? firstNew = null
    )
    {
        // No turn that wrote calls has seen the rows after the last call: for the code they are new.
        var past = rows.Count;
        while (past > 1 && rows[past - 1].IsInput)
            past--;
        _replaying = true;
        IsPast = past > 1;
        Begin(rows[0], input, kept);
        for (var n = 1; n < rows.Count; n++)
        {
            var row = rows[n];
            IsPast = firstNew is { } from ? row.Position < from : n < past;
            if (row.IsAside)
                continue;
            if (row.IsInput)
                HandleAgain(row);
            else if (row.Kind == HistoryKind.TimerCancelled)
                Forget(row.Task);
            else
                Match(row);
        }

        HaltIf(_matcher.CheckWholeTurn());
        (_replaying, IsPast) = (false, false);
        if (End is RunEnd.Halted)
            return [];
        var unwritten = _matcher.TakeUnwritten();
        _calls.AddRange(unwritten);
        FindCancelledTimers();
        return End is null
            ? [.. _open.Values.Where(call => call.Kind == HistoryKind.ActivityScheduled && !unwritten.Contains(call))]
            : [];
    }

    /// <summary>Ends the run if its code has left it.</summary>
    public void CheckEscape()
    {
        if (!_guard.Thread.HasEscaped || End is not null)
            return;
        End = new RunEnd.Failed(
            Failures.Of(
                FailureTypes.ForeignWait,
                $"Orchestration {_head.Name} waited for something that is not of its context (a task run elsewhere, "
                    + "a delay, ConfigureAwait(false)); only the context's own tasks can be replayed."
            )
        );
    }

    public void Dispose() => _scope?.Dispose();

    // True when Durable Task is told that it replays.
    private bool IsPast { get; set; }

    /// <summary>Creates the orchestrator. Returns the failure; null: it is created.</summary>
    private FailureDetails? Create(string? input)
    {
        if (_worker.VersionFailure(_head.Version) is { } mismatch)
            return mismatch;
        _scope = _worker.Scopes.CreateScope();
        if (_worker.CreateOrchestrator(_head, _scope.ServiceProvider) is not { } orchestrator)
        {
            return Failures.Of(
                FailureTypes.OrchestratorNotFound,
                "No orchestrator task named "
                    + $"'{_head.Name}'{(_head.Version.Length == 0 ? "" : $" with version '{_head.Version}'")} was "
                    + "found."
            );
        }

        _state.AddEvent(
            new ExecutionStartedEvent(-1, input)
            {
                Name = _head.Name,
                Version = _head.Version,
                OrchestrationInstance = new OrchestrationInstance
                {
                    InstanceId = _head.Id,
                    ExecutionId = _head.ExecutionId,
                },
                Tags = _head.Tags?.ToDictionary(tag => tag.Key, tag => tag.Value),
                Timestamp = BeganAt.UtcDateTime,
            }
        );
        _orchestration = new TurnOrchestration(
            _worker.Shim(_head, new GuardedOrchestrator(orchestrator, _guard, _worker)),
            _guard
        );
        _executor = new TaskOrchestrationExecutor(
            _state,
            _orchestration,
            BehaviorOnContinueAsNew.Carryover,
            entityParameters: null,
            ErrorPropagationMode.UseFailureDetails,
            _worker.CoreExceptionProperties
        );
        return null;
    }

    private void Turn(DateTimeOffset at, IReadOnlyList<HistoryEvent> events)
    {
        _turns++;
        // Time does not go back within an instance: Durable Task makes ids from it.
        LastAt = at = at > LastAt ? at : LastAt;
        _state.Events.Clear();
        _state.PastEvents.Clear();
        _state.NewEvents.Clear();
        var list = IsPast ? _state.PastEvents : _state.NewEvents;
        // The calls of the turns before are history by now: the executor takes them off its list.
        foreach (var confirmation in _confirmations)
            list.Add(confirmation);
        _confirmations.Clear();
        list.Add(new OrchestratorStartedEvent(-1) { Timestamp = at.UtcDateTime });
        foreach (var e in events)
            list.Add(e);
        try
        {
            var result = _guard.Thread.Run(_executor!.Execute);
            Status = result.CustomStatus ?? Status;
            foreach (var action in result.Actions)
                Take(action);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Not the orchestrator's code, whose exceptions the executor handles: an event, say, that cannot be read as
            // what is waited for.
            End = new RunEnd.Failed(Failures.Of(e, _worker.ExceptionProperties));
        }

        CheckEscape();
        if (End is null && !_replaying)
            FindCancelledTimers();
        if (End is null && !_orchestration!.HasEnded && !_isSuspended && IsWaitingForNothing())
            NothingToWaitFor();
    }

    private bool IsWaitingForNothing()
    {
        if (_guard.Events.IsWaitedFor || _guard.Events.HasFed)
            return false;
        return _open.Count == 0
            || (
                _open.Count == _timers
                && OpenTimers.CanTell
                && _open.Keys.All(task => OpenTimers.IsForgotten(_executor!, task - 1))
            );
    }

    private void Take(OrchestratorAction action)
    {
        if (action is OrchestrationCompleteOrchestratorAction completion)
        {
            End = EndOf(completion);
            return;
        }

        var (row, confirmation) = MadeCall.Of(action, _head);
        _confirmations.Add(confirmation);
        if (row.Kind == HistoryKind.ActivityScheduled)
            _activities++;
        if (row.Kind == HistoryKind.TimerCreated)
        {
            HasMadeTimers = true;
            _timers++;
        }

        if (row.Kind == HistoryKind.EventSent && !IsPast)
            Tracing.Sent(_head, row.Name!, row.Detail!);
        Add(row);
    }

    private void Add(HistoryRow made)
    {
        var call = made with { At = LastAt };
        if (call.Kind != HistoryKind.EventSent && !call.IsFireAndForget)
            _open.Add(call.Task, call);
        if (_replaying)
            _matcher.Add(call, _turns);
        else
            _calls.Add(call);
    }

    private RunEnd EndOf(OrchestrationCompleteOrchestratorAction completion) =>
        completion.OrchestrationStatus switch
        {
            OrchestrationStatus.Completed when completion.Result?.Length > _worker.MaxPayload => new RunEnd.Failed(
                Payload.TooLarge($"The result of {_head.Name}", completion.Result.Length, _worker.MaxPayload)
            ),
            OrchestrationStatus.Completed => new RunEnd.Completed(completion.Result),
            OrchestrationStatus.ContinuedAsNew when completion.Result?.Length > _worker.MaxPayload => new RunEnd.Failed(
                Payload.TooLarge("The input to continue with", completion.Result.Length, _worker.MaxPayload)
            ),
            OrchestrationStatus.ContinuedAsNew => new RunEnd.Continued(completion.Result, completion.NewVersion),
            // Its own check comes after ours, which sees more; it may still be the first to see a change in kinds of
            // calls that only it knows.
            _ when completion.FailureDetails?.ErrorType == typeof(NonDeterministicOrchestrationException).FullName =>
                new RunEnd.Halted(Failures.Of(FailureTypes.NonDeterministic, completion.FailureDetails!.ErrorMessage)),
            _ => new RunEnd.Failed(completion.FailureDetails ?? Failures.Of("Unknown", completion.Result ?? "")),
        };

    private HistoryEvent EventOf(HistoryRow row)
    {
        if (row.Kind == HistoryKind.EventRaised)
            _guard.Events.Feed(row);
        if (row.Kind is HistoryKind.Suspended or HistoryKind.SuspensionEnded)
            _isSuspended = row.Kind == HistoryKind.Suspended;
        var made =
            HistoryEvents.OfInput(row)
            ?? throw new InvalidOperationException($"{row.Kind} does not come from outside the run.");
        made.Timestamp = row.At.UtcDateTime;
        return made;
    }

    private void FindCancelledTimers()
    {
        if (!_guard.MayCancelTimers || _timers == 0)
            return;
        List<int>? cancelled = null;
        foreach (var (task, call) in _open)
        {
            if (call.Kind == HistoryKind.TimerCreated && OpenTimers.IsForgotten(_executor!, task - 1))
                (cancelled ??= []).Add(task);
        }

        foreach (var task in cancelled ?? [])
        {
            Forget(task);
            _calls.Add(new HistoryRow { Kind = HistoryKind.TimerCancelled, Task = task });
        }
    }

    private void Forget(int timer)
    {
        if (_open.Remove(timer))
            _timers--;
    }

    private void HandleAgain(HistoryRow input)
    {
        HaltIf(_matcher.CheckWholeTurn());
        Handle(input);
    }

    private void NothingToWaitFor() =>
        End = new RunEnd.Failed(
            Failures.Of(
                FailureTypes.ForeignWait,
                $"Orchestration {_head.Name} waits, but for nothing of its context: no event can ever wake it."
            )
        );

    private void Match(HistoryRow row)
    {
        if (End is RunEnd.Halted)
            return;
        HaltIf(_matcher.Match(row));
        // As it was written, with what a row does not hold.
        if (End is not RunEnd.Halted && _open.TryGetValue(row.Task, out var open))
            _open[row.Task] = row with { Version = open.Version, Tags = open.Tags };
    }

    private void HaltIf(FailureDetails? mismatch)
    {
        if (mismatch is not null && End is not RunEnd.Halted)
            End = new RunEnd.Halted(mismatch);
    }
}

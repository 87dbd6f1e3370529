using Onboarding;
using Onboarding.Durability;

namespace OnboardingServer.Journal.Replay;

/// <summary>
/// One run of an orchestration, moved on event by event. Live and replayed runs take the same way; in a replay the calls that the code makes are matched, in order, with those that history holds, and
/// what is left over at its end had not been written when the process stopped.
/// </summary>
internal sealed class OrchestrationRun
{
    private readonly RegisteredOrchestration _orchestration;
    private readonly TurnThread _thread;
    private readonly ReplayContext _context;
    private readonly Queue<(HistoryEvent Call, int Turn)> _unmatched = new();

    // Events that a replay finds behind the end of the run: the next one's, when that was not written yet.
    private readonly List<HistoryEvent> _late = [];
    private Task<string>? _task;
    private int _turns;
    private int _lastMatched;
    private bool _replaying;

    /// <param name="head">Whose run it is.</param>
    /// <param name="orchestration">Its code.</param>
    /// <param name="escaped">Called, on any thread, when the code has left its turn; <see cref="CheckEscape"/> is then due.</param>
    public OrchestrationRun(InstanceHead head, RegisteredOrchestration orchestration, Action escaped)
    {
        _orchestration = orchestration;
        _thread = new TurnThread(escaped);
        _context = new ReplayContext(head, _thread);
    }

    /// <summary>Set when it has ended; events that come then are for the next run.</summary>
    public RunEnd? End { get; private set; }

    /// <summary>Whether an activity of it is under way.</summary>
    public bool IsInFlight => _context.OpenActivities.Count > 0;

    public bool HasMadeTimers => _context.HasMadeTimers;

    public string? Status => _context.Status;

    public IEnumerable<HistoryEvent> UntakenEvents => _context.Events.Untaken.Concat(_late);

    /// <summary>The first turn.</summary>
    /// <param name="start">With the input.</param>
    /// <param name="kept">Events that came before this run.</param>
    public void Begin(HistoryEvent start, IEnumerable<HistoryEvent> kept)
    {
        foreach (var raised in kept) _context.Events.Deliver(raised);
        Turn(start.At, () => _task = _orchestration.Run(_context, start.Payload!));
    }

    public void Handle(HistoryEvent input)
    {
        if (End is null) Turn(input.At, () => _context.Deliver(input));
        else if (input.Kind == HistoryKind.EventRaised) _late.Add(input);
    }

    /// <summary>The calls made since they were taken last; to be written before anything comes of them.</summary>
    public IReadOnlyList<HistoryEvent> TakeCalls() => _context.TakeCalls();

    /// <summary>Takes the run through the rows of its history, from the start on. Returns the activities that were scheduled and have not ended.</summary>
    public IReadOnlyList<HistoryEvent> Replay(IReadOnlyList<HistoryEvent> rows, IEnumerable<HistoryEvent> kept)
    {
        _replaying = true;
        Begin(rows[0], kept);
        foreach (var row in rows.Skip(1).Where(row => !row.IsAside))
        {
            if (row.IsInput) HandleAgain(row);
            else Match(row);
        }

        ExpectWholeTurn();
        _replaying = false;
        if (End is RunEnd.Halted) return [];
        var unwritten = _unmatched.Select(call => call.Call).ToList();
        _unmatched.Clear();
        _context.Restore(unwritten);
        return End is null ? [.. _context.OpenActivities.Where(call => !unwritten.Contains(call))] : [];
    }

    /// <summary>Ends the run if its code has left it.</summary>
    public void CheckEscape()
    {
        if (!_thread.HasEscaped || End is not null) return;
        End = new RunEnd.Failed(new FailureDetails(
            ErrorCodes.ForeignWait,
            $"Orchestration {_orchestration.Name} waited for something that is not of its context (a task run elsewhere, a delay, ConfigureAwait(false)); only the context's own tasks can be replayed.",
            Retryable: false));
    }

    private void Turn(DateTimeOffset at, Action turn)
    {
        _turns++;
        _context.BeginTurn(at);
        _thread.Run(turn);
        if (_replaying)
        {
            foreach (var call in _context.TakeCalls()) _unmatched.Enqueue((call, _turns));
        }

        CheckEscape();
        if (End is not null) return;
        if (_task!.IsCompleted) End = EndOf(_task);
        else if (!_context.IsWaiting) NothingToWaitFor();
    }

    private RunEnd EndOf(Task<string> task)
    {
        if (task.IsCompletedSuccessfully)
        {
            if (_context.Continuation is { } input) return new RunEnd.Continued(input);
            return task.Result.Length <= Payload.MostCharacters
                ? new RunEnd.Completed(task.Result)
                : new RunEnd.Failed(Payload.TooLarge($"The result of {_orchestration.Name}", task.Result.Length));
        }

        return new RunEnd.Failed(FailureDetails.Of(task.Exception?.InnerException ?? new TaskCanceledException(task)));
    }

    private void HandleAgain(HistoryEvent input)
    {
        ExpectWholeTurn();
        Handle(input);
    }

    // Calls of one turn are written together: if some of them are there, the others must be.
    private void ExpectWholeTurn()
    {
        if (End is RunEnd.Halted) return;
        if (_unmatched.TryPeek(out var left) && left.Turn == _lastMatched) Mismatch("nothing more", left.Call);
    }

    private void NothingToWaitFor() => End = new RunEnd.Failed(new FailureDetails(
        ErrorCodes.ForeignWait, $"Orchestration {_orchestration.Name} waits, but for nothing of its context: no event can ever wake it.", Retryable: false));

    private void Match(HistoryEvent row)
    {
        if (End is RunEnd.Halted) return;
        if (!_unmatched.TryDequeue(out var made))
        {
            Mismatch(Describe(row), null);
            return;
        }

        if (made.Call.Kind == row.Kind && made.Call.Task == row.Task && made.Call.Name == row.Name && (row.Kind != HistoryKind.SubOrchestrationStarted || made.Call.Detail == row.Detail))
        {
            _lastMatched = made.Turn;
            return;
        }

        Mismatch(Describe(row), made.Call);
    }

    private void Mismatch(string expected, HistoryEvent? made) => End = new RunEnd.Halted(new FailureDetails(
        ErrorCodes.NonDeterministic,
        $"Orchestration {_orchestration.Name} no longer fits its history: expected {expected}, found {(made is null ? "nothing" : Describe(made))}.",
        Retryable: false));

    private static string Describe(HistoryEvent call) => $"{call.Kind} {(call.Name is null ? "" : $"'{call.Name}' ")}{(call.Kind == HistoryKind.SubOrchestrationStarted ? $"as {call.Detail} " : "")}(call {call.Task})";
}

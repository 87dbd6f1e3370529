using DurableTask.Core;

namespace DurableTask.Sqlite.Replay;

/// <summary>Matches, in order, the calls that replayed code makes with those that its history holds.</summary>
/// <param name="orchestration">The name of the orchestration, for failures.</param>
internal sealed class CallMatcher(string orchestration)
{
    private readonly Queue<(HistoryRow Call, int Turn)> _made = new();
    private int _lastMatched;

    /// <summary>Notes a call that the code has made.</summary>
    /// <param name="call">The call.</param>
    /// <param name="turn">The number of the turn that made it.</param>
    public void Add(HistoryRow call, int turn) => _made.Enqueue((call, turn));

    /// <summary>Matches the next call of the history. Returns why it does not fit; null: it does.</summary>
    public FailureDetails? Match(HistoryRow row)
    {
        if (!_made.TryDequeue(out var made))
            return Mismatch(Describe(row), null);
        if (
            made.Call.Kind != row.Kind
            || made.Call.Task != row.Task
            || made.Call.Name != row.Name
            || (row.Kind == HistoryKind.SubOrchestrationStarted && made.Call.Detail != row.Detail)
        )
            return Mismatch(Describe(row), made.Call);
        _lastMatched = made.Turn;
        return null;
    }

    /// <summary>
    /// Checks that no call of the last matched turn is missing: calls of one turn are written together. Returns what
    /// differs; null: nothing.
    /// </summary>
    public FailureDetails? CheckWholeTurn() =>
        _made.TryPeek(out var left) && left.Turn == _lastMatched ? Mismatch("nothing more", left.Call) : null;

    /// <summary>
    /// Takes the calls that the history does not hold: they were not written when the process stopped.
    /// </summary>
    public IReadOnlyList<HistoryRow> TakeUnwritten()
    {
        HistoryRow[] unwritten = [.. _made.Select(made => made.Call)];
        _made.Clear();
        return unwritten;
    }

    private FailureDetails Mismatch(string expected, HistoryRow? made) =>
        Failures.Of(
            FailureTypes.NonDeterministic,
            $"Orchestration {orchestration} no longer fits its history: expected {expected}, found "
                + $"{(made is null ? "nothing" : Describe(made))}."
        );

    private static string Describe(HistoryRow call)
    {
        var name = call.Name is null ? "" : $"'{call.Name}' ";
        var instance = call.Kind == HistoryKind.SubOrchestrationStarted ? $"as {call.Detail} " : "";
        return $"{call.Kind} {name}{instance}(call {call.Task})";
    }
}

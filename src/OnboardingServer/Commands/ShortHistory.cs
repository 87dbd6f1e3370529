using System.Globalization;
using DurableTask.Sqlite;
using Onboarding;
using PartnerCenter;

namespace OnboardingServer.Commands;

/// <summary>
/// Writes what an instance has done, a line a call: when, what, and how it ended. Calls of one activity in a row are
/// one line, and timers that have done their work are none.
/// </summary>
internal static class ShortHistory
{
    private const int MostOfAFailure = 200;
    private const int Margin = 21;

    public static void Write(TextWriter output, InstanceState state, IReadOnlyList<HistoryRow> history)
    {
        HistoryCommand.WriteHead(output, state);
        output.WriteLine();
        foreach (var line in Merged(Lines(history)))
        {
            var times = line.Times > 1 ? $" ({line.Times} times)" : "";
            WrappedText.WriteLine(
                output,
                VisibleText.Of(
                    string.Create(CultureInfo.InvariantCulture, $"{line.At:yyyy-MM-dd HH:mm:ss}  ")
                        + $"{line.What}{times}{(line.Outcome.Length > 0 ? $"  {line.Outcome}" : "")}"
                ),
                Margin
            );
        }
    }

    private static IEnumerable<Line> Lines(IReadOnlyList<HistoryRow> history)
    {
        // The numbers of calls begin anew with each run.
        for (var at = 0; at < history.Count; at++)
        {
            var row = history[at];
            var end = row.Kind switch
            {
                HistoryKind.ActivityScheduled or HistoryKind.SubOrchestrationStarted or HistoryKind.TimerCreated =>
                    EndOf(history, at),
                _ => null,
            };
            switch (row.Kind)
            {
                case HistoryKind.ActivityScheduled or HistoryKind.SubOrchestrationStarted:
                    yield return new(row.At, row.Name ?? "", end is null ? "is running" : Outcome(row, end));
                    break;
                case HistoryKind.TimerCreated when end is null:
                    yield return new(row.At, "waits", $"until {row.Detail}");
                    break;
                case HistoryKind.EventRaised or HistoryKind.EventSent:
                    yield return new(row.At, $"event {row.Name}", "");
                    break;
                case HistoryKind.Failed or HistoryKind.Halted or HistoryKind.Terminated:
                    yield return new(row.At, row.Kind.ToString(), Cut(row.Payload));
                    break;
                case HistoryKind.Started
                or HistoryKind.ContinuedAsNew
                or HistoryKind.Completed
                or HistoryKind.Resumed
                or HistoryKind.Suspended
                or HistoryKind.SuspensionEnded:
                    yield return new(row.At, row.Kind.ToString(), "");
                    break;
            }
        }
    }

    private static HistoryRow? EndOf(IReadOnlyList<HistoryRow> history, int at)
    {
        for (var next = at + 1; next < history.Count && !BeginsRun(history[next]); next++)
        {
            if (
                history[next].Task == history[at].Task
                && history[next].Kind
                    is HistoryKind.ActivityCompleted
                        or HistoryKind.ActivityFailed
                        or HistoryKind.SubOrchestrationCompleted
                        or HistoryKind.SubOrchestrationFailed
                        or HistoryKind.TimerFired
                        or HistoryKind.TimerCancelled
            )
                return history[next];
        }

        return null;
    }

    private static bool BeginsRun(HistoryRow row) =>
        row.Kind is HistoryKind.Started or HistoryKind.ContinuedAsNew or HistoryKind.StartCame;

    private static string Outcome(HistoryRow begun, HistoryRow end)
    {
        var took = string.Create(CultureInfo.InvariantCulture, $"{(end.At - begun.At).TotalSeconds:0.0} s");
        return end.Kind is HistoryKind.ActivityFailed or HistoryKind.SubOrchestrationFailed
            ? $"failed after {took}: {Cut(end.Payload)}"
            : took;
    }

    private static string Cut(string? payload) =>
        payload is { Length: > MostOfAFailure } ? $"{payload[..MostOfAFailure]}…" : payload ?? "";

    private static IEnumerable<Line> Merged(IEnumerable<Line> lines)
    {
        Line? last = null;
        foreach (var line in lines)
        {
            if (last is not null && last.What == line.What && !last.IsSpecial && !line.IsSpecial)
            {
                last = last with { Times = last.Times + 1, Outcome = line.Outcome };
                continue;
            }

            if (last is not null)
                yield return last;
            last = line;
        }

        if (last is not null)
            yield return last;
    }

    private sealed record Line(DateTimeOffset At, string What, string Outcome)
    {
        public int Times { get; init; } = 1;

        public bool IsSpecial => Outcome.StartsWith("failed", StringComparison.Ordinal);
    }
}

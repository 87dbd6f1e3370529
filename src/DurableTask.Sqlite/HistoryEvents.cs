using System.Globalization;
using DurableTask.Core;
using DurableTask.Core.History;

namespace DurableTask.Sqlite;

/// <summary>A history in Durable Task's own events.</summary>
internal static class HistoryEvents
{
    public static List<HistoryEvent> Of(InstanceSnapshot state, IReadOnlyList<HistoryRow> rows)
    {
        var events = new List<HistoryEvent>(rows.Count);
        foreach (var row in rows)
        {
            if (Of(state, row) is not { } made)
                continue;
            made.Timestamp = row.At.UtcDateTime;
            // Every event from outside begins a turn, which Durable Task shows as an event of its own.
            if (row.IsInput || row.IsBeginning)
                events.Add(new OrchestratorStartedEvent(-1) { Timestamp = row.At.UtcDateTime });
            events.Add(made);
        }

        return events;
    }

    /// <summary>Converts a row that comes from outside the run, without its time; null: it does not.</summary>
    public static HistoryEvent? OfInput(HistoryRow row)
    {
        var task = row.Task - 1;
        switch (row.Kind)
        {
            case HistoryKind.ActivityCompleted:
                return new TaskCompletedEvent(-1, task, row.Payload);
            case HistoryKind.ActivityFailed:
                var failure = Failures.Read(row.Payload);
                return new TaskFailedEvent(-1, task, failure.ErrorMessage, null, failure);
            case HistoryKind.TimerFired:
                return new TimerFiredEvent(-1, row.At.UtcDateTime) { TimerId = task };
            case HistoryKind.EventRaised:
                return new EventRaisedEvent(-1, row.Payload) { Name = row.Name };
            case HistoryKind.SubOrchestrationCompleted:
                return new SubOrchestrationInstanceCompletedEvent(-1, task, row.Payload);
            case HistoryKind.SubOrchestrationFailed:
                var ofChild = Failures.Read(row.Payload);
                return new SubOrchestrationInstanceFailedEvent(-1, task, ofChild.ErrorMessage, null, ofChild);
            case HistoryKind.Suspended:
                return new ExecutionSuspendedEvent(-1, row.Detail);
            case HistoryKind.SuspensionEnded:
                return new ExecutionResumedEvent(-1, row.Detail);
            default:
                return null;
        }
    }

    // Null: what Durable Task has no event for, such as a cancelled timer, a halt, the time of a scheduled start.
    private static HistoryEvent? Of(InstanceSnapshot state, HistoryRow row)
    {
        var task = row.Task - 1;
        return row.Kind switch
        {
            HistoryKind.Started or HistoryKind.ContinuedAsNew => new ExecutionStartedEvent(-1, row.Payload)
            {
                Name = state.Name,
                Version = state.Version,
                OrchestrationInstance = new OrchestrationInstance { InstanceId = state.InstanceId },
                Tags = state.Tags?.ToDictionary(tag => tag.Key, tag => tag.Value),
            },
            HistoryKind.ActivityScheduled => new TaskScheduledEvent(
                task,
                row.Name!,
                row.Detail ?? state.Version,
                row.Payload
            ),
            HistoryKind.TimerCreated => new TimerCreatedEvent(
                task,
                DateTimeOffset.ParseExact(row.Detail!, "O", CultureInfo.InvariantCulture).UtcDateTime
            ),
            HistoryKind.EventSent => new EventSentEvent(task)
            {
                Name = row.Name,
                InstanceId = row.Detail,
                Input = row.Payload,
            },
            HistoryKind.SubOrchestrationStarted => new SubOrchestrationInstanceCreatedEvent(task)
            {
                Name = row.Name,
                InstanceId = row.Detail,
                Input = row.Payload,
            },
            HistoryKind.Completed => new ExecutionCompletedEvent(-1, row.Payload, OrchestrationStatus.Completed),
            HistoryKind.Failed => new ExecutionCompletedEvent(
                -1,
                null,
                OrchestrationStatus.Failed,
                Failures.Read(row.Payload)
            ),
            HistoryKind.Terminated => new ExecutionTerminatedEvent(-1, row.Payload),
            _ => OfInput(row),
        };
    }
}

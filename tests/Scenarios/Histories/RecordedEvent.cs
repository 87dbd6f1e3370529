using System.Globalization;
using DurableTask.Core;
using DurableTask.Core.History;

namespace Scenarios.Histories;

/// <summary>What an event is.</summary>
internal enum RecordedKind
{
    TurnBegan,
    Started,
    ActivityScheduled,
    ActivityCompleted,
    ActivityFailed,
    TimerCreated,
    TimerFired,
    EventRaised,
    Completed,
    Failed,
    Terminated,
}

/// <summary>One event of a recorded history.</summary>
internal sealed record RecordedEvent
{
    public RecordedKind Kind { get; init; }

    /// <summary>Gets when it happened, UTC.</summary>
    public DateTime At { get; init; }

    /// <summary>Gets the number of the call that it is, or that it answers.</summary>
    public int Task { get; init; }

    /// <summary>Gets the activity's or the event's name.</summary>
    public string? Name { get; init; }

    /// <summary>Gets the serialized input, result or payload.</summary>
    public string? Data { get; init; }

    /// <summary>Gets when a timer is due, UTC.</summary>
    public DateTime Due { get; init; }

    /// <summary>Gets why an activity failed.</summary>
    public RecordedFailure? Failure { get; init; }

    /// <summary>Converts an event of Durable Task; null for one that a replay does not need.</summary>
    public static RecordedEvent? Of(HistoryEvent happened)
    {
        RecordedEvent? made = happened switch
        {
            OrchestratorStartedEvent => new() { Kind = RecordedKind.TurnBegan },
            ExecutionStartedEvent started => new() { Kind = RecordedKind.Started, Data = started.Input },
            TaskScheduledEvent call => new()
            {
                Kind = RecordedKind.ActivityScheduled,
                Task = call.EventId,
                Name = call.Name,
            },
            TaskCompletedEvent answer => new()
            {
                Kind = RecordedKind.ActivityCompleted,
                Task = answer.TaskScheduledId,
                Data = answer.Result,
            },
            TaskFailedEvent failed => new()
            {
                Kind = RecordedKind.ActivityFailed,
                Task = failed.TaskScheduledId,
                Failure = RecordedFailure.Of(failed.FailureDetails),
            },
            TimerCreatedEvent timer => new()
            {
                Kind = RecordedKind.TimerCreated,
                Task = timer.EventId,
                Due = timer.FireAt,
            },
            TimerFiredEvent fired => new()
            {
                Kind = RecordedKind.TimerFired,
                Task = fired.TimerId,
                Due = fired.FireAt,
            },
            EventRaisedEvent raised => new()
            {
                Kind = RecordedKind.EventRaised,
                Name = raised.Name,
                Data = raised.Input,
            },
            ExecutionTerminatedEvent => new() { Kind = RecordedKind.Terminated },
            ExecutionCompletedEvent { OrchestrationStatus: OrchestrationStatus.Completed } ended => new()
            {
                Kind = RecordedKind.Completed,
                Data = ended.Result,
            },
            ExecutionCompletedEvent => new() { Kind = RecordedKind.Failed },
            _ => null,
        };
        return made is null ? null : made with { At = happened.Timestamp };
    }

    /// <summary>Converts it to Durable Task's; null for the end of an instance, which a replay has to find.</summary>
    public HistoryEvent? ToDurableTask(RecordedHistory history)
    {
        HistoryEvent? made = Kind switch
        {
            RecordedKind.TurnBegan => new OrchestratorStartedEvent(-1),
            RecordedKind.Started => new ExecutionStartedEvent(-1, Data)
            {
                Name = history.Name,
                Version = history.Version,
                OrchestrationInstance = new OrchestrationInstance
                {
                    InstanceId = history.Instance,
                    ExecutionId = history.Instance,
                },
            },
            RecordedKind.ActivityScheduled => new TaskScheduledEvent(Task, Name!, history.Version, null),
            RecordedKind.ActivityCompleted => new TaskCompletedEvent(-1, Task, Data),
            RecordedKind.ActivityFailed => new TaskFailedEvent(
                -1,
                Task,
                Failure!.Message,
                null,
                Failure.ToDurableTask()
            ),
            RecordedKind.TimerCreated => new TimerCreatedEvent(Task, Due),
            RecordedKind.TimerFired => new TimerFiredEvent(-1, Due) { TimerId = Task },
            RecordedKind.EventRaised => new EventRaisedEvent(-1, Data) { Name = Name },
            _ => null,
        };
        if (made is not null)
            made.Timestamp = At;
        return made;
    }
}

/// <summary>Why an activity failed.</summary>
/// <param name="Type">The error type.</param>
/// <param name="Message">The message.</param>
/// <param name="Properties">What the host added, as text.</param>
internal sealed record RecordedFailure(string Type, string Message, IReadOnlyDictionary<string, string>? Properties)
{
    public static RecordedFailure Of(FailureDetails? failure) =>
        new(
            failure?.ErrorType ?? "",
            failure?.ErrorMessage ?? "",
            failure?.Properties?.ToDictionary(
                property => property.Key,
                property => Convert.ToString(property.Value, CultureInfo.InvariantCulture) ?? ""
            )
        );

    public FailureDetails ToDurableTask() =>
        new(
            Type,
            Message,
            null,
            null,
            false,
            Properties?.ToDictionary(
                property => property.Key,
                property => bool.TryParse(property.Value, out var flag) ? flag : (object?)property.Value
            )
        );
}

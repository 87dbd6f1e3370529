using System.Globalization;
using DurableTask.Core.Command;
using DurableTask.Core.History;

namespace DurableTask.Sqlite.Replay;

/// <summary>
/// A call of an orchestrator as a row of its history, and as the event that tells Durable Task of it.
/// </summary>
/// <param name="Row">The row, without its time.</param>
/// <param name="Confirmation">The event, of which the next turn begins.</param>
internal readonly record struct MadeCall(HistoryRow Row, HistoryEvent Confirmation)
{
    /// <exception cref="NotSupportedException">
    /// A newer Durable Task knows actions that this backend does not.
    /// </exception>
    public static MadeCall Of(OrchestratorAction action, InstanceHead head) =>
        action switch
        {
            ScheduleTaskOrchestratorAction activity => new(
                new HistoryRow
                {
                    Kind = HistoryKind.ActivityScheduled,
                    Task = activity.Id + 1,
                    Name = activity.Name,
                    Detail = (activity.Version ?? "") == head.Version ? null : activity.Version ?? "",
                    Payload = WithoutBrackets(activity.Input),
                },
                new TaskScheduledEvent(activity.Id, activity.Name!, activity.Version, null)
            ),
            CreateTimerOrchestratorAction timer => new(
                new HistoryRow
                {
                    Kind = HistoryKind.TimerCreated,
                    Task = timer.Id + 1,
                    Detail = new DateTimeOffset(DateTime.SpecifyKind(timer.FireAt, DateTimeKind.Utc)).ToString(
                        "O",
                        CultureInfo.InvariantCulture
                    ),
                },
                new TimerCreatedEvent(timer.Id, timer.FireAt)
            ),
            CreateSubOrchestrationAction child => new(
                new HistoryRow
                {
                    Kind = HistoryKind.SubOrchestrationStarted,
                    Task = child.Id + 1,
                    Name = child.Name,
                    Detail = child.InstanceId,
                    Payload = child.Input,
                    Version = child.Version,
                    Tags = child.Tags is { Count: > 0 } tags ? tags.AsReadOnly() : null,
                },
                new SubOrchestrationInstanceCreatedEvent(child.Id)
                {
                    Name = child.Name,
                    Version = child.Version,
                    InstanceId = child.InstanceId,
                }
            ),
            SendEventOrchestratorAction sent => new(
                new HistoryRow
                {
                    Kind = HistoryKind.EventSent,
                    Task = sent.Id + 1,
                    Name = sent.EventName,
                    Detail = sent.Instance!.InstanceId,
                    Payload = sent.EventData,
                },
                new EventSentEvent(sent.Id) { Name = sent.EventName, InstanceId = sent.Instance.InstanceId }
            ),
            _ => throw new NotSupportedException(
                $"DurableTask.Sqlite does not know what {action.GetType().Name} of Durable Task means."
            ),
        };

    // Durable Task serializes the arguments of an activity, of which it has one, as an array.
    private static string? WithoutBrackets(string? arguments) =>
        arguments is ['[', .., ']'] ? arguments[1..^1] : arguments;
}

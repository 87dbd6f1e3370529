using DurableTask.Core;
using DurableTask.Core.Command;
using DurableTask.Core.History;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Scenarios.Histories;

namespace OnboardingFunctions.Tests.Replaying;

/// <summary>One instance: its history, and what came of its last replay.</summary>
/// <param name="start">What it was started with.</param>
/// <param name="createdAt">When.</param>
/// <param name="trace">The <c>traceparent</c> of who started it; null where nobody traced.</param>
internal sealed class ReplayedInstance(ExecutionStartedEvent start, DateTimeOffset createdAt, string? trace)
{
    // A wait of weeks asks thousands of times: with a replay at each, most of the time would go into repeating.
    private const int AlwaysReplayed = 100;

    private readonly List<HistoryEvent> _history = [];
    private readonly List<HistoryEvent> _inbox = [start];
    private LoadedOrchestration? _loaded;
    private int _replayedTo;

    public string Name { get; } = start.Name!;
    public string Id { get; } = start.OrchestrationInstance!.InstanceId!;
    public string? Trace { get; } = trace;
    public DateTimeOffset CreatedAt { get; } = createdAt;
    public DateTimeOffset UpdatedAt { get; private set; } = createdAt;
    public OrchestrationRuntimeStatus Status { get; private set; } = OrchestrationRuntimeStatus.Pending;
    public string? Output { get; private set; }
    public FailureDetails? Failure { get; private set; }
    public string? CustomStatus { get; private set; }

    /// <summary>Raised by continuing as new: answers to an earlier execution are nobody's.</summary>
    public int Execution { get; private set; }

    /// <summary>How often the orchestration was replayed from its beginning.</summary>
    public int Replays { get; private set; }

    public bool Ended =>
        Status
            is OrchestrationRuntimeStatus.Completed
                or OrchestrationRuntimeStatus.Failed
                or OrchestrationRuntimeStatus.Terminated;

    public bool HasMail => _inbox.Count > 0 && !Ended;

    /// <summary>What was asked for and not answered: all that a worker that starts anew has to take up.</summary>
    public IReadOnlyList<OrchestratorAction> Unanswered
    {
        get
        {
            var answered = _history
                .Concat(_inbox)
                .Select(happened =>
                    happened switch
                    {
                        TaskCompletedEvent completed => completed.TaskScheduledId,
                        TaskFailedEvent failed => failed.TaskScheduledId,
                        TimerFiredEvent fired => fired.TimerId,
                        _ => -1,
                    }
                )
                .ToHashSet();
            return Ended ? [] : [.. Asked.Where(action => !answered.Contains(action.Id))];
        }
    }

    private IEnumerable<OrchestratorAction> Asked =>
        _history
            .Select(happened =>
                happened switch
                {
                    TaskScheduledEvent call => new ScheduleTaskOrchestratorAction
                    {
                        Id = call.EventId,
                        Name = call.Name,
                        Input = call.Input,
                    },
                    TimerCreatedEvent timer => new CreateTimerOrchestratorAction
                    {
                        Id = timer.EventId,
                        FireAt = timer.FireAt,
                    },
                    _ => (OrchestratorAction?)null,
                }
            )
            .OfType<OrchestratorAction>();

    public void Post(int execution, HistoryEvent happened)
    {
        if (execution == Execution)
            _inbox.Add(happened);
    }

    public void Terminate(string? output, DateTimeOffset at) =>
        End(OrchestrationRuntimeStatus.Terminated, output, null, at);

    /// <summary>Lets go of what a worker holds in memory; the next turn replays the whole history.</summary>
    public void Unload() => _loaded = null;

    /// <summary>
    /// Runs what has come since the last turn, and returns what is newly asked for. The whole history is replayed
    /// before, up to a length at every turn, beyond it when it has grown by an eighth and at its end.
    /// </summary>
    public IReadOnlyList<OrchestratorAction> Replay(
        ITaskOrchestrator function,
        DataConverter converter,
        DateTimeOffset now
    )
    {
        List<HistoryEvent> fresh = [new OrchestratorStartedEvent(-1), .. _inbox];
        foreach (var happened in fresh)
            happened.Timestamp = now.UtcDateTime;
        _inbox.Clear();
        var result =
            _loaded is not null && _history.Count > AlwaysReplayed && _history.Count < _replayedTo * 9 / 8
                ? _loaded.Turn(fresh)
                : null;
        if (result is null || result.Actions.OfType<OrchestrationCompleteOrchestratorAction>().Any())
        {
            Replays++;
            _replayedTo = _history.Count;
            _loaded = HistoryReplay.Load(Name, function, converter, _history);
            result = _loaded.Turn(fresh);
        }

        _history.AddRange(fresh);
        (Status, UpdatedAt) = (OrchestrationRuntimeStatus.Running, now);
        CustomStatus = result.CustomStatus;
        List<OrchestratorAction> asked = [];
        OrchestrationCompleteOrchestratorAction? end = null;
        foreach (var action in result.Actions)
        {
            if (action is OrchestrationCompleteOrchestratorAction completion)
            {
                end = completion;
                continue;
            }

            asked.Add(action);
            var scheduled = EventOf(action);
            scheduled.Timestamp = now.UtcDateTime;
            _history.Add(scheduled);
        }

        if (end is null)
            return asked;
        if (end.OrchestrationStatus == OrchestrationStatus.ContinuedAsNew)
            ContinueAsNew(end);
        else if (end.OrchestrationStatus == OrchestrationStatus.Completed)
            End(OrchestrationRuntimeStatus.Completed, end.Result, null, now);
        else
            End(OrchestrationRuntimeStatus.Failed, null, end.FailureDetails, now);
        return [.. asked.OfType<ScheduleTaskOrchestratorAction>()];
    }

    public OrchestrationMetadata Metadata(bool withTexts) =>
        new(Name, Id)
        {
            RuntimeStatus = Status,
            CreatedAt = CreatedAt,
            LastUpdatedAt = UpdatedAt,
            SerializedOutput = withTexts ? Output : null,
            SerializedCustomStatus = withTexts ? CustomStatus : null,
            FailureDetails =
                withTexts && Failure is { } failure
                    ? new TaskFailureDetails(failure.ErrorType, failure.ErrorMessage, failure.StackTrace, null, null)
                    : null,
        };

    /// <summary>Gets its history in the form that does not depend on the engine.</summary>
    public RecordedHistory Record() =>
        RecordedHistory.Of(Id, Name, start.Version ?? "", Ended ? [.. _history, EndOf()] : _history);

    private HistoryEvent EndOf() =>
        Status switch
        {
            OrchestrationRuntimeStatus.Completed => new ExecutionCompletedEvent(
                -1,
                Output,
                OrchestrationStatus.Completed
            )
            {
                Timestamp = UpdatedAt.UtcDateTime,
            },
            OrchestrationRuntimeStatus.Terminated => new ExecutionTerminatedEvent(-1, Output)
            {
                Timestamp = UpdatedAt.UtcDateTime,
            },
            _ => new ExecutionCompletedEvent(-1, null, OrchestrationStatus.Failed)
            {
                Timestamp = UpdatedAt.UtcDateTime,
            },
        };

    private static HistoryEvent EventOf(OrchestratorAction action) =>
        action switch
        {
            ScheduleTaskOrchestratorAction activity => new TaskScheduledEvent(
                activity.Id,
                activity.Name!,
                activity.Version,
                activity.Input
            ),
            CreateTimerOrchestratorAction timer => new TimerCreatedEvent(timer.Id, timer.FireAt),
            _ => throw new NotSupportedException($"No onboarding asks for {action.GetType().Name}."),
        };

    private void ContinueAsNew(OrchestrationCompleteOrchestratorAction end)
    {
        Execution++;
        _history.Clear();
        _loaded = null;
        var meanwhile = _inbox.OfType<EventRaisedEvent>().ToList();
        _inbox.Clear();
        _inbox.AddRange([
            new ExecutionStartedEvent(-1, end.Result)
            {
                Name = Name,
                Version = end.NewVersion ?? start.Version,
                OrchestrationInstance = start.OrchestrationInstance,
            },
            .. end.CarryoverEvents,
            .. meanwhile,
        ]);
    }

    private void End(OrchestrationRuntimeStatus status, string? output, FailureDetails? failure, DateTimeOffset at)
    {
        (Status, Output, Failure, UpdatedAt) = (status, output, failure, at);
        _inbox.Clear();
        _loaded = null;
    }
}

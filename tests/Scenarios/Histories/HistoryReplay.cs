using DurableTask.Core;
using DurableTask.Core.Command;
using DurableTask.Core.History;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Worker;
using Microsoft.DurableTask.Worker.Shims;
using Microsoft.Extensions.Logging.Abstractions;
using Onboarding;

namespace Scenarios.Histories;

/// <summary>Durable Task's own executor, which every engine replays orchestrations with.</summary>
internal static class HistoryReplay
{
    /// <summary>Loads an orchestration whose first turn replays its history.</summary>
    /// <param name="name">The stored name.</param>
    /// <param name="orchestrator">The orchestrator.</param>
    /// <param name="converter">Reads and writes what the history holds.</param>
    /// <param name="past">What is replayed.</param>
    public static LoadedOrchestration Load(
        string name,
        ITaskOrchestrator orchestrator,
        DataConverter converter,
        IList<HistoryEvent> past
    )
    {
        var state = new OrchestrationRuntimeState(past);
        var shims = new DurableTaskShimFactory(
            new DurableTaskWorkerOptions { DataConverter = converter, MaximumTimerInterval = TimeSpan.MaxValue },
            NullLoggerFactory.Instance
        );
        return new LoadedOrchestration(
            state,
            new Lazy<TaskOrchestrationExecutor>(() =>
                new TaskOrchestrationExecutor(
                    state,
                    shims.CreateOrchestration(name, orchestrator),
                    BehaviorOnContinueAsNew.Carryover,
                    entityParameters: null,
                    ErrorPropagationMode.UseFailureDetails
                )
            )
        );
    }

    /// <summary>
    /// Replays a recorded history with today's code. Returns what differs; null: it goes on as it did when it was
    /// recorded, from every wait in it.
    /// </summary>
    public static string? Difference(RecordedHistory history, ITaskOrchestrator orchestrator, DataConverter converter)
    {
        var past = history.Events.Select(happened => happened.ToDurableTask(history)).OfType<HistoryEvent>().ToList();
        var result = Load(history.Name, orchestrator, converter, past).Turn([]);
        var end = result.Actions.OfType<OrchestrationCompleteOrchestratorAction>().SingleOrDefault();
        var more = result.Actions.Where(action => action != end).Select(Describe).ToList();
        if (end?.FailureDetails is { } failure && history.Events[^1].Kind != RecordedKind.Failed)
            return $"it fails: {failure.ErrorType}: {failure.ErrorMessage}";
        return (history.Events[^1].Kind, end, more) switch
        {
            (_, _, [_, ..]) => $"it makes calls that the history does not hold: {string.Join(", ", more)}",
            (RecordedKind.Completed, null, _) => "it has not ended, and had when it was recorded",
            (not (RecordedKind.Completed or RecordedKind.Failed), not null, _) => "it has ended, and waited then",
            _ => null,
        };
    }

    /// <summary>Replays every history of a file and fails with what differs.</summary>
    public static async Task AssertReplays(string file, DataConverter converter)
    {
        var catalog = OnboardingServices.Tasks();
        var histories = await RecordedHistory.Read(Path.Combine(Folder, file));

        var differences = (
            from history in histories
            let what = Difference(history, catalog.Orchestrators[history.Name].Orchestrator, converter)
            where what is not null
            select $"{history.Name} {history.Instance}: {what}"
        ).ToList();

        Assert.True(
            differences.Count == 0,
            $"See 'Change an orchestration' in CONTRIBUTING.md.\n{string.Join("\n", differences.Take(20))}"
        );
        Assert.InRange(histories.Count, 300, int.MaxValue);
    }

    /// <summary>Gets the files of all releases that a host has recorded.</summary>
    /// <param name="host">The last part of their names, such as <c>sqlite</c>.</param>
    public static TheoryData<string> Files(string host) =>
        [.. Directory.GetFiles(Folder, $"*-{host}.jsonl.gz").Select(path => Path.GetFileName(path)!)];

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Histories");

    private static string Describe(OrchestratorAction action) =>
        action switch
        {
            ScheduleTaskOrchestratorAction activity => $"activity {activity.Name}",
            CreateTimerOrchestratorAction timer => $"a timer at {timer.FireAt:O}",
            _ => action.GetType().Name,
        };
}

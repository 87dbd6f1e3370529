using DurableTask.Core;
using DurableTask.Core.History;

namespace Scenarios.Histories;

/// <summary>
/// An orchestration in a worker's memory: its first turn replays the history, each further one goes on from the last,
/// as in the extended sessions of Durable Task.
/// </summary>
/// <param name="state">The history.</param>
/// <param name="executor">Reads the state when it is made, so it is made with the first turn.</param>
internal sealed class LoadedOrchestration(OrchestrationRuntimeState state, Lazy<TaskOrchestrationExecutor> executor)
{
    /// <summary>Runs the turn of what has happened since the last one.</summary>
    public OrchestratorExecutionResult Turn(IEnumerable<HistoryEvent> fresh)
    {
        state.NewEvents.Clear();
        foreach (var happened in fresh)
            state.AddEvent(happened);
        return executor.IsValueCreated ? executor.Value.ExecuteNewEvents() : executor.Value.Execute();
    }
}

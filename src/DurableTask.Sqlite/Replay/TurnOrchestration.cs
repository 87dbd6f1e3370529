using DurableTask.Core;

namespace DurableTask.Sqlite.Replay;

/// <summary>Durable Task's orchestration, run within the turns of a <see cref="TurnThread"/>.</summary>
internal sealed class TurnOrchestration(TaskOrchestration inner, RunGuard guard) : TaskOrchestration
{
    private Task<string>? _code;

    /// <summary>
    /// Gets whether the orchestrator's code has ended. The orchestration goes on until nothing that it called is open.
    /// </summary>
    public bool HasEnded => _code is { IsCompleted: true };

    public override Task<string> Execute(OrchestrationContext context, string input)
    {
        guard.Thread.Enter(() => _code = inner.Execute(context, input));
        return _code!;
    }

    public override void RaiseEvent(OrchestrationContext context, string name, string input)
    {
        guard.Events.Raise();
        inner.RaiseEvent(context, name, input);
    }

    public override string GetStatus() => inner.GetStatus();
}

using System.Collections;
using System.Reflection;
using DurableTask.Core;

namespace DurableTask.Sqlite.Replay;

/// <summary>
/// Finds out which timers an orchestrator has cancelled. Durable Task says that to nobody: it only forgets the task, so
/// its dictionary of open tasks is looked at. A version of Durable Task that has it elsewhere costs
/// this alone: a cancelled timer then fires when it is due, and nobody hears it.
/// </summary>
internal static class OpenTimers
{
    private static readonly FieldInfo? Context = typeof(TaskOrchestrationExecutor).GetField(
        "context",
        BindingFlags.Instance | BindingFlags.NonPublic
    );
    private static readonly FieldInfo? OpenTasks = Context?.FieldType.GetField(
        "openTasks",
        BindingFlags.Instance | BindingFlags.NonPublic
    );

    /// <summary>Gets whether this version of Durable Task can be asked.</summary>
    public static bool CanTell => OpenTasks is not null;

    /// <summary>Gets a value that says whether a task is over.</summary>
    /// <param name="executor">The executor of the run.</param>
    /// <param name="id">Durable Task's number of the task.</param>
    public static bool IsForgotten(TaskOrchestrationExecutor executor, int id) =>
        OpenTasks?.GetValue(Context!.GetValue(executor)) is IDictionary open && !open.Contains(id);
}

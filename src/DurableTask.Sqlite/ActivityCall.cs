namespace DurableTask.Sqlite;

/// <summary>An activity to be run, whose schedule is on disk.</summary>
/// <param name="Head">The run that called it.</param>
/// <param name="Row">Its schedule: task, name, input.</param>
/// <param name="Rerun">Null on its first way.</param>
internal sealed record ActivityCall(InstanceHead Head, HistoryRow Row, Rerun? Rerun = null);

/// <summary>
/// The reason for which a call that was begun before runs again: a history, read as far as <paramref name="Seen"/>,
/// holds no result of it.
/// </summary>
/// <param name="Restarts">
/// The number of times that it was begun again after the process had stopped while it ran.
/// </param>
/// <param name="Seen">The position of the last row that was read; a result may have come behind it.</param>
internal sealed record Rerun(int Restarts, long Seen);

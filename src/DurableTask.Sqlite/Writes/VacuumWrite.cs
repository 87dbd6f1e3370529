namespace DurableTask.Sqlite.Writes;

/// <summary>Gives some of the file's free pages back to the file system, when they are too many.</summary>
internal sealed class VacuumWrite : JournalWrite
{
    private readonly TaskCompletionSource<bool> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isDone;

    /// <summary>Gets whether no more are to be given back.</summary>
    public Task<bool> Done => _done.Task;

    public override bool MayFail => true;

    public override void Execute(JournalStatements sql, DateTimeOffset now)
    {
        _isDone = !FreePages.Read(sql.FreePages).AreTooMany;
        if (_isDone)
            return;
        // A page a step.
        while (sql.GiveBack.Step()) { }
        sql.GiveBack.Reset();
    }

    public override void Committed() => _done.TrySetResult(_isDone);

    public override void Refused(Exception reason) => _done.TrySetException(reason);
}

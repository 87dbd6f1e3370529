namespace DurableTask.Sqlite.Writes;

/// <summary>
/// Gives some of the file's free pages back to the file system. A tenth of the file stays free, and 1 MB at least: what
/// is used again soon is not worth moving. A file that was made before there was this keeps its pages.
/// </summary>
internal sealed class VacuumWrite : JournalWrite
{
    /// <summary>The pages of one write, which others in the group wait for: 1 MB.</summary>
    public const int PagesAtOnce = 256;

    private const int FewestFree = 256;
    private const int Incremental = 2;

    private readonly TaskCompletionSource<bool> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isDone;

    /// <summary>Gets whether no more are to be given back.</summary>
    public Task<bool> Done => _done.Task;

    public override bool MayFail => true;

    public override void Execute(JournalStatements sql, DateTimeOffset now)
    {
        sql.FreePages.Step();
        var (free, pages, mode) = (sql.FreePages.Int(0), sql.FreePages.Int(1), sql.FreePages.Int(2));
        sql.FreePages.Reset();
        _isDone = mode != Incremental || free <= Math.Max(FewestFree, pages / 10) + PagesAtOnce;
        if (_isDone)
            return;
        // A page a step.
        while (sql.GiveBack.Step()) { }
        sql.GiveBack.Reset();
    }

    public override void Committed() => _done.TrySetResult(_isDone);

    public override void Refused(Exception reason) => _done.TrySetException(reason);
}

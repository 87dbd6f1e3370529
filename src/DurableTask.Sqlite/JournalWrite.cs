namespace DurableTask.Sqlite;

/// <summary>
/// One change of the file, run by the writer's thread in a transaction with others. <see cref="Execute"/> may run again
/// when its group could not be written, so it keeps nothing but results, which it overwrites. <see cref="Committed"/>
/// runs on the same thread once it is durable, in the order of execution; it must be short and must not throw.
/// </summary>
internal abstract class JournalWrite
{
    /// <summary>
    /// True when a caller outside waits for the write. Such a write is refused when the disk cannot be written; one of
    /// the engine's own is tried until it is on disk.
    /// </summary>
    public virtual bool HasCaller => false;

    /// <summary>
    /// True when the owner of the write is told that it cannot be done at all, and goes on without it. After the
    /// failure of any other write, memory and disk would differ: the engine stops as in a crash, and the next start
    /// reads the state from disk.
    /// </summary>
    public virtual bool MayFail => HasCaller;

    public abstract void Execute(JournalStatements sql, DateTimeOffset now);

    public abstract void Committed();

    /// <summary>Called when it was not written and will not be.</summary>
    public virtual void Refused(Exception reason) { }
}

/// <summary>A write whose caller gets a result once it is durable.</summary>
internal abstract class JournalWrite<T> : JournalWrite
{
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override bool HasCaller => true;

    public Task<T> Answer => _answer.Task;

    protected T Result { get; set; } = default!;

    public override void Committed() => _answer.TrySetResult(Result);

    public override void Refused(Exception reason) => _answer.TrySetException(reason);
}

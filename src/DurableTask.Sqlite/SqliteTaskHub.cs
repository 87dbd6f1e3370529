using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using DurableTask.Sqlite.Writes;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DurableTask.Sqlite;

/// <summary>
/// A task hub in one SQLite file: the calls of clients, and the parts that run instances once a worker is there.
/// Clients and the worker of one file share it; see README.md beside this file.
/// </summary>
public sealed class SqliteTaskHub : IDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _ends = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _begins = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _resumes = new();
    private readonly Lock _gate = new();

    // The number of callers that wait for an instance: while it is 0, a commit need not search for them.
    private int _waits;
    private WorkerTasks? _worker;
    private ActivityRunner? _activities;
    private Retention? _retention;
    private bool _stopped;

    /// <summary>Makes the hub of a file; nothing is opened yet.</summary>
    /// <param name="file">The file.</param>
    /// <param name="options">Settings of the hub.</param>
    /// <param name="time">The clock of its timers.</param>
    /// <param name="logger">The logger.</param>
    public SqliteTaskHub(JournalFile file, SqliteTaskHubOptions options, TimeProvider time, ILogger logger)
    {
        (File, Options, _time, Logger) = (file, options.Check(), time, logger);
        Instances = new LoadedInstances(this, options.MaxLoadedInstances);
        Clock = new TimerClock(this, time);
        file.Died = Abandon;
    }

    /// <summary>Gets the file, for the application's own tables.</summary>
    public JournalFile File { get; }

    internal SqliteTaskHubOptions Options { get; }
    internal BusyCounter Busy => File.Busy;
    internal ILogger Logger { get; }
    internal LoadedInstances Instances { get; }
    internal TimerClock Clock { get; }
    internal WorkerTasks Worker => _worker ?? throw new InvalidOperationException("No worker runs on this task hub.");
    internal ActivityRunner Activities =>
        _activities ?? throw new InvalidOperationException("No worker runs on this task hub.");
    internal Retention? Retention => _retention;
    internal bool ReplaysEveryTurn => Options.ReplayEveryTurn;

    /// <summary>Gets the earliest durable timer; null when there is none.</summary>
    internal DateTimeOffset? NextDue => File.Read(reader => reader.NextDue());

    /// <summary>Reads an instance; null when there is none.</summary>
    /// <param name="instanceId">Its id.</param>
    /// <param name="withPayloads">True to read input, output and failure too.</param>
    public InstanceSnapshot? Get(string instanceId, bool withPayloads = true) =>
        File.Read(reader => reader.State(instanceId, withPayloads));

    /// <summary>
    /// Reads the history of an instance's current run, oldest first; empty when there is none.
    /// </summary>
    public IReadOnlyList<HistoryRow> History(string instanceId) =>
        File.Read(reader => reader.Key(instanceId) is { } key ? reader.History(key) : []);

    /// <summary>
    /// Starts an instance, durably, before it answers, unless its id was ever used and not purged. Of two starts of one
    /// id exactly one answers true.
    /// </summary>
    /// <param name="name">The name of the orchestration.</param>
    /// <param name="version">The version to run on; empty for none.</param>
    /// <param name="instanceId">Its id, not empty.</param>
    /// <param name="input">The serialized input.</param>
    /// <param name="cancellationToken">Gives up waiting for the answer; the start may happen all the same.</param>
    /// <exception cref="ArgumentException">The input is longer than
    /// <see cref="SqliteTaskHubOptions.MaxPayloadLength"/>.</exception>
    /// <exception cref="JournalUnavailableException">The disk refuses.</exception>
    public async Task<bool> TryStart(
        string name,
        string version,
        string instanceId,
        string? input,
        CancellationToken cancellationToken
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        Payload.Check(input, $"The input of {name}", Options.MaxPayloadLength);
        using var span = Tracing.Create(name, version, instanceId);
        var head = new InstanceHead(0, instanceId, name, version, 0)
        {
            Trace = System.Diagnostics.Activity.Current?.Id,
        };
        return (await Do(new StartWrite(this, head, input, _ => true), cancellationToken)).IsStarted;
    }

    /// <summary>Delivers an event, durably, before it answers. False: no such instance, or it has ended.</summary>
    /// <exception cref="ArgumentException">The event is longer than
    /// <see cref="SqliteTaskHubOptions.MaxPayloadLength"/>.</exception>
    /// <exception cref="JournalUnavailableException">The disk refuses.</exception>
    public Task<bool> RaiseEvent(
        string instanceId,
        string eventName,
        string? payload,
        CancellationToken cancellationToken
    )
    {
        Payload.Check(payload, $"Event {eventName}", Options.MaxPayloadLength);
        return Do(new EventWrite(this, instanceId, eventName, payload), cancellationToken);
    }

    /// <summary>
    /// Ends an instance where it stands; nothing is undone. False: no such instance, or it has ended.
    /// </summary>
    /// <param name="instanceId">Its id.</param>
    /// <param name="output">The serialized output it is to have.</param>
    /// <param name="isRecursive">True to end its sub-orchestrations too.</param>
    /// <param name="cancellationToken">Gives up waiting for the answer.</param>
    public Task<bool> Terminate(
        string instanceId,
        string? output,
        bool isRecursive,
        CancellationToken cancellationToken
    )
    {
        Payload.Check(output, "The output", Options.MaxPayloadLength);
        return Do(new TerminateWrite(this, instanceId, output, isRecursive), cancellationToken);
    }

    /// <summary>Takes up an instance that is halted. False: there is none of that id that is.</summary>
    /// <param name="instanceId">Its id.</param>
    /// <param name="version">The version of its orchestration to go on with, for good; null: as before.</param>
    /// <param name="cancellationToken">Gives up waiting for the answer.</param>
    public Task<bool> ResumeHalted(string instanceId, string? version, CancellationToken cancellationToken) =>
        Do(new ResumeWrite(this, instanceId, version), cancellationToken);

    /// <summary>Does the same without running anything now, for a process that only writes.</summary>
    public Task<bool> ResumeHaltedAtNextStart(string instanceId, string? version)
    {
        Instances.Stop();
        return ResumeHalted(instanceId, version, CancellationToken.None);
    }

    /// <summary>Removes an ended instance and its history. Returns how many instances that were.</summary>
    /// <param name="instanceId">Its id.</param>
    /// <param name="isRecursive">True to remove its ended sub-orchestrations too.</param>
    /// <param name="cancellationToken">Gives up waiting for the answer.</param>
    public Task<int> Purge(string instanceId, bool isRecursive, CancellationToken cancellationToken) =>
        Do(new PurgeWrite(instanceId, isRecursive), cancellationToken);

    /// <summary>Waits until an instance has ended or is halted; one that is not there is waited for.</summary>
    /// <param name="instanceId">Its id.</param>
    /// <param name="withPayloads">True to read input, output and failure too.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<InstanceSnapshot> WhenEnded(
        string instanceId,
        bool withPayloads,
        CancellationToken cancellationToken
    ) => When(_ends, instanceId, HasEnded, withPayloads, cancellationToken);

    /// <summary>Closes the hub and its file.</summary>
    public void Dispose()
    {
        Clock.Dispose();
        _retention?.Dispose();
        Instances.Stop();
        File.Dispose();
        _activities?.Dispose();
    }

    /// <summary>Runs a worker without a host. With one, use <c>UseSqlite</c> on its builder.</summary>
    /// <param name="factory">Its orchestrators and activities.</param>
    /// <param name="options">Its options.</param>
    /// <param name="scopes">
    /// Creates the services of activities; register <see cref="ActivityLifetime"/> as scoped for those that ask for it.
    /// </param>
    /// <param name="loggers">Makes the loggers of orchestrators and activities.</param>
    /// <param name="exceptionProperties">Adds properties to failures.</param>
    /// <exception cref="JournalOpenException">The file cannot be used.</exception>
    /// <exception cref="InvalidOperationException">A worker runs on this hub already.</exception>
    public void Start(
        IDurableTaskFactory factory,
        DurableTaskWorkerOptions options,
        IServiceScopeFactory scopes,
        ILoggerFactory loggers,
        IExceptionPropertiesProvider? exceptionProperties = null
    ) =>
        Start(
            new WorkerTasks(
                factory,
                options,
                scopes,
                loggers,
                exceptionProperties,
                filter: null,
                Options.MaxPayloadLength
            )
        );

    /// <summary>Opens the file and takes up every instance that has something left to do.</summary>
    /// <exception cref="JournalOpenException">The file cannot be used.</exception>
    [MemberNotNull(nameof(_worker), nameof(_activities))]
    internal void Start(WorkerTasks worker)
    {
        // Before anything is set: where it cannot be opened now, the same worker may be started later.
        File.Open();
        lock (_gate)
        {
            if (_worker is not null)
                throw new InvalidOperationException($"A worker runs on {File.FilePath} already; a task hub has one.");
            _worker = worker;
            _activities = new ActivityRunner(this, worker, Options.ActivityTimeout, _time, Logger);
        }

        // First, so that whatever is committed from now on is either handed over or read here.
        Instances.Start(worker.MaxOrchestrations);
        var unfinished = File.Read(reader => reader.InFlight());
        foreach (var key in unfinished)
            Instances.TakeUp(key);
        Clock.Start();
        if (Options.Retention is { } keep)
        {
            _retention = new Retention(this, keep, _time);
            _retention.Start();
        }

        if (File.NeedsReencryption)
            _ = new Reencryption(this).RunInBackground();
        ResumeHaltedByOtherCode();
        Log.EngineStarted(Logger, unfinished.Count);
    }

    /// <summary>
    /// Ends the worker: begins no more activities, lets those that run end for a moment, and leaves the rest to the
    /// next start. Clients may go on.
    /// </summary>
    public async Task Stop(CancellationToken cancellationToken)
    {
        if (_activities is null || _stopped)
            return;
        _stopped = true;
        await _activities.Stop(Grace, cancellationToken);
        Clock.Dispose();
        _retention?.Dispose();
        Instances.Stop();
        var clean = new CleanStopWrite();
        Enqueue(clean);
        try
        {
            await clean.Answer.WaitAsync(cancellationToken);
        }
        catch (Exception e)
            when (e is JournalStoppedException or JournalUnavailableException or OperationCanceledException)
        {
            // Work that is not written now is done again at the next start.
        }
    }

    internal Task<InstanceSnapshot> WhenBegun(
        string instanceId,
        bool withPayloads,
        CancellationToken cancellationToken
    ) =>
        When(_begins, instanceId, condition => condition != InstanceCondition.Pending, withPayloads, cancellationToken);

    /// <summary>Waits until a halted instance is taken up again or has ended.</summary>
    internal Task WhenNotHalted(string instanceId, CancellationToken cancellationToken) =>
        When(
            _resumes,
            instanceId,
            condition => condition != InstanceCondition.Halted,
            withPayloads: false,
            cancellationToken
        );

    internal void Unhalted(string instanceId)
    {
        if (Volatile.Read(ref _waits) > 0 && _resumes.TryRemove(instanceId, out var resumed))
            resumed.TrySetResult();
    }

    internal static bool HasEnded(InstanceCondition condition) =>
        condition
            is InstanceCondition.Completed
                or InstanceCondition.Failed
                or InstanceCondition.Terminated
                or InstanceCondition.Halted;

    /// <summary>Ends when nothing will happen any more until time passes or somebody calls.</summary>
    internal Task WhenIdle() => Busy.WhenIdle();

    /// <summary>
    /// Stops as a killed process would: nothing more is written, nothing acknowledged, what runs has no effect here.
    /// The file can then be opened anew.
    /// </summary>
    internal Task CrashAsync() =>
        Task.Run(() =>
        {
            Abandon();
            File.Kill();
        });

    internal void Enqueue(JournalWrite write) => File.Enqueue(write);

    internal async Task<T> Do<T>(JournalWrite<T> write, CancellationToken cancellationToken)
    {
        Enqueue(write);
        return await write.Answer.WaitAsync(cancellationToken);
    }

    internal void Began(string instanceId)
    {
        if (Volatile.Read(ref _waits) > 0 && _begins.TryRemove(instanceId, out var begun))
            begun.TrySetResult();
    }

    internal void Ended(string instanceId)
    {
        if (Volatile.Read(ref _waits) == 0)
            return;
        if (_ends.TryRemove(instanceId, out var ended))
            ended.TrySetResult();
        Unhalted(instanceId);
    }

    /// <summary>
    /// Reads an instance again after a moment, because the disk did not give it, or the worker's filter refuses it.
    /// </summary>
    internal void TakeUpLater(long key) =>
        _ = Task.Delay(TimeSpan.FromSeconds(1), _time).ContinueWith(_ => Instances.TakeUp(key), TaskScheduler.Default);

    // Registered before it is looked at: what comes between is not missed.
    private async Task<InstanceSnapshot> When(
        ConcurrentDictionary<string, TaskCompletionSource> awaited,
        string instanceId,
        Func<InstanceCondition, bool> isReached,
        bool withPayloads,
        CancellationToken cancellationToken
    )
    {
        Interlocked.Increment(ref _waits);
        try
        {
            while (true)
            {
                var signal = awaited.GetOrAdd(
                    instanceId,
                    _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
                );
                if (Get(instanceId, withPayloads) is { } state && isReached(state.Condition))
                {
                    if (awaited.TryRemove(instanceId, out var others))
                        others.TrySetResult();
                    return state;
                }

                await signal.Task.WaitAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException e) when (cancellationToken.IsCancellationRequested)
        {
            // As the other backends say it, not as one of a task.
            throw new OperationCanceledException(
                $"The wait for instance {instanceId} was canceled.",
                e,
                cancellationToken
            );
        }
        finally
        {
            Interlocked.Decrement(ref _waits);
        }
    }

    // This worker may make the calls again that the last one did not. One that still does not is halted as before.
    private void ResumeHaltedByOtherCode()
    {
        foreach (var halted in File.Read(reader => reader.Instances.Halted()))
        {
            if (halted.Failure?.ErrorType == FailureTypes.NonDeterministic)
                Enqueue(new ResumeWrite(this, halted.InstanceId, version: null));
        }
    }

    private void Abandon()
    {
        _activities?.Abandon();
        Clock.Dispose();
        _retention?.Dispose();
        Instances.Stop();
        foreach (var awaited in _ends.Values.Concat(_begins.Values).Concat(_resumes.Values))
            awaited.TrySetException(new JournalStoppedException());
    }
}

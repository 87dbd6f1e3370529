using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Onboarding;
using Onboarding.Durability;
using OnboardingServer.Journal.Writes;

namespace OnboardingServer.Journal;

/// <summary>The embedded durable engine: the client's calls, and the parts that move instances on. See README.md beside this file.</summary>
internal sealed class JournalEngine : IOrchestrationClient, IHostedService, IDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _awaited = new();

    public JournalEngine(DurableRegistry registry, IServiceScopeFactory scopes, JournalFile file, IOptions<JournalOptions> options, TimeProvider time, ILogger<JournalEngine> logger)
    {
        (Registry, File, Logger, _time) = (registry, file, logger, time);
        Instances = new LoadedInstances(this, options.Value.MaxLoadedInstances);
        Activities = new ActivityRunner(this, scopes, options.Value, time, logger);
        Clock = new TimerClock(this, time);
        Retention = new Retention(this, options.Value.HistoryRetention, time);
        file.Died = Abandon;
    }

    internal DurableRegistry Registry { get; }
    internal JournalFile File { get; }
    internal BusyCounter Busy => File.Busy;
    internal ILogger Logger { get; }
    internal LoadedInstances Instances { get; }
    internal ActivityRunner Activities { get; }
    internal TimerClock Clock { get; }
    internal Retention Retention { get; }

    /// <summary>The earliest durable timer; null when there is none.</summary>
    internal DateTimeOffset? NextDue => File.Read(reader => reader.NextDue());

    /// <summary>Opens the file and takes up every instance that has something left to do.</summary>
    /// <exception cref="JournalOpenException">The data directory cannot be used.</exception>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        File.Open();
        var unfinished = File.Read(reader => reader.InFlight());
        foreach (var key in unfinished) Instances.TakeUp(key);
        Clock.Ring();
        Retention.Start();
        if (File.NeedsReencryption) _ = new Reencryption(this).RunInBackground();
        Log.EngineStarted(Logger, unfinished.Count);
        return Task.CompletedTask;
    }

    /// <summary>Begins no more activities, lets those that run end for a moment, and leaves the rest to the next start.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await Activities.Stop(Grace, cancellationToken);
        Clock.Dispose();
        Retention.Dispose();
        Instances.Stop();
        var clean = new CleanStopWrite();
        Enqueue(clean);
        try
        {
            await clean.Answer.WaitAsync(cancellationToken);
        }
        catch (Exception e) when (e is JournalStoppedException or JournalUnavailableException or OperationCanceledException)
        {
            // What is not written now is done again at the next start.
        }
    }

    public Task<StartResult> Start<TInput, TOutput>(OrchestrationName<TInput, TOutput> name, string instanceId, TInput input, CancellationToken cancellationToken)
    {
        if (!Registry.Orchestrations.TryGetValue(name.Value, out var orchestration)) throw new ArgumentException($"There is no orchestration {name}.", nameof(name));
        var head = new InstanceHead(0, InstanceIds.Check(instanceId), name.Value, orchestration.Version, 0) { Trace = System.Diagnostics.Activity.Current?.Id };
        return Do(new StartWrite(this, head, Payload.Write(input, $"The input of {name}")), cancellationToken);
    }

    public Task<bool> RaiseEvent<T>(string instanceId, EventName<T> name, T payload, CancellationToken cancellationToken) =>
        Do(new EventWrite(this, instanceId, name.Value, Payload.Write(payload, $"Event {name}")), cancellationToken);

    public Task<InstanceState?> Get(string instanceId, CancellationToken cancellationToken) => Task.FromResult(File.Read(reader => reader.State(instanceId)));

    public Task<bool> Terminate(string instanceId, string reason, CancellationToken cancellationToken) =>
        Do(new TerminateWrite(this, instanceId, Payload.Write(new FailureDetails(ErrorCodes.InstanceTerminated, reason, Retryable: false), "The reason")), cancellationToken);

    public Task<bool> Resume(string instanceId, CancellationToken cancellationToken) => Resume(instanceId, version: null, cancellationToken);

    public Task<bool> Purge(string instanceId, CancellationToken cancellationToken) => Do(new PurgeWrite(instanceId), cancellationToken);

    /// <summary>Takes up an instance that stands still (<see cref="InstanceStatus.NeedsAttention"/>). False: there is none of that id that does.</summary>
    /// <param name="instanceId">Its id.</param>
    /// <param name="version">The version of its orchestration to go on with, for good; null: as before.</param>
    /// <param name="cancellationToken">Gives up waiting for the answer.</param>
    internal Task<bool> Resume(string instanceId, string? version, CancellationToken cancellationToken) => Do(new ResumeWrite(this, instanceId, version), cancellationToken);

    /// <summary>The same without running anything now, for a process that does nothing else.</summary>
    internal Task<bool> ResumeAtNextStart(string instanceId, string? version)
    {
        Instances.Stop();
        return Resume(instanceId, version, CancellationToken.None);
    }

    /// <summary>Everything an instance's current run has lived through, oldest first; empty when there is none.</summary>
    internal IReadOnlyList<HistoryEvent> History(string instanceId) => File.Read(reader => reader.Key(instanceId) is { } key ? reader.History(key) : []);

    /// <summary>Ends when nothing will happen any more until time passes or somebody calls.</summary>
    internal Task WhenIdle() => Busy.WhenIdle();

    /// <summary>The state of an instance once it has ended; null when there is none.</summary>
    internal async Task<InstanceState?> WhenEnded(string instanceId, CancellationToken cancellationToken)
    {
        var ended = _awaited.GetOrAdd(instanceId, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        var state = await Get(instanceId, cancellationToken);
        if (state is { Status: InstanceStatus.Running })
        {
            await ended.Task.WaitAsync(cancellationToken);
            return await Get(instanceId, cancellationToken);
        }

        Ended(instanceId);
        return state;
    }

    /// <summary>Stops as a killed process would: nothing more is written, nothing acknowledged, what runs has no effect here. The file can then be opened anew.</summary>
    internal Task CrashAsync() => Task.Run(() =>
    {
        Abandon();
        File.Kill();
    });

    public void Dispose()
    {
        Clock.Dispose();
        Retention.Dispose();
        Activities.Dispose();
    }

    internal void Enqueue(JournalWrite write) => File.Enqueue(write);

    internal void Ended(string instanceId)
    {
        if (_awaited.TryRemove(instanceId, out var ended)) ended.TrySetResult();
    }

    /// <summary>Reads an instance again after a moment, because the disk did not give it.</summary>
    internal void TakeUpLater(long key) => _ = Task.Delay(TimeSpan.FromSeconds(1), _time).ContinueWith(_ => Instances.TakeUp(key), TaskScheduler.Default);

    private async Task<T> Do<T>(JournalWrite<T> write, CancellationToken cancellationToken)
    {
        Enqueue(write);
        return await write.Answer.WaitAsync(cancellationToken);
    }

    private void Abandon()
    {
        Activities.Abandon();
        Clock.Dispose();
        Retention.Dispose();
        Instances.Stop();
        foreach (var ended in _awaited.Values) ended.TrySetException(new JournalStoppedException());
    }
}

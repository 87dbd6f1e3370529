using DurableTask.Sqlite;
using Microsoft.DurableTask.Converters;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Onboarding;

namespace OnboardingServer.Journal;

/// <summary>The onboarding's tasks on a task hub in one SQLite file.</summary>
internal sealed class JournalEngine : IOrchestrationClient, IHostedService, IDisposable
{
    private readonly TaskCatalog _catalog;
    private readonly IServiceScopeFactory _scopes;
    private readonly DurableTaskWorkerOptions _worker;

    public JournalEngine(
        TaskCatalog catalog,
        IServiceScopeFactory scopes,
        JournalFile file,
        IOptions<JournalOptions> options,
        TimeProvider time,
        ILogger<JournalEngine> logger
    )
    {
        (_catalog, _scopes) = (catalog, scopes);
        Hub = new SqliteTaskHub(file, options.Value.ForHub(), time, logger);
        _worker = new DurableTaskWorkerOptions
        {
            DataConverter = new JsonDataConverter(DurableJson.Options),
            // A timer is as long as it is.
            MaximumTimerInterval = TimeSpan.MaxValue,
        };
        _worker.Concurrency.MaximumConcurrentActivityWorkItems = options.Value.MaxConcurrentActivities;
    }

    internal SqliteTaskHub Hub { get; }

    /// <summary>Opens the file and takes up every instance that has something left to do.</summary>
    /// <exception cref="JournalOpenException">The data directory cannot be used.</exception>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        // Activities log their failures themselves, without the messages of exceptions; Durable Task would log those
        // too.
        Hub.Start(new JournalTasks(_catalog), _worker, _scopes, NullLoggerFactory.Instance);
        return Task.CompletedTask;
    }

    /// <summary>
    /// Begins no more activities, lets those that run end for a moment, and leaves the rest to the next start.
    /// </summary>
    public Task StopAsync(CancellationToken cancellationToken) => Hub.Stop(cancellationToken);

    public async Task<StartResult> Start<TInput, TOutput>(
        OrchestrationName<TInput, TOutput> name,
        string instanceId,
        TInput input,
        CancellationToken cancellationToken
    )
    {
        if (!_catalog.Orchestrators.ContainsKey(name.Value))
            throw new ArgumentException($"There is no orchestration {name}.", nameof(name));
        var isStarted = await Hub.TryStart(
            name.Value,
            TaskCatalog.Version,
            InstanceIds.Check(instanceId),
            DurableJson.Write(input),
            cancellationToken
        );
        return isStarted ? StartResult.Started : StartResult.AlreadyExists;
    }

    public Task<bool> RaiseEvent<T>(
        string instanceId,
        EventName<T> name,
        T payload,
        CancellationToken cancellationToken
    ) => Hub.RaiseEvent(instanceId, name.Value, DurableJson.Write(payload), cancellationToken);

    public Task<InstanceState?> Get(string instanceId, CancellationToken cancellationToken) =>
        Task.FromResult(Hub.Get(instanceId) is { } state ? StateOf(state) : null);

    public Task<bool> Terminate(string instanceId, string reason, CancellationToken cancellationToken) =>
        Hub.Terminate(instanceId, DurableJson.Write(reason), isRecursive: false, cancellationToken);

    public Task<bool> Resume(string instanceId, CancellationToken cancellationToken) =>
        Hub.ResumeHalted(instanceId, version: null, cancellationToken);

    public async Task<bool> Purge(string instanceId, CancellationToken cancellationToken) =>
        await Hub.Purge(instanceId, isRecursive: false, cancellationToken) == 1;

    public void Dispose() => Hub.Dispose();

    /// <summary>Gets an instance of the task hub as both hosts have it.</summary>
    internal static InstanceState StateOf(InstanceSnapshot state)
    {
        var status = state.Condition switch
        {
            InstanceCondition.Completed => InstanceStatus.Completed,
            InstanceCondition.Failed => InstanceStatus.Failed,
            InstanceCondition.Terminated => InstanceStatus.Terminated,
            InstanceCondition.Halted => InstanceStatus.NeedsAttention,
            _ => InstanceStatus.Running,
        };
        return new InstanceState
        {
            InstanceId = state.InstanceId,
            Name = state.Name,
            Status = status,
            CreatedAt = state.CreatedAt,
            UpdatedAt = state.UpdatedAt,
            CustomStatus = state.CustomStatus,
            Output = status == InstanceStatus.Completed ? state.Output : null,
            Failure =
                status == InstanceStatus.Terminated ? JournalFailures.Terminated(state.Output)
                : state.Failure is { } failure ? JournalFailures.Of(failure, state.Name)
                : null,
        };
    }
}

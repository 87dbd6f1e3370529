using System.Diagnostics;
using DurableTask.Core.Exceptions;
using DurableTask.Sqlite.Writes;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Entities;
using Microsoft.Extensions.Options;
using CoreEvent = DurableTask.Core.History.HistoryEvent;

namespace DurableTask.Sqlite;

/// <summary>Durable Task's client on a task hub in one SQLite file. What it answers is on disk.</summary>
internal sealed class SqliteDurableTaskClient : DurableTaskClient
{
    private const int MostInWrite = 100;

    private readonly SqliteTaskHub _hub;
    private readonly DurableTaskClientOptions _options;
    private readonly TimeProvider _time;

    public SqliteDurableTaskClient(
        string name,
        IOptionsMonitor<DurableTaskClientOptions> options,
        IOptionsMonitor<SqlitePath> path,
        SqliteTaskHubs hubs,
        TimeProvider? time = null
    )
        : base(name)
    {
        _options = options.Get(name);
        if (_options.EnableEntitySupport)
            throw new NotSupportedException(NotSupported.Entities);
        _hub = hubs.Get(path.Get(name).OfClient);
        _time = time ?? TimeProvider.System;
    }

    public override DurableEntityClient Entities => throw new NotSupportedException(NotSupported.Entities);

    private DataConverter Converter => _options.DataConverter;

    public override async Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName,
        object? input = null,
        StartOrchestrationOptions? options = null,
        CancellationToken cancellation = default
    )
    {
        // A version that was asked for counts even when it is empty.
        var version = options?.Version is { } asked ? asked.Version ?? "" : _options.DefaultVersion ?? "";
        var id = string.IsNullOrEmpty(options?.InstanceId) ? $"{Guid.NewGuid():N}" : options.InstanceId;
        var isTaken = Taken(options?.DedupeStatuses);
        var serialized = Payload.Check(
            Converter.Serialize(input),
            $"The input of {orchestratorName}",
            _hub.Options.MaxPayloadLength
        );
        using var span = Tracing.Create(orchestratorName.Name, version, id);
        var head = new InstanceHead(0, id, orchestratorName.Name, version, 0)
        {
            Trace = Activity.Current?.Id,
            Tags = options?.Tags is { Count: > 0 } tags ? tags : null,
            StartAt = options?.StartAt is { } startAt && startAt > _time.GetUtcNow() ? startAt.ToUniversalTime() : null,
        };
        var outcome = await _hub.Do(new StartWrite(_hub, head, serialized, isTaken), cancellation);
        return outcome.IsStarted
            ? id
            : throw new OrchestrationAlreadyExistsException(
                $"An orchestration with id '{id}' already exists. It's in the {Status(outcome.Found!.Value)} state."
            );
    }

    public override async Task RaiseEventAsync(
        string instanceId,
        string eventName,
        object? eventPayload = null,
        CancellationToken cancellation = default
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        using var span = Tracing.Raise(eventName, instanceId);
        // For nobody where there is none, as in the other backends.
        await _hub.RaiseEvent(instanceId, eventName, Converter.Serialize(eventPayload), cancellation);
    }

    public override async Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId,
        bool getInputsAndOutputs = false,
        CancellationToken cancellation = default
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        return Metadata(await _hub.WhenBegun(instanceId, getInputsAndOutputs, cancellation), getInputsAndOutputs);
    }

    public override async Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId,
        bool getInputsAndOutputs = false,
        CancellationToken cancellation = default
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        while (true)
        {
            var state = await _hub.WhenEnded(instanceId, getInputsAndOutputs, cancellation);
            if (state.Condition != InstanceCondition.Halted)
                return Metadata(state, getInputsAndOutputs);
            // It has not ended: somebody may take it up again.
            await _hub.WhenNotHalted(instanceId, cancellation);
        }
    }

    public override async Task TerminateInstanceAsync(
        string instanceId,
        TerminateInstanceOptions? options = null,
        CancellationToken cancellation = default
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        await _hub.Terminate(
            instanceId,
            Converter.Serialize(options?.Output),
            options?.Recursive ?? false,
            cancellation
        );
    }

    public override async Task SuspendInstanceAsync(
        string instanceId,
        string? reason = null,
        CancellationToken cancellation = default
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        await _hub.Do(new SuspendWrite(_hub, instanceId, reason, suspends: true), cancellation);
    }

    /// <summary>Ends a suspension, and takes up an instance that was halted.</summary>
    public override async Task ResumeInstanceAsync(
        string instanceId,
        string? reason = null,
        CancellationToken cancellation = default
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        if (!await _hub.ResumeHalted(instanceId, version: null, cancellation))
            await _hub.Do(new SuspendWrite(_hub, instanceId, reason, suspends: false), cancellation);
    }

    public override Task<OrchestrationMetadata?> GetInstancesAsync(
        string instanceId,
        bool getInputsAndOutputs = false,
        CancellationToken cancellation = default
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        cancellation.ThrowIfCancellationRequested();
        return Task.FromResult(
            _hub.Get(instanceId, getInputsAndOutputs) is { } state ? Metadata(state, getInputsAndOutputs) : null
        );
    }

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null)
    {
        var wanted = new InstanceFilter
        {
            CreatedFrom = filter?.CreatedFrom,
            CreatedTo = filter?.CreatedTo,
            Prefix = filter?.InstanceIdPrefix,
            Conditions = Conditions(filter?.Statuses),
            WithPayloads = filter?.FetchInputsAndOutputs ?? false,
        };
        return Pageable.Create(
            (continuation, pageSize, cancellation) =>
            {
                cancellation.ThrowIfCancellationRequested();
                var most = Size(pageSize ?? filter?.PageSize ?? OrchestrationQuery.DefaultPageSize);
                // One more than asked for: whether there is a next page is known then.
                var found = _hub.File.Read(reader =>
                    reader.Instances.States(wanted, Token(continuation ?? filter?.ContinuationToken), most + 1)
                );
                var page = found.Take(most).Select(state => Metadata(state, wanted.WithPayloads)).ToList();
                return Task.FromResult(
                    new Page<OrchestrationMetadata>(page, found.Count > most ? Token(found[most - 1].Key) : null)
                );
            }
        );
    }

    public override Task<Page<string>> ListInstanceIdsAsync(
        IEnumerable<OrchestrationRuntimeStatus>? runtimeStatus = null,
        DateTimeOffset? completedTimeFrom = null,
        DateTimeOffset? completedTimeTo = null,
        int pageSize = OrchestrationQuery.DefaultPageSize,
        string? lastInstanceKey = null,
        CancellationToken cancellation = default
    )
    {
        cancellation.ThrowIfCancellationRequested();
        var (wanted, most) = (new InstanceFilter { Conditions = Conditions(runtimeStatus) }, Size(pageSize));
        var found = _hub.File.Read(reader =>
            reader.Instances.Ids(wanted, completedTimeFrom, completedTimeTo, Token(lastInstanceKey), most + 1)
        );
        return Task.FromResult(
            new Page<string>(
                [.. found.Take(most).Select(instance => instance.Id)],
                found.Count > most ? Token(found[most - 1].Key) : null
            )
        );
    }

    public override async Task<PurgeResult> PurgeInstanceAsync(
        string instanceId,
        PurgeInstanceOptions? options = null,
        CancellationToken cancellation = default
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        return new PurgeResult(
            await _hub.Purge(instanceId, options?.Recursive ?? false, cancellation),
            isComplete: true
        );
    }

    public override async Task<PurgeResult> PurgeAllInstancesAsync(
        PurgeInstancesFilter filter,
        PurgeInstanceOptions? options = null,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(filter);
        if (filter.Timeout is { } limit && limit <= TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(
                nameof(filter),
                limit,
                "PurgeInstancesFilter.Timeout must be a positive TimeSpan."
            );
        InstanceCondition[] ended =
        [
            InstanceCondition.Completed,
            InstanceCondition.Failed,
            InstanceCondition.Terminated,
        ];
        var asked = Conditions(filter.Statuses);
        var wanted = new InstanceFilter
        {
            CreatedFrom = filter.CreatedFrom,
            CreatedTo = filter.CreatedTo,
            Conditions = asked is null ? ended : [.. asked.Intersect(ended)],
        };
        var (purged, began, after) = (0, _time.GetTimestamp(), 0L);
        while (true)
        {
            var found = _hub.File.Read(reader => reader.Instances.Ids(wanted, null, null, after, MostInWrite));
            if (found.Count == 0)
                return new PurgeResult(purged, isComplete: true);
            if (filter.Timeout is { } most && _time.GetElapsedTime(began) >= most)
                return new PurgeResult(purged, isComplete: false);
            // Together: they join one commit.
            foreach (
                var count in await Task.WhenAll(
                    found.Select(instance => _hub.Purge(instance.Id, options?.Recursive ?? false, cancellation))
                )
            )
                purged += count;
            after = found[^1].Key;
        }
    }

    public override async Task<string> RestartAsync(
        string instanceId,
        bool restartWithNewInstanceId = false,
        CancellationToken cancellation = default
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        var id = restartWithNewInstanceId ? $"{Guid.NewGuid():N}" : instanceId;
        return await _hub.Do(new RestartInstanceWrite(_hub, instanceId, id, Activity.Current?.Id), cancellation) switch
        {
            RestartOutcome.Restarted => id,
            RestartOutcome.NotFound => throw new ArgumentException(
                $"An orchestration with the instanceId {instanceId} was not found."
            ),
            RestartOutcome.IdIsTaken => throw new InvalidOperationException(
                $"An orchestration with the instanceId {instanceId} cannot be restarted under its own id before it "
                    + "is purged: ids of ended instances are not used again here."
            ),
            _ => throw new InvalidOperationException(
                $"An orchestration with the instanceId {instanceId} cannot be restarted: it has not ended."
            ),
        };
    }

    public override Task RewindInstanceAsync(
        string instanceId,
        string reason,
        CancellationToken cancellation = default
    ) => throw new NotSupportedException(NotSupported.Rewind);

    public override Task<IList<CoreEvent>> GetOrchestrationHistoryAsync(
        string instanceId,
        CancellationToken cancellation = default
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        cancellation.ThrowIfCancellationRequested();
        var (state, rows) = _hub.File.Read(reader =>
            (
                reader.State(instanceId, withPayloads: false),
                reader.Key(instanceId) is { } key ? reader.History(key) : []
            )
        );
        return state is null
            ? throw new ArgumentException($"An orchestration with the instanceId {instanceId} was not found.")
            : Task.FromResult<IList<CoreEvent>>(HistoryEvents.Of(state, rows));
    }

    // The hub is the services', which close it.
    public override ValueTask DisposeAsync() => default;

    private static Func<InstanceCondition, bool> Taken(IReadOnlyList<string>? statuses)
    {
        if (statuses is null)
            return condition =>
                condition
                    is not (InstanceCondition.Completed or InstanceCondition.Failed or InstanceCondition.Terminated);
        var taken = statuses
            .Select(text =>
                Enum.TryParse<OrchestrationRuntimeStatus>(text, ignoreCase: true, out var status)
                    ? status
                    : throw new ArgumentException($"Invalid orchestration runtime status: '{text}' for deduplication.")
            )
            .ToHashSet();
        return condition => taken.Contains(Status(condition));
    }

    private static OrchestrationRuntimeStatus Status(InstanceCondition condition) =>
        condition switch
        {
            InstanceCondition.Completed => OrchestrationRuntimeStatus.Completed,
            InstanceCondition.Failed => OrchestrationRuntimeStatus.Failed,
            InstanceCondition.Terminated => OrchestrationRuntimeStatus.Terminated,
            InstanceCondition.Pending => OrchestrationRuntimeStatus.Pending,
            InstanceCondition.Suspended or InstanceCondition.Halted => OrchestrationRuntimeStatus.Suspended,
            _ => OrchestrationRuntimeStatus.Running,
        };

    // Those asked for that this backend has; null where any will do.
    private static InstanceCondition[]? Conditions(IEnumerable<OrchestrationRuntimeStatus>? statuses)
    {
        var wanted = statuses?.ToHashSet();
        return wanted is { Count: > 0 }
            ? [.. Enum.GetValues<InstanceCondition>().Where(condition => wanted.Contains(Status(condition)))]
            : null;
    }

    private static int Size(int asked) =>
        asked > 0
            ? Math.Min(asked, 10_000)
            : throw new ArgumentOutOfRangeException(nameof(asked), asked, "A page has at least one instance.");

    private static long Token(string? token) =>
        string.IsNullOrEmpty(token) ? 0
        : long.TryParse(
            token,
            System.Globalization.NumberStyles.None,
            System.Globalization.CultureInfo.InvariantCulture,
            out var key
        )
            ? key
        : throw new ArgumentException($"'{token}' is no continuation token of this backend.");

    private static string Token(long key) => key.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private OrchestrationMetadata Metadata(InstanceSnapshot state, bool withPayloads) =>
        new(state.Name, state.InstanceId)
        {
            RuntimeStatus = Status(state.Condition),
            CreatedAt = state.CreatedAt,
            LastUpdatedAt = state.UpdatedAt,
            SerializedInput = state.Input,
            SerializedOutput = state.Output,
            SerializedCustomStatus = state.CustomStatus,
            FailureDetails = state.Failure,
            DataConverter = withPayloads ? Converter : null,
            Tags = state.Tags ?? new Dictionary<string, string>(),
        };
}

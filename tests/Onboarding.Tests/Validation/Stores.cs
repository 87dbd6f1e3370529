using System.Collections.Concurrent;
using Onboarding.Approvals;
using Onboarding.Progress;
using Onboarding.Submission;

namespace Onboarding.Tests.Validation;

/// <summary>Records in memory, by the contract of the port.</summary>
internal sealed class MemoryRecords : IOnboardingRecords
{
    private readonly ConcurrentDictionary<OnboardingId, OnboardingRecord> _records = new();

    public Task<Reservation> Reserve(OnboardingRecord record, CancellationToken cancellationToken) =>
        Task.FromResult(
            _records.TryAdd(record.Id, record)
                ? new Reservation(true, record)
                : new Reservation(false, _records[record.Id])
        );

    public Task<OnboardingRecord?> Get(OnboardingId id, CancellationToken cancellationToken) =>
        Task.FromResult(_records.GetValueOrDefault(id));

    public Task<OnboardingRecord?> Apply(
        OnboardingId id,
        IReadOnlyList<OnboardingChange> changes,
        CancellationToken cancellationToken
    )
    {
        if (!_records.TryGetValue(id, out var record))
            throw new KeyNotFoundException($"There is no onboarding {id}.");
        var fresh = changes.Where(change => change.Sequence > record.Sequence).ToList();
        var moved = fresh.Aggregate(record, (moving, change) => moving.Moved(change));
        _records[id] = moved;
        return Task.FromResult(fresh.Count > 0 ? moved : null);
    }

    public Task<IReadOnlyList<OnboardingChange>> Timeline(OnboardingId id, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<OnboardingChange>>([]);

    public Task<OnboardingCounts> Count(DateTimeOffset endedFrom, CancellationToken cancellationToken) =>
        Task.FromResult(
            new OnboardingCounts(
                By(record => record.Outcome is null ? record.Stage : null),
                By(record => record.Outcome is not null && record.SubmittedAt >= endedFrom ? record.Stage : null),
                By(record => record.Stage == Stage.AwaitingOperator ? record.ErrorCode : null)
            )
        );

    private Dictionary<string, int> By(Func<OnboardingRecord, string?> name) =>
        _records.Values.Select(name).OfType<string>().CountBy(one => one).ToDictionary();

    /// <summary>By state, in pages of the limit; the continuation is the id of the page's last record.</summary>
    public Task<OnboardingPage> Search(OnboardingQuery query, CancellationToken cancellationToken)
    {
        var found = _records
            .Values.Where(record => query.State is null || record.Stage == query.State)
            .OrderByDescending(record => record.SubmittedAt)
            .ThenBy(record => record.Id.Value, StringComparer.Ordinal)
            .ToList();
        var first = query.Continuation is { } last ? found.FindIndex(record => record.Id.Value == last) + 1 : 0;
        var page = found.Skip(first).Take(query.Limit).ToArray();
        return Task.FromResult(new OnboardingPage(page, first + page.Length < found.Count ? page[^1].Id.Value : null));
    }

    public Task<IReadOnlyList<OnboardingRecord>> FindSameCustomer(
        CustomerKeys customer,
        OnboardingId? except,
        CancellationToken cancellationToken
    ) =>
        Task.FromResult<IReadOnlyList<OnboardingRecord>>([
            .. _records
                .Values.Where(record =>
                    record.Id != except
                    && record.Request.Partner.Equals(customer.Partner, StringComparison.OrdinalIgnoreCase)
                )
                .Where(record =>
                    customer.Domain is { } domain && record.Domain == domain
                    || customer.CompanyName is { } name
                        && name.Equals(record.Request.Customer.CompanyName, StringComparison.OrdinalIgnoreCase)
                    || customer.RegistrationNumber is { } number
                        && number.Equals(record.Request.Customer.RegistrationNumber, StringComparison.OrdinalIgnoreCase)
                )
                .OrderByDescending(record => record.SubmittedAt)
                .Take(10),
        ]);

    public Task Erase(
        OnboardingId id,
        Func<OnboardingRecord, OnboardingRecord> record,
        Func<OnboardingChange, OnboardingChange> change,
        CancellationToken cancellationToken
    )
    {
        if (_records.TryGetValue(id, out var known))
            _records[id] = record(known);
        return Task.CompletedTask;
    }

    public Task Remove(OnboardingRecord record, DateTimeOffset now, CancellationToken cancellationToken)
    {
        _records[record.Id] = Tombstone.Of(record, now).ToRecord(record.Id);
        return Task.CompletedTask;
    }
}

/// <summary>The same key for every name.</summary>
internal sealed class MemoryKeys : IStoreKeys
{
    public static byte[] Key { get; } = [.. Enumerable.Range(0, 32).Select(n => (byte)n)];

    public Task<byte[]> GetOrCreate(string name, CancellationToken cancellationToken) => Task.FromResult(Key);
}

/// <summary>An audit log in memory.</summary>
internal sealed class MemoryAudit : IAuditLog
{
    private readonly ConcurrentDictionary<string, AuditEntry> _entries = new();

    public Task Append(AuditEntry entry, CancellationToken cancellationToken)
    {
        _entries.TryAdd(entry.Id, entry);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<AuditEntry>> For(string subject, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<AuditEntry>>([
            .. _entries.Values.Where(entry => entry.Subject == subject).OrderBy(entry => entry.At),
        ]);

    public Task Rewrite(string subject, Func<AuditEntry, AuditEntry> entry, CancellationToken cancellationToken)
    {
        foreach (var known in _entries.Values.Where(known => known.Subject == subject))
            _entries[known.Id] = entry(known);
        return Task.CompletedTask;
    }

    public Task<int> RemoveBefore(DateTimeOffset time, int most, CancellationToken cancellationToken) =>
        Task.FromResult(
            _entries
                .Values.Where(entry => entry.At < time)
                .Take(most)
                .Count(entry => _entries.TryRemove(entry.Id, out _))
        );
}

/// <summary>Approvals in memory, by the contract of the port.</summary>
internal sealed class MemoryApprovals : IApprovals
{
    private readonly ConcurrentDictionary<OnboardingId, Approval> _approvals = new();

    public Task<Approval> Add(Approval approval, CancellationToken cancellationToken) =>
        Task.FromResult(_approvals.GetOrAdd(approval.Onboarding, approval with { ETag = "1" }));

    public Task<Approval?> Get(OnboardingId onboarding, CancellationToken cancellationToken) =>
        Task.FromResult(_approvals.GetValueOrDefault(onboarding));

    public Task<Approval?> Update(Approval approval, CancellationToken cancellationToken)
    {
        if (!_approvals.TryGetValue(approval.Onboarding, out var stored) || stored.ETag != approval.ETag)
            return Task.FromResult<Approval?>(null);
        var next = approval with { ETag = $"{approval.ETag}+" };
        return Task.FromResult(_approvals.TryUpdate(approval.Onboarding, next, stored) ? next : null);
    }

    public Task<ApprovalPage> List(
        ApprovalState? state,
        int limit,
        string? continuation,
        CancellationToken cancellationToken
    ) =>
        Task.FromResult(
            new ApprovalPage(
                [.. _approvals.Values.Where(approval => state is null || approval.State == state).Take(limit)],
                null
            )
        );

    public Task<bool> Remove(Approval approval, CancellationToken cancellationToken) =>
        Task.FromResult(_approvals.TryRemove(approval.Onboarding, out _));

    public Task<IReadOnlyList<Approval>> WithUnreadEntries(int most, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Approval>>([
            .. _approvals.Values.Where(approval => approval.HasUnreadEntries()).Take(most),
        ]);
}

/// <summary>
/// An engine that keeps instances and runs none of them; it can be told to fail the next starts, as a process that ends
/// would.
/// </summary>
internal sealed class MemoryOrchestrations : IOrchestrationClient
{
    private readonly ConcurrentDictionary<string, (string Name, object Input)> _instances = new();

    public int FailingStarts { get; set; }

    public IReadOnlyDictionary<string, (string Name, object Input)> Instances => _instances;

    public Task<StartResult> Start<TInput, TOutput>(
        OrchestrationName<TInput, TOutput> name,
        string instanceId,
        TInput input,
        CancellationToken cancellationToken
    )
    {
        if (FailingStarts-- > 0)
            throw new IOException("The engine is gone.");
        return Task.FromResult(
            _instances.TryAdd(instanceId, (name.Value, input!)) ? StartResult.Started : StartResult.AlreadyExists
        );
    }

    public Task<bool> RaiseEvent<T>(
        string instanceId,
        EventName<T> name,
        T payload,
        CancellationToken cancellationToken
    ) => Task.FromResult(_instances.ContainsKey(instanceId));

    public Task<InstanceState?> Get(string instanceId, CancellationToken cancellationToken) =>
        Task.FromResult(
            _instances.TryGetValue(instanceId, out var instance)
                ? new InstanceState
                {
                    InstanceId = instanceId,
                    Name = instance.Name,
                    Status = InstanceStatus.Running,
                    CreatedAt = TestRequests.Now,
                    UpdatedAt = TestRequests.Now,
                }
                : null
        );

    public Task<bool> Terminate(string instanceId, string reason, CancellationToken cancellationToken) =>
        Task.FromResult(_instances.TryRemove(instanceId, out _));

    public Task<bool> Resume(string instanceId, CancellationToken cancellationToken) => Task.FromResult(false);

    public Task<bool> Purge(string instanceId, CancellationToken cancellationToken) =>
        Task.FromResult(_instances.TryRemove(instanceId, out _));
}

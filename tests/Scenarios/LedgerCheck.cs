using Onboarding;
using Onboarding.Progress;
using PartnerCenter.Simulator.Control;

namespace Scenarios;

/// <summary>
/// Compares every onboarding that has ended with what the simulator's ledger says of its tenant: the record says what
/// exists, and what costs money or gives access for an onboarding that did not complete is an open task, was settled by
/// somebody, or is named by the outcome.
/// </summary>
public static class LedgerCheck
{
    /// <summary>Gets every violation, in sentences; none when the records and the ledger agree.</summary>
    public static async Task<IReadOnlyList<string>> Violations(
        IOnboardingRecords records,
        IOpenTasks openTasks,
        SimulatorLedger ledger
    )
    {
        var all = await AllRecords(records);
        var violations = new List<string>();
        foreach (var record in all.Where(record => record.Outcome is not null))
        {
            var tasks = (await openTasks.List(null, record.Id, 200, null, default)).Items;
            var listed = string.Join(
                ", ",
                tasks.Select(task => $"{task.Id[(record.Id.Value.Length + 1)..]} {task.State} {task.ErrorCode}")
            );
            violations.AddRange(
                Compare(record, tasks, all, ledger)
                    .Select(text => $"{record.Id} ({record.Stage}; tasks: {listed}): {text}")
            );
        }

        violations.AddRange(await TenantsOfNobody(all, openTasks, ledger));
        return violations;
    }

    /// <exception cref="Xunit.Sdk.XunitException">Records and ledger differ.</exception>
    public static async Task Assert(IOnboardingRecords records, IOpenTasks openTasks, SimulatorLedger ledger)
    {
        var violations = await Violations(records, openTasks, ledger);
        Xunit.Assert.True(violations.Count == 0, string.Join('\n', violations));
    }

    private static IEnumerable<string> Compare(
        OnboardingRecord record,
        IReadOnlyList<OpenTask> tasks,
        IReadOnlyList<OnboardingRecord> all,
        SimulatorLedger ledger
    )
    {
        var exists = record.Exists;
        if (record.Outcome!.Exists != exists && !Same(record.Outcome.Exists, exists))
            yield return "its outcome says something else of what exists than its record.";
        if (record.Outcome is OnboardingOutcome.NeedsAttention != tasks.Any(task => task.State == OpenTaskState.Open))
            yield return $"its outcome is {record.Stage} and "
                + $"{tasks.Count(task => task.State == OpenTaskState.Open)} of its tasks are open.";
        if (exists.TenantId is not { } tenant)
            yield break;
        // What could not be read is an open task that says so: the record claims nothing then.
        if (tasks.Any(task => task is { State: OpenTaskState.Open, Call.Activity: "provisioned-read" }))
            yield break;

        var id = tenant.ToString();
        if (ledger.Tenants.All(row => row.Id != id))
            yield return $"there is no tenant {id}.";
        var related = ledger.Relationships.Any(row => row.CustomerId == id && row.Active);
        if (related != (exists.Relationship == true))
            yield return $"the relationship is {(related ? "active" : "not there")} and the record says "
                + $"{exists.Relationship}.";
        var sharers = all.Where(other => other.Exists.TenantId == tenant).ToList();
        if (sharers.Any(other => other.Outcome is null))
            yield break;

        var agreed = ledger.Agreements.Any(row => row.CustomerId == id && IsOurs(row.RequestId));
        if (agreed && sharers.All(other => other.Exists.Agreement is null))
            yield return "the agreement is accepted and no record says so.";
        foreach (var violation in Orders(record, id, sharers, tasks, ledger))
            yield return violation;
        if (IsDone(record.Outcome) || !related)
            yield break;
        if (
            !record.Outcome.Remains.Any(text => text.ToString().Contains("relationship", StringComparison.Ordinal))
            && tasks.Count == 0
        )
            yield return "the partner has access to the tenant, and neither outcome nor a task says so.";
    }

    private static IEnumerable<string> Orders(
        OnboardingRecord record,
        string tenant,
        IReadOnlyList<OnboardingRecord> sharers,
        IReadOnlyList<OpenTask> tasks,
        SimulatorLedger ledger
    )
    {
        var known = sharers
            .SelectMany(other => other.Exists.Orders)
            .Select(order => order.Id)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (
            var order in ledger.Orders.Where(order =>
                order.CustomerId == tenant && IsOurs(order.RequestId) && !known.Contains(order.Id)
            )
        )
        {
            yield return $"order {order.Id} ({order.Status}) is in no record.";
        }

        var subscriptions = sharers.SelectMany(other => other.Exists.Subscriptions).ToList();
        foreach (var row in ledger.Subscriptions.Where(row => row.CustomerId == tenant && IsOurs(row.RequestId)))
        {
            var told = subscriptions.LastOrDefault(subscription => subscription.Id == Guid.Parse(row.Id));
            if (told is null && IsBilled(row.Status))
                yield return $"subscription {row.Id} is {row.Status} and in no record.";
            if (told is not null && IsBilled(row.Status) != IsBilled(told.Status))
                yield return $"subscription {row.Id} is {row.Status} and the record says {told.Status}.";
            if (
                !IsBilled(row.Status)
                || IsDone(record.Outcome!)
                || record.Exists.Orders.All(order => order.Id != row.OrderId)
            )
                continue;
            if (!tasks.Any(task => task.State != OpenTaskState.Done && (task.Call is not null || Names(task, row))))
                yield return $"subscription {row.Id} is {row.Status}, is not wanted, and is no open task.";
        }
    }

    // A tenant that was created here and that no onboarding knows of.
    private static async Task<IEnumerable<string>> TenantsOfNobody(
        IReadOnlyList<OnboardingRecord> all,
        IOpenTasks openTasks,
        SimulatorLedger ledger
    )
    {
        var violations = new List<string>();
        foreach (var tenant in ledger.Tenants.Where(row => IsOurs(row.RequestId)))
        {
            // An erased record has no domain any more.
            var about = all.Where(record =>
                    string.Equals(record.Domain, tenant.Domain, StringComparison.OrdinalIgnoreCase)
                    || (record.ErasedAt is not null && record.Exists.TenantId == Guid.Parse(tenant.Id))
                )
                .ToList();
            if (about.Exists(record => record.Outcome is null || record.Exists.TenantId == Guid.Parse(tenant.Id)))
                continue;
            var tasks = new List<OpenTask>();
            foreach (var record in about)
                tasks.AddRange((await openTasks.List(null, record.Id, 200, null, default)).Items);
            if (tasks.TrueForAll(task => task.State == OpenTaskState.Done))
                violations.Add($"tenant {tenant.Id} ({tenant.Domain}) was created and no record or task says so.");
        }

        return violations;
    }

    private static async Task<IReadOnlyList<OnboardingRecord>> AllRecords(IOnboardingRecords records)
    {
        var (all, page) = (
            new List<OnboardingRecord>(),
            await records.Search(new OnboardingQuery { Limit = 200 }, default)
        );
        for (
            ;
            ;
            page = await records.Search(new OnboardingQuery { Limit = 200, Continuation = page.Continuation }, default)
        )
        {
            all.AddRange(page.Items);
            if (page.Continuation is null)
                return all;
        }
    }

    // Ids that are derived from an onboarding have version 8 (RFC 9562); what a person does by hand has another.
    private static bool IsOurs(string requestId) => Guid.TryParse(requestId, out var id) && id.Version == 8;

    private static bool IsBilled(string status) => status.ToLowerInvariant() is "active" or "suspended" or "pending";

    private static bool IsDone(OnboardingOutcome outcome) =>
        outcome is OnboardingOutcome.Completed or OnboardingOutcome.NeedsAttention { Cause: null };

    private static bool Names(OpenTask task, LedgerSubscription row) =>
        task.What.ToString().Contains(row.Id, StringComparison.OrdinalIgnoreCase)
        || task.What.ToString().Contains(row.OrderId, StringComparison.OrdinalIgnoreCase);

    private static bool Same(ProvisionedResources one, ProvisionedResources other) =>
        (one.TenantId, one.Domain, one.Relationship, one.Agreement, one.Invitation)
            == (other.TenantId, other.Domain, other.Relationship, other.Agreement, other.Invitation)
        && one.Orders.SequenceEqual(other.Orders)
        && one.Subscriptions.SequenceEqual(other.Subscriptions);
}

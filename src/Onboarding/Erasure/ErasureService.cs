using Onboarding.Approvals;
using Onboarding.Batches;
using Onboarding.Customers;
using Onboarding.Drafts;
using Onboarding.Notifications;
using Onboarding.Progress;
using Onboarding.Webhooks;

namespace Onboarding.Erasure;

/// <summary>The result of a request to erase.</summary>
public enum ErasureResult
{
    Erased,

    /// <summary>The onboarding goes on.</summary>
    Running,

    /// <summary>Something is still to be done for it, which needs the data.</summary>
    TasksOpen,

    /// <summary>Its batch has not taken note of its end, and would write the row once more.</summary>
    BatchRunning,
}

/// <summary>
/// Removes the customer's personal data of one onboarding from everything that is stored. The record comes last: a
/// request that was stopped half way is repeated whole.
/// </summary>
public sealed class ErasureService(
    IOnboardingRecords records,
    IOpenTasks openTasks,
    IDeliveries deliveries,
    IApprovals approvals,
    IDrafts drafts,
    IBatches batches,
    IInbox inbox,
    IAuditLog audit,
    ISecretVault vault,
    IOrchestrationClient engine,
    TimeProvider time
)
{
    private const int PageSize = 200;

    /// <summary>Erases the personal data of an onboarding.</summary>
    /// <param name="record">As read.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="cancellationToken">Gives up; what was erased stays so.</param>
    public async Task<ErasureResult> Erase(OnboardingRecord record, string by, CancellationToken cancellationToken)
    {
        if (record.ErasedAt is not null)
            return ErasureResult.Erased;
        if (record.Outcome is null)
            return ErasureResult.Running;
        var tasks = await Tasks(record.Id, cancellationToken);
        if (tasks.Any(task => task.State == OpenTaskState.Open))
            return ErasureResult.TasksOpen;
        var rows = await Rows(record.Id, cancellationToken);
        if (rows.Any(found => found.Row.Status is RowStatus.Waiting or RowStatus.Running or RowStatus.Pending))
            return ErasureResult.BatchRunning;

        await audit.Append(
            new AuditEntry($"{record.Id}-erase", time.GetUtcNow(), by, "onboarding.erase", record.Id.Value),
            cancellationToken
        );
        var personal = PersonalData.Of(record);
        foreach (var (batch, row) in rows)
            await batches.PutRows(batch.Id, [Without(row, batch.Format)], cancellationToken);
        await RemoveMessages(record.Id, cancellationToken);
        await RemoveDrafts(record.Id, cancellationToken);
        await vault.Delete(AdminCredentials.SecretName(record.Id), cancellationToken);
        await RemoveUndelivered(record.Id, cancellationToken);
        await EraseApproval(record.Id, personal, cancellationToken);
        foreach (var task in tasks)
        {
            await openTasks.Update(personal.In(task), cancellationToken);
            await audit.Rewrite(task.Id, personal.In, cancellationToken);
        }

        await audit.Rewrite(record.Id.Value, personal.In, cancellationToken);
        // Its input names the domain; what it did stands in the timeline.
        await engine.Purge(record.Id.Value, cancellationToken);
        var now = time.GetUtcNow();
        await records.Erase(record.Id, known => personal.In(known, now), personal.In, cancellationToken);
        return ErasureResult.Erased;
    }

    private async Task<IReadOnlyList<OpenTask>> Tasks(OnboardingId id, CancellationToken cancellationToken)
    {
        var (tasks, continuation) = (new List<OpenTask>(), (string?)null);
        do
        {
            var page = await openTasks.List(null, id, PageSize, continuation, cancellationToken);
            tasks.AddRange(page.Items);
            continuation = page.Continuation;
        } while (continuation is not null);
        return tasks;
    }

    // The same request may have come with several files.
    private async Task<IReadOnlyList<(Batch Batch, BatchRow Row)>> Rows(
        OnboardingId id,
        CancellationToken cancellationToken
    )
    {
        var (found, continuation) = (new List<(Batch, BatchRow)>(), (string?)null);
        do
        {
            var page = await batches.List(PageSize, continuation, cancellationToken);
            foreach (var batch in page.Items)
            {
                if (await Row(batch.Id, id, cancellationToken) is { } row)
                    found.Add((batch, row));
            }

            continuation = page.Continuation;
        } while (continuation is not null);
        return found;
    }

    private async Task<BatchRow?> Row(BatchId batch, OnboardingId id, CancellationToken cancellationToken)
    {
        var after = 0;
        while (true)
        {
            var rows = await batches.Rows(batch, status: null, after, IBatches.MostRows, cancellationToken);
            if (rows.FirstOrDefault(row => row.Onboarding == id) is { } found)
                return found;
            if (rows.Count < IBatches.MostRows)
                return null;
            after = rows[^1].Number;
        }
    }

    private static BatchRow Without(BatchRow row, BatchFormat format) =>
        row with
        {
            Lines = [.. row.Lines.Select(line => line with { Cells = format == BatchFormat.Ndjson ? ["{}"] : [] })],
            Message = null,
            Findings = [.. row.Findings.Select(finding => finding with { Suggestion = null })],
        };

    // An event of Partner Center names ids only.
    private async Task RemoveMessages(OnboardingId id, CancellationToken cancellationToken)
    {
        var continuation = (string?)null;
        do
        {
            var page = await inbox.List(InboxState.Taken, PageSize, continuation, cancellationToken);
            foreach (var message in page.Items)
            {
                if (message.Source != InboxMessage.PartnerCenter && message.Onboardings.Contains(id))
                    await inbox.Remove(message, cancellationToken);
            }

            continuation = page.Continuation;
        } while (continuation is not null);
    }

    private async Task RemoveDrafts(OnboardingId id, CancellationToken cancellationToken)
    {
        foreach (var draft in await drafts.SubmittedAs(id, cancellationToken))
            await drafts.Remove(draft, cancellationToken);
    }

    // A delivery has neither words nor address of its own, so one that was sent stays; one that waits would find none.
    private async Task RemoveUndelivered(OnboardingId id, CancellationToken cancellationToken)
    {
        var continuation = (string?)null;
        do
        {
            var page = await deliveries.List(null, id, PageSize, continuation, cancellationToken);
            foreach (var delivery in page.Items.Where(delivery => delivery.State == DeliveryState.Waiting))
                await deliveries.Remove(delivery, cancellationToken);
            continuation = page.Continuation;
        } while (continuation is not null);
    }

    private async Task EraseApproval(OnboardingId id, PersonalData personal, CancellationToken cancellationToken)
    {
        while (
            await approvals.Get(id, cancellationToken) is { } approval
            && await approvals.Update(personal.In(approval), cancellationToken) is null
        ) { }
    }
}

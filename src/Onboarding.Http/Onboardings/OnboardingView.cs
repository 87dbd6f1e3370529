using Onboarding.Approvals;
using Onboarding.CancellationWindow;
using Onboarding.Customers;
using Onboarding.Http.OpenTasks;
using Onboarding.Http.Problems;
using Onboarding.Progress;
using Onboarding.Restores;

namespace Onboarding.Http.Onboardings;

/// <summary>Puts together what is shown of one onboarding.</summary>
public sealed class OnboardingView(
    IOnboardingRecords records,
    IOpenTasks openTasks,
    IApprovals approvals,
    IOrchestrationClient orchestrations,
    IRestorePoints restores,
    HostFacts facts,
    TimeProvider time
)
{
    private const int MostOpenTasks = 100;

    /// <returns>Null: there is none under that id.</returns>
    public async Task<OnboardingResource?> Of(OnboardingId id, CancellationToken cancellationToken) =>
        await records.Get(id, cancellationToken) is { } record ? await Of(record, cancellationToken) : null;

    private DateTimeOffset? Window(OnboardingRecord record) =>
        UndoCompletedService.HasCompleted(record.Outcome)
        && record.Exists.CancellationAllowedUntil() is { } until
        && until > time.GetUtcNow()
            ? until
            : null;

    private DateTimeOffset? RestoredAt(OnboardingRecord record) =>
        restores
            .All.LastOrDefault(point =>
                record.SubmittedAt < point.Until && (record.Outcome is null || record.Since >= point.Until)
            )
            ?.Until;

    public async Task<OnboardingResource> Of(OnboardingRecord record, CancellationToken cancellationToken)
    {
        if (record.RemovedAt is { } removed)
            throw new ProblemException(KnownProblems.Removed(record.Id, removed));
        var timeline = await records.Timeline(record.Id, cancellationToken);
        var tasks = await openTasks.List(null, record.Id, MostOpenTasks, null, cancellationToken);
        // Findings that Partner Center could not be asked for at the submission may have come since; the approver is
        // shown them.
        var approval = await approvals.Get(record.Id, cancellationToken);
        var stuck = record.Outcome is null ? await Stuck(record, cancellationToken) : null;
        return new OnboardingResource
        {
            Id = record.Id.Value,
            Reference = record.Request.Reference,
            Partner = record.Request.Partner,
            Stage = record.Stage,
            WaitsFor = stuck is null ? record.WaitsFor : Actor.Operator,
            Stuck = stuck,
            Since = record.Since,
            Until = record.Until,
            Ended = record.Outcome is not null,
            Outcome = record.Outcome,
            Exists = record.Exists,
            CancellationAllowedUntil = Window(record),
            Mail = CustomerMail.Of(record),
            ErrorCode = record.ErrorCode,
            SubmittedAt = record.SubmittedAt,
            SubmittedBy = record.SubmittedBy,
            Batch = record.Batch,
            Domain = record.Domain,
            Simulated = facts.Simulated,
            RestoredAt = RestoredAt(record),
            ErasedAt = record.ErasedAt,
            Request = record.Request,
            Findings = approval?.Findings ?? record.Findings,
            Timeline = [.. timeline.Select(TimelineEntry.Of)],
            OpenTasks = [.. tasks.Items.Select(one => OpenTaskResource.Of(one))],
        };
    }

    // Its record says what it waited for when it still could go on.
    private async Task<StuckReason?> Stuck(OnboardingRecord record, CancellationToken cancellationToken)
    {
        var state = await orchestrations.Get(record.Id.Value, cancellationToken);
        return state is { IsStuck: true }
            ? new(state.Failure?.Code ?? ErrorCodes.Unexpected, StuckOnboardingDetector.TextOf(record, state))
            : null;
    }
}

using Microsoft.Extensions.Options;
using Onboarding.Approvals;
using Onboarding.Progress;
using Onboarding.Requests;
using Onboarding.Validation;
using PartnerCenter;

namespace Onboarding.Submission;

/// <summary>Keeps and starts every request once, whatever its source: API, page, queue, webhook or batch.</summary>
public sealed class OnboardingSubmission(
    RequestRules rules,
    RequestValidator validator,
    RequestCompletion completion,
    IOnboardingRecords records,
    OnboardingIds ids,
    IAuditLog audit,
    IOrchestrationClient orchestrations,
    ApprovalService approvalService,
    IOptions<WaitsOptions> waits,
    IOptions<ApprovalOptions> approvals,
    TimeProvider time
)
{
    /// <param name="request">As it was read.</param>
    /// <param name="idempotencyKey">The caller's key of this submission; null: the request's reference.</param>
    /// <param name="submittedBy">Who, for the record and the audit.</param>
    /// <param name="cancellationToken">Gives up. Past the reservation the onboarding happens all the same.</param>
    /// <param name="batch">The batch it came with.</param>
    /// <param name="reviews">The handling of findings that hold the onboarding and are not acknowledged.</param>
    /// <exception cref="PartnerCenterException">Partner Center refuses to be asked; nothing was kept.</exception>
    public async Task<SubmissionResult> Submit(
        OnboardingRequest request,
        string? idempotencyKey,
        string submittedBy,
        CancellationToken cancellationToken,
        string? batch = null,
        ReviewHandling reviews = ReviewHandling.Hold
    )
    {
        if (idempotencyKey is not null && ReferenceRules.CheckKey(idempotencyKey) is { } badKey)
            return new SubmissionResult.Refused([badKey]);
        var partner = rules.FindPartner(request.Partner);
        if (partner is not null)
            request = request with { Partner = partner.Name };
        // A key is the caller's own and good for one submission, whatever it holds; a reference is the partner's.
        var hash = RequestHash.Of(request);
        var (id, known) = idempotencyKey is null
            ? await Find(request, hash, cancellationToken)
            : await Find("", idempotencyKey, cancellationToken);
        if (known is not null)
            return await Again(known, request, hash, submittedBy, cancellationToken);
        var validation = await validator.Validate(request, exceptFor: id, batch, cancellationToken);
        if (partner is null || validation.HasErrors)
        {
            // The same submission may have come in twice at once: what stands in the way is then its twin.
            return await records.Get(id, cancellationToken) is { } twin
                ? await Again(twin, request, hash, submittedBy, cancellationToken)
                : new SubmissionResult.Refused(validation.ForCaller);
        }

        var held = ReviewFindings.Held(validation.Findings, request, approvals.Value);
        if (held.Count > 0 && reviews == ReviewHandling.Refuse)
            return new SubmissionResult.Unacknowledged(validation.ForCaller);
        if (held.Count > 0 && reviews == ReviewHandling.Acknowledge)
            request = request with { Acknowledged = [.. request.Acknowledged ?? [], .. ReviewFindings.Codes(held)] };

        // Questions that Partner Center could not answer now are asked again by the onboarding's first step: a request
        // is not lost because the service is slow.
        var now = time.GetUtcNow();
        var reservation = await records.Reserve(
            new()
            {
                Id = id,
                Request = await completion.Complete(request, cancellationToken),
                RequestHash = hash,
                Domain = InitialDomain.For(request.Customer, partner),
                SubmittedAt = now,
                SubmittedBy = submittedBy,
                Batch = batch,
                Findings = validation.ForCaller,
                Stage = Stage.Submitted,
                WaitsFor = Actor.Us,
                Since = now,
            },
            cancellationToken
        );
        if (!reservation.IsNew)
            return await Again(reservation.Record, request, hash, submittedBy, cancellationToken);

        // From here on it is ours to carry out, whether the caller waits or not; what a crash leaves unstarted,
        // PendingStarts starts.
        await audit.Append(
            new($"{id}-submitted", now, submittedBy, "submitted", id.Value)
            {
                Detail = request.Acknowledged is { Count: > 0 } codes
                    ? $"acknowledged: {string.Join(", ", codes)}"
                    : null,
            },
            CancellationToken.None
        );
        await Start(reservation.Record);
        return new SubmissionResult.Accepted(reservation.Record, validation.ForCaller);
    }

    /// <summary>Finds the id under which a request is or will be onboarded, by its reference.</summary>
    public async Task<OnboardingId> FindId(OnboardingRequest request, CancellationToken cancellationToken)
    {
        var named = request with { Partner = rules.FindPartner(request.Partner)?.Name ?? request.Partner };
        return (await Find(named, RequestHash.Of(named), cancellationToken)).Id;
    }

    // A reference is good for one onboarding that completes: a corrected request is a new one where all before it ended
    // without completing.
    private async Task<(OnboardingId Id, OnboardingRecord? Known)> Find(
        OnboardingRequest request,
        string hash,
        CancellationToken cancellationToken
    )
    {
        for (var correction = 0; ; correction++)
        {
            var key = correction == 0 ? request.Reference : $"{request.Reference}\n{correction}";
            var (id, known) = await Find(request.Partner, key, cancellationToken);
            if (known is null || known.RequestHash == hash || !MayBeCorrected(known.Outcome))
                return (id, known);
        }
    }

    // What an earlier version has taken stands under the id that it gave.
    private async Task<(OnboardingId Id, OnboardingRecord? Known)> Find(
        string partner,
        string key,
        CancellationToken cancellationToken
    )
    {
        var id = await ids.Of(partner, key, cancellationToken);
        if (await records.Get(id, cancellationToken) is { } known)
            return (id, known);
        var before = OnboardingId.From(partner, key);
        return await records.Get(before, cancellationToken) is { } old ? (before, old) : (id, null);
    }

    private static bool MayBeCorrected(OnboardingOutcome? outcome) =>
        outcome
            is OnboardingOutcome.Rejected
                or OnboardingOutcome.Expired
                or OnboardingOutcome.Cancelled
                or OnboardingOutcome.RolledBack
                or OnboardingOutcome.UndoneOnRequest;

    private async Task<SubmissionResult> Again(
        OnboardingRecord known,
        OnboardingRequest request,
        string hash,
        string submittedBy,
        CancellationToken cancellationToken
    )
    {
        if (known.RequestHash != hash)
            return new SubmissionResult.Conflict(known);
        if (known.Stage == Stage.Submitted && await orchestrations.Get(known.Id.Value, cancellationToken) is null)
            await Start(known);
        // Sent again with what was found acknowledged, it need not wait for anybody else.
        if (known.Stage == Stage.AwaitingApproval && request.Acknowledged is { Count: > 0 } codes)
            await approvalService.Acknowledge(known.Id, codes, submittedBy, cancellationToken);
        return new SubmissionResult.Repeated(known);
    }

    private Task<StartResult> Start(OnboardingRecord record) =>
        orchestrations.Start(
            OnboardingNames.Onboarding,
            record.Id.Value,
            OnboardingPlan.Of(record, waits.Value, approvals.Value),
            CancellationToken.None
        );
}

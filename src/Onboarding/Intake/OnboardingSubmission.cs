using Microsoft.Extensions.Options;
using Onboarding.Approvals;
using Onboarding.Durability;
using Onboarding.Progress;
using PartnerCenter;

namespace Onboarding.Intake;

/// <summary>The one way in: whatever door a request comes through, it is kept and started here, once.</summary>
public sealed class OnboardingSubmission(
    RequestRules rules, RequestValidator validator, RequestCompletion completion, IOnboardingRecords records, IAuditLog audit,
    IOrchestrationClient orchestrations, IOptions<WaitsOptions> waits, IOptions<ApprovalOptions> approvals, TimeProvider time)
{
    /// <param name="request">As it was read.</param>
    /// <param name="idempotencyKey">What the caller calls this submission by; null: the request's reference.</param>
    /// <param name="submittedBy">Who, for the record and the audit.</param>
    /// <param name="cancellationToken">Gives up. Past the reservation the onboarding happens all the same.</param>
    /// <param name="batch">The batch it came with.</param>
    /// <exception cref="PartnerCenterException">Partner Center refuses to be asked; nothing was kept.</exception>
    public async Task<SubmissionResult> Submit(OnboardingRequest request, string? idempotencyKey, string submittedBy, CancellationToken cancellationToken, string? batch = null)
    {
        if (idempotencyKey is not null && ReferenceRules.CheckKey(idempotencyKey) is { } badKey) return new SubmissionResult.Refused([badKey]);
        var partner = rules.FindPartner(request.Partner);
        if (partner is not null) request = request with { Partner = partner.Name };
        // A key is the caller's own and good for one submission, whatever it holds; a reference is the partner's.
        var id = idempotencyKey is null ? OnboardingId.From(request.Partner, request.Reference) : OnboardingId.From("", idempotencyKey);
        var hash = RequestHash.Of(request);
        if (await records.Get(id, cancellationToken) is { } known) return await Again(known, hash, cancellationToken);
        var validation = await validator.Validate(request, exceptFor: id, batch, cancellationToken);
        if (partner is null || validation.HasErrors)
        {
            // The same submission may have come in twice at once: what stands in the way is then its twin.
            return await records.Get(id, cancellationToken) is { } twin ? await Again(twin, hash, cancellationToken) : new SubmissionResult.Refused(validation.ForCaller);
        }

        // What Partner Center could not be asked now, the onboarding's first step asks until it is answered: a request is not lost because the service is slow.
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
                Stage = Stage.Submitted,
                WaitsFor = Actor.Us,
                Since = now,
            },
            cancellationToken);
        if (!reservation.IsNew) return await Again(reservation.Record, hash, cancellationToken);

        // From here on it is ours to carry out, whether the caller waits or not; what a crash leaves unstarted, PendingStarts starts.
        await audit.Append(new($"{id}-submitted", now, submittedBy, "submitted", id.Value), CancellationToken.None);
        await Start(reservation.Record);
        return new SubmissionResult.Accepted(reservation.Record, validation.ForCaller);
    }

    private async Task<SubmissionResult> Again(OnboardingRecord known, string hash, CancellationToken cancellationToken)
    {
        if (known.RequestHash != hash) return new SubmissionResult.Conflict(known);
        if (known.Stage == Stage.Submitted && await orchestrations.Get(known.Id.Value, cancellationToken) is null) await Start(known);
        return new SubmissionResult.Repeated(known);
    }

    private Task<StartResult> Start(OnboardingRecord record) =>
        orchestrations.Start(OnboardingNames.Onboarding, record.Id.Value, OnboardingPlan.Of(record, waits.Value, approvals.Value), CancellationToken.None);
}

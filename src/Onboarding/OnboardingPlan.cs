using Onboarding.Approvals;
using Onboarding.Progress;
using Onboarding.Requests;

namespace Onboarding;

/// <summary>
/// The part of a request that the orchestration needs: histories hold no personal data, so names, addresses and
/// contacts stay in the record, where activities read them.
/// </summary>
public sealed record OnboardingPlan
{
    public required OnboardingId Id { get; init; }
    public required string Partner { get; init; }

    /// <summary>The batch it came with: those of one batch share Microsoft's limits as one.</summary>
    public string? Batch { get; init; }

    /// <summary>The full initial domain of a new customer; the given one, if any, of an existing customer.</summary>
    public string? Domain { get; init; }
    public Guid? Reseller { get; init; }
    public required AgreementMode Agreement { get; init; }
    public required IReadOnlyList<SubscriptionLine> Lines { get; init; }

    /// <summary>The handling of the other orders when one is refused.</summary>
    public OrderPolicy Ordering { get; init; }

    /// <summary>The customer is to qualify before anything is ordered.</summary>
    public bool Qualifies { get; init; }

    /// <summary>
    /// The number of subscribers that the request names; they are identified by their position, since an address may be
    /// personal.
    /// </summary>
    public required int Subscribers { get; init; }

    /// <summary>
    /// True when the submitter wants a reminder before the window closes in which the onboarding can be undone.
    /// </summary>
    public bool RemindsOfWindow { get; init; }

    /// <summary>
    /// The rules may ask for an approval, or the request does. False in plans of before there were approvals, whose
    /// histories know no such step.
    /// </summary>
    public bool MayNeedApproval { get; init; }

    /// <summary>The deadlines as they were when the onboarding was submitted: a running one keeps them.</summary>
    public WaitsOptions Waits { get; init; } = new();

    /// <summary>The plan of a record; the same record gives the same plan.</summary>
    public static OnboardingPlan Of(
        OnboardingRecord record,
        WaitsOptions? waits = null,
        ApprovalOptions? approvals = null
    ) =>
        new()
        {
            Id = record.Id,
            Partner = record.Request.Partner,
            Batch = record.Batch,
            Domain = record.Domain,
            Reseller = record.Request.Reseller?.TenantId,
            Agreement = record.Request.Agreement?.Mode ?? AgreementMode.Attestation,
            Lines = record.Request.Subscriptions,
            Ordering = record.Request.Ordering ?? OrderPolicy.AllOrNothing,
            Qualifies = record.Request.Customer.Qualification is not null,
            Subscribers = record.Request.Notify.Count,
            RemindsOfWindow = record.Request.RemindBeforeWindowCloses == true,
            MayNeedApproval = record.Request.Approval == ApprovalDemand.Required || approvals is { Rules.Count: > 0 },
            Waits = waits ?? new WaitsOptions(),
        };
}

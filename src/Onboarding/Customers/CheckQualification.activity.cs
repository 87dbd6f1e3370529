using Microsoft.DurableTask;
using Onboarding.Effects;
using Onboarding.Progress;
using PartnerCenter;
using PartnerCenter.Customers;

namespace Onboarding.Customers;

internal sealed record CheckQualificationInput(OnboardingId Onboarding, Guid Customer) : StepInput;

internal enum Vetting
{
    NotAskedFor,
    InReview,
    Approved,
    Denied,
}

/// <param name="Vetting">The state of the vetting.</param>
/// <param name="Reason">Microsoft's, when denied.</param>
internal sealed record CheckQualificationResult(Vetting Vetting, string? Reason);

/// <summary>Reads the state of Microsoft's vetting of the customer's qualification (C §13).</summary>
[Idempotent]
internal sealed class CheckQualificationActivity(PartnerCenterClients clients, IOnboardingRecords records)
    : PartnerCenterActivity<CheckQualificationInput, CheckQualificationResult>(records)
{
    public static ActivityName<CheckQualificationInput, CheckQualificationResult> StoredName { get; } =
        new("customers-qualification");

    protected override async Task<CheckQualificationResult> Call(
        TaskActivityContext context,
        CheckQualificationInput input,
        CancellationToken cancellationToken
    )
    {
        var record = await Need(input.Onboarding, cancellationToken);
        var kind = QualifyCustomerActivity.KindOf(record);
        var found = (
            await clients
                .For(record.Request.Partner, record.Batch)
                .Customers.Qualifications(new(input.Customer), cancellationToken)
        )
            .Where(one => one.Qualification == kind)
            .MaxBy(one => (one.VettingStatus == VettingStatus.Approved, one.Created));
        return found is null
            ? new(Vetting.NotAskedFor, null)
            : new(
                found.VettingStatus switch
                {
                    VettingStatus.Approved => Vetting.Approved,
                    VettingStatus.Denied => Vetting.Denied,
                    // A state-owned entity is one without being vetted.
                    null when kind == QualificationKind.StateOwnedEntity => Vetting.Approved,
                    _ => Vetting.InReview,
                },
                found.VettingReason
            );
    }
}

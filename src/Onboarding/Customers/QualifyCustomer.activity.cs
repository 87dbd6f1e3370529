using Microsoft.DurableTask;
using Onboarding.Effects;
using Onboarding.Progress;
using Onboarding.Requests;
using PartnerCenter;
using PartnerCenter.Customers;

namespace Onboarding.Customers;

internal sealed record QualifyCustomerInput(OnboardingId Onboarding, Guid Customer, int Epoch) : StepInput;

/// <summary>Asks for the qualification that the request names (C §13).</summary>
[SideEffect(
    Repeat = "The same MS-RequestId until answered; the step looks before it asks.",
    NotUndone = "There is no call that undoes a qualification (C §20.1)."
)]
internal sealed class QualifyCustomerActivity(
    PartnerCenterClients clients,
    IOnboardingRecords records,
    IAuditLog audit,
    TimeProvider time
) : PartnerCenterActivity<QualifyCustomerInput, Nothing>(records)
{
    public static ActivityName<QualifyCustomerInput, Nothing> StoredName { get; } = new("customers-qualify");

    internal static QualificationKind KindOf(OnboardingRecord record) =>
        record.Request.Customer.Qualification!.Kind switch
        {
            CustomerQualificationKind.Education => QualificationKind.Education,
            CustomerQualificationKind.GovernmentCommunityCloud => QualificationKind.GovernmentCommunityCloud,
            _ => QualificationKind.StateOwnedEntity,
        };

    protected override async Task<Nothing> Call(
        TaskActivityContext context,
        QualifyCustomerInput input,
        CancellationToken cancellationToken
    )
    {
        var record = await Need(input.Onboarding, cancellationToken);
        var wanted = record.Request.Customer.Qualification!;
        var ids = EffectIds.For(context.InstanceId, StoredName.Value, input.Epoch);
        await clients
            .For(record.Request.Partner, record.Batch)
            .Customers.Qualify(
                new(input.Customer),
                new NewQualification
                {
                    Qualification = KindOf(record),
                    EducationSegment = wanted.Segment switch
                    {
                        CustomerEducationSegment.K12 => EducationSegment.K12,
                        CustomerEducationSegment.HigherEducation => EducationSegment.HigherEducation,
                        _ => null,
                    },
                    Website = wanted.Website,
                    ValidationCode = wanted.ValidationCode,
                },
                ids,
                cancellationToken
            );
        await audit.Append(
            new AuditEntry(
                $"{input.Onboarding}-qualification-{input.Epoch}",
                time.GetUtcNow(),
                "onboarding",
                "customer.qualification-requested",
                input.Onboarding.Value
            )
            {
                CorrelationId = ids.CorrelationId,
                Detail = $"{input.Customer} {wanted.Kind}",
            },
            cancellationToken
        );
        return default;
    }
}

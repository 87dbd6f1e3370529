using Microsoft.DurableTask;
using Microsoft.Extensions.Options;
using Onboarding.Effects;
using Onboarding.Progress;
using Onboarding.Restores;
using PartnerCenter;
using PartnerCenter.Agreements;

namespace Onboarding.Agreements;

internal sealed record FinishAttestationInput(OnboardingId Onboarding, Guid Customer, string Attestation, int Epoch)
    : StepInput
{
    /// <summary>
    /// Gets whether the customer is known to have accepted: a refusal is then final. False in histories of before
    /// version 4.
    /// </summary>
    public bool IsAccepted { get; init; }
}

/// <summary>
/// Binds an attestation that the customer has accepted on Microsoft's page to its tenant as the agreement (C §9.6):
/// pivot 2. Null: Microsoft does not take it, so another way has to be found. Onboardings of before version 4 ask
/// before the customer has accepted, and are refused until then.
/// </summary>
[SideEffect(
    Repeat = "The same MS-RequestId until answered; a repeat of what is there is answered 600061, which is done.",
    NotUndone = "A legal fact: there is no call that undoes an acceptance (C §20.1)."
)]
internal sealed class FinishAttestationActivity(
    PartnerCenterClients clients,
    IOnboardingRecords records,
    IOptions<EnhancedAttestationOptions> options,
    IAuditLog audit,
    TimeProvider time,
    ForgottenEffects forgotten
) : PartnerCenterActivity<FinishAttestationInput, AgreementOnRecord?>(records)
{
    public static ActivityName<FinishAttestationInput, AgreementOnRecord?> StoredName { get; } =
        new("agreements-finish");

    protected override async Task<AgreementOnRecord?> Call(
        TaskActivityContext context,
        FinishAttestationInput input,
        CancellationToken cancellationToken
    )
    {
        var record = await Need(input.Onboarding, cancellationToken);
        var (client, customer, signatory) = (
            clients.For(record.Request.Partner, record.Batch),
            new CustomerId(input.Customer),
            Signatory.Of(record.Request)
        );
        if (
            await ExistingAgreement.Find(
                client,
                customer,
                onlyItsOwn: forgotten.Of(record) is null,
                cancellationToken
            ) is
            { } own
        )
            return own;
        var (ids, now) = (EffectIds.For(context.InstanceId, StoredName.Value, input.Epoch), time.GetUtcNow());
        try
        {
            var template = await ConfirmAgreementActivity.CurrentTemplate(client.Agreements, cancellationToken);
            await client.Agreements.Confirm(
                customer,
                new NewAgreement
                {
                    PrimaryContact = new AgreementContact(
                        signatory.FirstName,
                        signatory.LastName,
                        signatory.Email,
                        signatory.Phone
                    ),
                    TemplateId = template,
                    DateAgreed = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero),
                    FurtherMembers = new Dictionary<string, string>
                    {
                        [options.Value.AgreementMember!] = input.Attestation,
                    },
                },
                ids,
                cancellationToken
            );
            await audit.Append(
                new AuditEntry(
                    $"{input.Onboarding}-accepted",
                    now,
                    "customer",
                    "agreement.accepted",
                    input.Onboarding.Value
                )
                {
                    CorrelationId = ids.CorrelationId,
                    Detail = $"{input.Customer} {template} attestation {input.Attestation}",
                },
                cancellationToken
            );
            return new AgreementOnRecord("acceptedOnPage", template, DateOnly.FromDateTime(now.UtcDateTime));
        }
        catch (PartnerCenterException refused)
            when (input.IsAccepted && refused.Status is 400 or 403 or 404 or 405 or 410)
        {
            return null;
        }
        catch (PartnerCenterException notYet)
            when (notYet is { Fault: Fault.Refused, Status: 400 }
                && (
                    notYet.Code == PartnerCenterErrorCodes.BadInput || PartnerCenterErrorCodes.Find(notYet.Code) is null
                )
            )
        {
            return null;
        }
    }
}

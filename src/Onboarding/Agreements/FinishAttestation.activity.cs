using Microsoft.Extensions.Options;
using Onboarding.Durability;
using Onboarding.Effects;
using Onboarding.Progress;
using PartnerCenter;
using PartnerCenter.Agreements;

namespace Onboarding.Agreements;

internal sealed record AttestationToFinish(OnboardingId Onboarding, Guid Customer, string Attestation, int Epoch);

/// <summary>
/// Makes the agreement of an attestation once the customer has accepted on Microsoft's page (C §9.6): pivot 2. While it has not, Microsoft refuses; that refusal is how the wait is told apart, since no
/// path by which an attestation could be read is documented. A refusal whose code is documented for something else is one.
/// </summary>
[Effect(Repeat = "The same MS-RequestId until answered; a repeat of what is there is answered 600061, which is done.", NotUndone = "A legal fact: there is no call that takes an acceptance back (C §20.1).")]
internal sealed class FinishAttestation(PartnerCenterClients clients, IOnboardingRecords records, IOptions<EnhancedAttestationOptions> options, IAuditLog audit, TimeProvider time)
    : PartnerCenterActivity<AttestationToFinish, AgreementOnRecord?>
{
    public static ActivityName<AttestationToFinish, AgreementOnRecord?> StoredName { get; } = new("agreements-finish");

    public override ActivityName<AttestationToFinish, AgreementOnRecord?> Name => StoredName;

    protected override async Task<AgreementOnRecord?> Call(ActivityContext context, AttestationToFinish input, CancellationToken cancellationToken)
    {
        var record = await records.Need(input.Onboarding, cancellationToken);
        var (client, customer, signatory) = (clients.For(record.Request.Partner, record.Batch), new CustomerId(input.Customer), Signatory.Of(record.Request));
        if (await StandingAgreement.Find(client, customer, onlyItsOwn: true, cancellationToken) is { } own) return own;
        var (ids, now) = (EffectIds.For(context.InstanceId, StoredName.Value, input.Epoch), time.GetUtcNow());
        try
        {
            var template = await ConfirmAgreement.CurrentTemplate(client.Agreements, cancellationToken);
            await client.Agreements.Confirm(customer, new NewAgreement
            {
                PrimaryContact = new AgreementContact(signatory.FirstName, signatory.LastName, signatory.Email, signatory.Phone),
                TemplateId = template,
                DateAgreed = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero),
                FurtherMembers = new Dictionary<string, string> { [options.Value.AgreementMember!] = input.Attestation },
            }, ids, cancellationToken);
            await audit.Append(new AuditEntry($"{input.Onboarding}-accepted", now, "customer", "agreement.accepted", input.Onboarding.Value)
            {
                CorrelationId = ids.CorrelationId,
                Detail = $"{input.Customer} {template} attestation {input.Attestation}",
            }, cancellationToken);
            return new AgreementOnRecord("acceptedOnPage", template, DateOnly.FromDateTime(now.UtcDateTime));
        }
        catch (PartnerCenterException notYet) when (notYet is { Fault: Fault.Refused, Status: 400 } && (notYet.Code == PartnerCenterErrorCodes.BadInput || PartnerCenterErrorCodes.Find(notYet.Code) is null))
        {
            return null;
        }
    }
}

using Microsoft.DurableTask;
using Onboarding.Effects;
using Onboarding.Progress;
using PartnerCenter;
using PartnerCenter.Agreements;

namespace Onboarding.Agreements;

internal sealed record ConfirmAgreementInput(OnboardingId Onboarding, Guid Customer, int Epoch) : StepInput;

/// <summary>The result of stating the customer's acceptance.</summary>
/// <param name="Agreement">The agreement on record; null when there is none now.</param>
/// <param name="Next">The way that is left to try when there is no agreement.</param>
internal sealed record ConfirmAgreementResult(AgreementOnRecord? Agreement, AgreementNext Next);

/// <summary>The ways to an agreement after it could not be stated.</summary>
internal enum AgreementNext
{
    Nothing,

    /// <summary>The cloud has none.</summary>
    NotInCloud,

    /// <summary>Microsoft accepts no attestation by a partner any more; the customer may accept by itself.</summary>
    AskCustomer,

    /// <summary>
    /// Answered by versions before 0.2 where the partner's account allowed no other way; kept for their histories.
    /// </summary>
    AskOperator,
}

/// <summary>
/// Records the customer's acceptance of the Microsoft Customer Agreement on the partner's word (C §9.3): pivot 2. What
/// the customer signed itself (C §9.5) or what is on record already (C §9.4, 600061) is not recorded again.
/// </summary>
[SideEffect(
    Repeat = "The same MS-RequestId until answered; looks first, and a repeat of the same contact is answered "
        + "600061, which is done.",
    NotUndone = "A legal fact: there is no call that undoes an acceptance (C §20.1)."
)]
internal sealed class ConfirmAgreementActivity(
    PartnerCenterClients clients,
    IOnboardingRecords records,
    IAuditLog audit,
    TimeProvider time
) : PartnerCenterActivity<ConfirmAgreementInput, ConfirmAgreementResult>(records)
{
    public static ActivityName<ConfirmAgreementInput, ConfirmAgreementResult> StoredName { get; } =
        new("agreements-confirm");

    protected override async Task<ConfirmAgreementResult> Call(
        TaskActivityContext context,
        ConfirmAgreementInput input,
        CancellationToken cancellationToken
    )
    {
        var record = await Need(input.Onboarding, cancellationToken);
        var client = clients.For(record.Request.Partner, record.Batch);
        if (!client.Partner.Capabilities.Agreements)
            return new(null, AgreementNext.NotInCloud);
        var (agreements, customer) = (client.Agreements, new CustomerId(input.Customer));
        if (await ExistingAgreement.Find(client, customer, onlyItsOwn: false, cancellationToken) is { } standing)
            return new(standing, AgreementNext.Nothing);

        var evidence = record.Request.Agreement!;
        var (who, acceptedOn) = (evidence.AcceptedBy!, evidence.AcceptedOn!.Value);
        // East of Greenwich the day of the acceptance may not have begun in UTC, where Microsoft would take it for the
        // future.
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        if (await FindTemplate(agreements, cancellationToken) is not { } template)
            return new(null, AgreementNext.AskCustomer);
        var ids = EffectIds.For(context.InstanceId, StoredName.Value, input.Epoch);
        AgreementConfirmation confirmation;
        try
        {
            confirmation = await agreements.Confirm(
                customer,
                new NewAgreement
                {
                    PrimaryContact = new AgreementContact(who.FirstName, who.LastName, who.Email, who.Phone),
                    TemplateId = template,
                    DateAgreed = new DateTimeOffset(
                        acceptedOn < today ? acceptedOn : today,
                        TimeOnly.MinValue,
                        TimeSpan.Zero
                    ),
                },
                ids,
                cancellationToken
            );
        }
        catch (PartnerCenterException refused) when (refused.Status is 400 or 403 or 404 or 405 or 410)
        {
            // The code of the retired call is not known, so any refusal means that this way is closed (C §9.0). A
            // tenant that is not visible yet has been excluded by the read before.
            await audit.Append(
                new AuditEntry(
                    $"{input.Onboarding}-attestation-refused",
                    time.GetUtcNow(),
                    "microsoft",
                    "agreement.attestation-refused",
                    input.Onboarding.Value
                )
                {
                    CorrelationId = ids.CorrelationId,
                    Detail = $"{input.Customer} {refused.Status} {refused.Code}".TrimEnd(),
                },
                cancellationToken
            );
            return new(null, AgreementNext.AskCustomer);
        }

        await audit.Append(
            new AuditEntry(
                $"{input.Onboarding}-attested{(input.Epoch == 0 ? "" : $"-{input.Epoch}")}",
                time.GetUtcNow(),
                record.SubmittedBy,
                "agreement.attested",
                input.Onboarding.Value
            )
            {
                CorrelationId = ids.CorrelationId,
                Detail = string.Join(
                    ' ',
                    new[]
                    {
                        $"{input.Customer} {template} {acceptedOn:O} by {who.FirstName} {who.LastName}",
                        evidence.Evidence?.DocumentSha256 is { } hash ? $"sha256:{hash}" : null,
                        evidence.Evidence?.Source is { } source ? $"from {source}" : null,
                    }.OfType<string>()
                ),
            },
            cancellationToken
        );
        return new(
            new AgreementOnRecord(
                confirmation is AgreementConfirmation.AlreadyConfirmed ? "alreadyAttested" : "attested",
                template,
                acceptedOn,
                evidence.Evidence?.DocumentSha256
            ),
            AgreementNext.Nothing
        );
    }

    internal static async Task<string> CurrentTemplate(AgreementsApi agreements, CancellationToken cancellationToken) =>
        await FindTemplate(agreements, cancellationToken)
        ?? throw new StepFailedException(
            new StepFailure(
                ErrorCodes.NoAgreementTemplate,
                "Partner Center offers no template of the Microsoft Customer Agreement.",
                Retryable: false
            )
        );

    internal static async Task<string?> FindTemplate(AgreementsApi agreements, CancellationToken cancellationToken) =>
        (await agreements.Metadata(cancellation: cancellationToken))
            .Where(template => template.AgreementType == AgreementType.MicrosoftCustomerAgreement)
            .OrderBy(template => template.VersionRank)
            .FirstOrDefault()
            ?.TemplateId;
}

using Microsoft.DurableTask;
using Onboarding.Effects;
using Onboarding.Progress;
using PartnerCenter;

namespace Onboarding.Agreements;

/// <param name="Onboarding">The onboarding whose agreement is checked.</param>
/// <param name="Customer">The tenant.</param>
/// <param name="OnlyItsOwn">
/// True to ignore an attestation by a partner: the purchase was refused in spite of it.
/// </param>
internal sealed record CheckAgreementInput(OnboardingId Onboarding, Guid Customer, bool OnlyItsOwn) : StepInput;

/// <summary>
/// Checks whether the customer has accepted the agreement, by direct acceptance (C §9.5) or by a partner's attestation
/// (C §9.4).
/// </summary>
[Idempotent]
internal sealed class CheckAgreementActivity(
    PartnerCenterClients clients,
    IOnboardingRecords records,
    IAuditLog audit,
    TimeProvider time
) : PartnerCenterActivity<CheckAgreementInput, AgreementOnRecord?>(records)
{
    public static ActivityName<CheckAgreementInput, AgreementOnRecord?> StoredName { get; } = new("agreements-check");

    protected override async Task<AgreementOnRecord?> Call(
        TaskActivityContext context,
        CheckAgreementInput input,
        CancellationToken cancellationToken
    )
    {
        var record = await Need(input.Onboarding, cancellationToken);
        var standing = await ExistingAgreement.Find(
            clients.For(record.Request.Partner, record.Batch),
            new(input.Customer),
            input.OnlyItsOwn,
            cancellationToken
        );
        if (standing is not null)
        {
            await audit.Append(
                new AuditEntry(
                    $"{input.Onboarding}-agreement-seen",
                    time.GetUtcNow(),
                    "onboarding",
                    "agreement.seen",
                    input.Onboarding.Value
                )
                {
                    Detail = $"{input.Customer} {standing.How} {standing.TemplateId} {standing.AcceptedOn:O}".TrimEnd(),
                },
                cancellationToken
            );
        }

        return standing;
    }
}

/// <summary>The agreement a customer has accepted already.</summary>
internal static class ExistingAgreement
{
    /// <summary>The first day whose acceptances still count; an earlier one has to be repeated (C §9.0).</summary>
    private static readonly DateTimeOffset CountsFrom = new(2023, 4, 1, 0, 0, 0, TimeSpan.Zero);

    public static async Task<AgreementOnRecord?> Find(
        PartnerCenterClient client,
        CustomerId customer,
        bool onlyItsOwn,
        CancellationToken cancellationToken
    )
    {
        if (await client.Agreements.IsDirectlySigned(customer, cancellationToken))
            return new AgreementOnRecord("signedDirectly", null, null);
        if (onlyItsOwn)
            return null;
        var stated = await client.Agreements.List(customer, cancellation: cancellationToken);
        if (
            stated.FirstOrDefault(agreement => agreement.DateAgreed is null || agreement.DateAgreed >= CountsFrom)
            is not { } standing
        )
            return null;
        return new AgreementOnRecord(
            "alreadyAttested",
            standing.TemplateId,
            standing.DateAgreed is { } at ? DateOnly.FromDateTime(at.UtcDateTime) : null
        );
    }
}

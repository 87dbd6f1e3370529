using Microsoft.DurableTask;
using Microsoft.Extensions.Options;
using Onboarding.Effects;
using Onboarding.Progress;
using Onboarding.Requests;
using PartnerCenter;
using PartnerCenter.Agreements;

namespace Onboarding.Agreements;

/// <param name="Onboarding">The onboarding whose agreement is to be accepted.</param>
/// <param name="Customer">The tenant; null before there is one.</param>
/// <param name="Epoch">Counts the answers.</param>
internal sealed record StartAttestationInput(OnboardingId Onboarding, Guid? Customer, int Epoch) : StepInput;

/// <param name="Id">Names it when the agreement is made.</param>
/// <param name="Url">The page on which the customer reads and accepts; null in histories of before 0.2.</param>
internal sealed record StartAttestationResult(string Id, string? Url);

/// <summary>
/// Starts an enhanced attestation (C §9.6): the customer is then asked to accept on Microsoft's page.
/// </summary>
[SideEffect(
    Repeat = "The same MS-RequestId until answered; one that nobody accepts expires.",
    NotUndone = "It expires by itself, and nothing follows from it before the customer accepts."
)]
internal sealed class StartAttestationActivity(
    PartnerCenterClients clients,
    IOnboardingRecords records,
    IOptions<EnhancedAttestationOptions> options
) : PartnerCenterActivity<StartAttestationInput, StartAttestationResult>(records)
{
    public static ActivityName<StartAttestationInput, StartAttestationResult> StoredName { get; } =
        new("agreements-start");

    protected override async Task<StartAttestationResult> Call(
        TaskActivityContext context,
        StartAttestationInput input,
        CancellationToken cancellationToken
    )
    {
        var record = await Need(input.Onboarding, cancellationToken);
        var client = clients.For(record.Request.Partner, record.Batch);
        var customer = input.Customer is { } tenant ? await client.Customers.Get(new(tenant), cancellationToken) : null;
        var signatory = Signatory.Of(record.Request);
        var further = new Dictionary<string, string>();
        if (options.Value.EmailMember is { } email && signatory.Email is { } address)
            further[email] = address;
        if (options.Value.PhoneMember is { } phone && signatory.Phone is { } number)
            further[phone] = number;

        var answer = await client.Agreements.StartEnhancedAttestation(
            new EnhancedAttestationForm
            {
                Country =
                    record.Request.Customer.Address?.Country
                    ?? customer?.BillingProfile?.DefaultAddress?.Country
                    ?? "US",
                Language = record.Request.Customer.Language ?? customer?.BillingProfile?.Language ?? "en",
                CompanyName = record.Request.Customer.CompanyName ?? customer?.CompanyProfile?.CompanyName ?? "",
                SignatoryFirstName = signatory.FirstName ?? "",
                SignatoryLastName = signatory.LastName ?? "",
                FurtherMembers = further,
            },
            EffectIds.For(context.InstanceId, StoredName.Value, input.Epoch),
            cancellationToken
        );
        return answer.Read(options.Value.IdMember ?? "") is { } id
            ? new(id, options.Value.UrlOf(id))
            : throw new StepFailedException(
                new StepFailure(
                    ErrorCodes.AttestationUnreadable,
                    $"The answer to the attestation has no member '{options.Value.IdMember}', which "
                        + $"{EnhancedAttestationOptions.Section}:{nameof(EnhancedAttestationOptions.IdMember)} names.",
                    Retryable: false
                )
            );
    }
}

/// <summary>Finds the person who accepts for the customer: the one named for it, or else the primary contact.</summary>
internal static class Signatory
{
    public static ContactSection Of(OnboardingRequest request) =>
        request.Agreement?.AcceptedBy is { } named
            ? new(
                named.FirstName ?? request.Contact?.FirstName,
                named.LastName ?? request.Contact?.LastName,
                named.Email ?? request.Contact?.Email,
                named.Phone ?? request.Contact?.Phone
            )
            : request.Contact ?? new(null, null, null, null);
}

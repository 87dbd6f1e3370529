using Microsoft.DurableTask;
using Microsoft.Extensions.Options;
using Onboarding.Effects;
using Onboarding.Progress;
using PartnerCenter;

namespace Onboarding.Agreements;

internal sealed record CheckAttestationInput(OnboardingId Onboarding, string Attestation) : StepInput;

internal sealed record CheckAttestationResult(AttestationState State);

/// <summary>
/// Reads how far an enhanced attestation is (C §9.6), under the path and the member that are configured.
/// </summary>
[Idempotent]
internal sealed class CheckAttestationActivity(
    PartnerCenterClients clients,
    IOnboardingRecords records,
    IOptions<EnhancedAttestationOptions> options
) : PartnerCenterActivity<CheckAttestationInput, CheckAttestationResult>(records)
{
    public static ActivityName<CheckAttestationInput, CheckAttestationResult> StoredName { get; } =
        new("agreements-attestation");

    protected override async Task<CheckAttestationResult> Call(
        TaskActivityContext context,
        CheckAttestationInput input,
        CancellationToken cancellationToken
    )
    {
        var record = await Need(input.Onboarding, cancellationToken);
        var client = clients.For(record.Request.Partner, record.Batch);
        var member = options.Value.StatusMember!;
        var attestation = await client.Agreements.ReadEnhancedAttestation(
            options.Value.StatusPath!,
            input.Attestation,
            cancellationToken
        );
        return attestation.Read(member) is { } word
            ? new(options.Value.StateOf(word))
            : throw new StepFailedException(
                new StepFailure(
                    ErrorCodes.AttestationUnreadable,
                    $"The attestation has no member '{member}', which "
                        + $"{EnhancedAttestationOptions.Section}:{nameof(EnhancedAttestationOptions.StatusMember)} "
                        + "names.",
                    Retryable: false
                )
            );
    }
}

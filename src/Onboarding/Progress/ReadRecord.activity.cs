using Microsoft.DurableTask;
using Onboarding.Effects;
using Onboarding.Undo;

namespace Onboarding.Progress;

internal sealed record ReadRecordInput(OnboardingId Onboarding);

/// <param name="HasEnded">True when the onboarding has its outcome.</param>
/// <param name="Partner">Name of the partner profile.</param>
/// <param name="Batch">The batch it came with.</param>
/// <param name="Exists">The resources that exist at Microsoft.</param>
internal sealed record ReadRecordResult(bool HasEnded, string Partner, string? Batch, ProvisionedResources Exists)
{
    /// <summary>Gets the input of an undo, or of another look, of all that is known to exist.</summary>
    public UndoInput UndoInput(OnboardingId onboarding) =>
        new()
        {
            Onboarding = onboarding,
            Partner = Partner,
            Batch = Batch,
            Domain = Exists.Domain,
            TenantId = Exists.TenantId,
            Exists = Exists,
            // Its orders are known; others of the tenant are not its own.
            IsExistingCustomer = true,
            RemoveRelationship = false,
            Epoch = 0,
        };
}

/// <summary>Reads the progress of an onboarding.</summary>
[Idempotent]
internal sealed class ReadRecordActivity(IOnboardingRecords records) : StepActivity<ReadRecordInput, ReadRecordResult>
{
    public static ActivityName<ReadRecordInput, ReadRecordResult> StoredName { get; } = new("records-read");

    protected override async Task<ReadRecordResult> Run(
        TaskActivityContext context,
        ReadRecordInput input,
        CancellationToken cancellationToken
    )
    {
        var record = await records.Need(input.Onboarding, cancellationToken);
        return new ReadRecordResult(record.Outcome is not null, record.Request.Partner, record.Batch, record.Exists);
    }
}

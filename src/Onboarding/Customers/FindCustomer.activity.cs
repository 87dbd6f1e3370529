using Microsoft.DurableTask;
using Onboarding.Effects;
using Onboarding.Progress;
using PartnerCenter;

namespace Onboarding.Customers;

internal sealed record FindCustomerInput(OnboardingId Onboarding) : StepInput;

/// <summary>
/// Looks for the tenant of an onboarding after its domain turned out to be taken: a half-created tenant of ours is
/// adopted, not lost.
/// </summary>
[Idempotent]
internal sealed class FindCustomerActivity(PartnerCenterClients clients, IOnboardingRecords records, ISecretVault vault)
    : PartnerCenterActivity<FindCustomerInput, CreateCustomerResult>(records)
{
    public static ActivityName<FindCustomerInput, CreateCustomerResult> StoredName { get; } = new("customers-find");

    protected override async Task<CreateCustomerResult> Call(
        TaskActivityContext context,
        FindCustomerInput input,
        CancellationToken cancellationToken
    )
    {
        var record = await Need(input.Onboarding, cancellationToken);
        var found = await OwnCustomer.Find(
            clients.For(record.Request.Partner, record.Batch),
            Records,
            record,
            cancellationToken
        );
        return new CreateCustomerResult(
            found?.Value,
            await AdminCredentials.AreKept(vault, input.Onboarding, cancellationToken)
        );
    }
}

using Microsoft.DurableTask;
using Onboarding.Effects;
using Onboarding.Progress;
using PartnerCenter;

namespace Onboarding.Customers;

internal sealed record CustomerToFind(OnboardingId Onboarding) : StepInput;

/// <summary>Looks for the tenant of an onboarding after its domain turned out to be taken: a half-created tenant of ours is adopted, not lost.</summary>
[Harmless]
internal sealed class FindCustomer(PartnerCenterClients clients, IOnboardingRecords records, ISecretVault vault)
    : PartnerCenterActivity<CustomerToFind, CustomerCreation>(records)
{
    public static ActivityName<CustomerToFind, CustomerCreation> StoredName { get; } = new("customers-find");

    protected override async Task<CustomerCreation> Call(TaskActivityContext context, CustomerToFind input, CancellationToken cancellationToken)
    {
        var record = await Need(input.Onboarding, cancellationToken);
        var found = await OwnCustomer.Find(
            clients.For(record.Request.Partner, record.Batch), Records, record, cancellationToken);
        return new CustomerCreation(found?.Value, await AdminCredentials.AreKept(vault, input.Onboarding, cancellationToken));
    }
}

using Microsoft.DurableTask;
using Onboarding.Effects;
using Onboarding.Progress;
using PartnerCenter;
using PartnerCenter.Customers;

namespace Onboarding.Customers;

internal sealed record CheckAccountInput(string Partner, Guid Customer, string? Batch) : StepInput;

internal enum AccountReview
{
    Pending,
    Passed,
    Refused,
}

/// <summary>
/// Reads the state of Microsoft's review of the account; no status at all counts as allowed (C §5.6).
/// </summary>
[Idempotent]
internal sealed class CheckAccountActivity(PartnerCenterClients clients, IOnboardingRecords records)
    : PartnerCenterActivity<CheckAccountInput, AccountReview>(records)
{
    public static ActivityName<CheckAccountInput, AccountReview> StoredName { get; } = new("customers-account-review");

    protected override async Task<AccountReview> Call(
        TaskActivityContext context,
        CheckAccountInput input,
        CancellationToken cancellationToken
    ) =>
        await clients
            .For(input.Partner, input.Batch)
            .Customers.GetValidationStatus(new CustomerId(input.Customer), cancellationToken) switch
        {
            null or AccountStatus.Allowed => AccountReview.Passed,
            AccountStatus.NotAllowed => AccountReview.Refused,
            _ => AccountReview.Pending,
        };
}

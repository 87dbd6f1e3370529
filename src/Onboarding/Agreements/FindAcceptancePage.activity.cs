using Microsoft.DurableTask;
using Onboarding.Customers;
using Onboarding.Effects;
using Onboarding.Progress;
using PartnerCenter;

namespace Onboarding.Agreements;

/// <param name="Onboarding">The onboarding whose agreement is to be accepted.</param>
/// <param name="ResellerMpnId">The indirect reseller the customer hangs under; null for none.</param>
internal sealed record FindAcceptancePageInput(OnboardingId Onboarding, string? ResellerMpnId) : StepInput;

internal sealed record FindAcceptancePageResult(string Url);

/// <summary>
/// Finds the page on which a Global Admin of the customer accepts the agreement itself (C §9.5). That is the
/// partner's invitation in the Microsoft 365
/// admin center (C §11), which shows the agreement to a customer that has not accepted it. Where there are no
/// invitations it is the billing accounts.
/// </summary>
[Idempotent]
internal sealed class FindAcceptancePageActivity(PartnerCenterClients clients, IOnboardingRecords records)
    : PartnerCenterActivity<FindAcceptancePageInput, FindAcceptancePageResult>(records)
{
    internal const string BillingAccounts = "https://admin.microsoft.com/Adminportal/Home#/BillingAccounts";

    public static ActivityName<FindAcceptancePageInput, FindAcceptancePageResult> StoredName { get; } =
        new("agreements-page");

    protected override async Task<FindAcceptancePageResult> Call(
        TaskActivityContext context,
        FindAcceptancePageInput input,
        CancellationToken cancellationToken
    )
    {
        var record = await Need(input.Onboarding, cancellationToken);
        var client = clients.For(record.Request.Partner, record.Batch);
        if (!client.Partner.Capabilities.RelationshipRequests)
            return new(BillingAccounts);
        try
        {
            var url = await client.Relationships.RelationshipRequestUrl(cancellationToken);
            return new(InviteCustomerActivity.WithReseller(url, input.ResellerMpnId));
        }
        catch (PartnerCenterException refused) when (refused.Fault is Fault.Refused or Fault.NotFound)
        {
            // A page that is found less easily is better than an onboarding that ends for want of a link.
            return new(BillingAccounts);
        }
    }
}

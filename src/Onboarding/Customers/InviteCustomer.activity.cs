using System.Text.Json.Serialization;
using Microsoft.DurableTask;
using Onboarding.Effects;
using Onboarding.Progress;
using PartnerCenter;
using PartnerCenter.Customers;

namespace Onboarding.Customers;

/// <param name="Onboarding">The onboarding whose customer is invited.</param>
/// <param name="ResellerMpnId">The indirect reseller it is to hang under; null for none.</param>
internal sealed record InviteCustomerInput(OnboardingId Onboarding, string? ResellerMpnId) : StepInput;

/// <param name="Url">The page on which a Global Admin of the customer accepts.</param>
/// <param name="SameNameCustomers">
/// The partner's customers of the same company name before anybody was asked: their being there is no answer.
/// </param>
internal sealed record InviteCustomerResult(
    string Url,
    [property: JsonPropertyName("namesakes")] IReadOnlyList<Guid> SameNameCustomers
);

/// <summary>
/// Gets the partner's link for relationship requests (C §11): the same for every customer, so getting it changes
/// nothing.
/// </summary>
[Idempotent]
internal sealed class InviteCustomerActivity(PartnerCenterClients clients, IOnboardingRecords records)
    : PartnerCenterActivity<InviteCustomerInput, InviteCustomerResult>(records)
{
    public static ActivityName<InviteCustomerInput, InviteCustomerResult> StoredName { get; } = new("customers-invite");

    protected override async Task<InviteCustomerResult> Call(
        TaskActivityContext context,
        InviteCustomerInput input,
        CancellationToken cancellationToken
    )
    {
        var record = await Need(input.Onboarding, cancellationToken);
        var client = clients.For(record.Request.Partner, record.Batch);
        var url = await client.Relationships.RelationshipRequestUrl(cancellationToken);
        return new(
            WithReseller(url, input.ResellerMpnId),
            await SameNameCustomers.Of(client, record.Request.Customer.CompanyName, cancellationToken)
        );
    }

    // C §11: the portal's link of an indirect provider carries the reseller too, where the API's says 0.
    internal static string WithReseller(string url, string? mpnId) =>
        mpnId is null ? url : url.Replace("msppId=0", $"msppId={mpnId}", StringComparison.Ordinal);
}

/// <summary>The partner's customers of exactly one company name.</summary>
internal static class SameNameCustomers
{
    public static async Task<IReadOnlyList<Guid>> Of(
        PartnerCenterClient client,
        string? companyName,
        CancellationToken cancellationToken
    )
    {
        var found = new List<Guid>();
        if (companyName is null)
            return found;
        await foreach (
            var customer in client.Customers.List(CustomerFilter.CompanyName(companyName), cancellationToken)
        )
        {
            if (OwnCustomer.SameCompany(customer.CompanyProfile?.CompanyName, companyName))
                found.Add(customer.Id.Value);
        }

        return found;
    }
}

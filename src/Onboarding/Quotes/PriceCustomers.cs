using Microsoft.Extensions.Options;
using Onboarding.Progress;
using Onboarding.Requests;
using PartnerCenter;

namespace Onboarding.Quotes;

/// <summary>
/// In whose name prices are asked for: the customer itself when it has a tenant, else another one of its country.
/// </summary>
internal sealed class PriceCustomers(IOnboardingRecords records, IOptions<QuoteOptions> options)
{
    private const int PagesLookedThrough = 5;

    /// <returns>Null: there is nobody.</returns>
    public async Task<CustomerId?> For(string partner, OnboardingRequest request, CancellationToken cancellationToken)
    {
        if (request.Customer.TenantId is { } itself)
            return new CustomerId(itself);
        if (request.Customer.Address?.Country is not { } country)
            return null;
        if (options.Value.Customers.TryGetValue(partner, out var named) && Named(named, country) is { } configured)
            return new CustomerId(configured);
        return await Own(partner, country, cancellationToken);
    }

    private static Guid? Named(Dictionary<string, Guid> customers, string country) =>
        customers
            .Where(pair => pair.Key.Equals(country, StringComparison.OrdinalIgnoreCase))
            .Select(pair => (Guid?)pair.Value)
            .FirstOrDefault();

    private async Task<CustomerId?> Own(string partner, string country, CancellationToken cancellationToken)
    {
        string? continuation = null;
        for (var page = 0; page < PagesLookedThrough; page++)
        {
            var found = await records.Search(
                new()
                {
                    State = "completed",
                    Partner = partner,
                    Limit = 100,
                    Continuation = continuation,
                },
                cancellationToken
            );
            var customer = found.Items.FirstOrDefault(record =>
                record.Request.Customer.Address?.Country == country
                && record.Exists is { TenantId: not null, Relationship: not false }
            );
            if (customer is not null)
                return new CustomerId(customer.Exists.TenantId!.Value);
            if (found.Continuation is null)
                return null;
            continuation = found.Continuation;
        }

        return null;
    }
}

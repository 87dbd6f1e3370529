using Onboarding.Progress;
using PartnerCenter;

namespace Onboarding.Customers;

/// <summary>
/// The tenant of an onboarding among our own customers, when the answer to its creation was lost (C §25 row 4). It is
/// this onboarding's when domain and company agree and no other onboarding is about it: the domain was free when this
/// one was validated, so an earlier attempt of this one made it.
/// </summary>
internal static class OwnCustomer
{
    public static async Task<CustomerId?> Find(
        PartnerCenterClient client,
        IOnboardingRecords records,
        OnboardingRecord record,
        CancellationToken cancellationToken
    )
    {
        var found = await client.Customers.FindByDomain(record.Domain!, cancellationToken);
        if (found is null || !SameCompany(found.CompanyProfile?.CompanyName, record.Request.Customer.CompanyName))
            return null;

        var others = await records.FindSameCustomer(
            new(record.Request.Partner, record.Domain),
            record.Id,
            cancellationToken
        );
        return others.Any(other => other.Exists.TenantId == found.Id.Value) ? null : found.Id;
    }

    public static bool SameCompany(string? theirs, string? ours) =>
        theirs is not null && string.Equals(theirs?.Trim(), ours?.Trim(), StringComparison.OrdinalIgnoreCase);
}

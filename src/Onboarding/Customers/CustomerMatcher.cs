using PartnerCenter.Customers;

namespace Onboarding.Customers;

/// <summary>
/// Checks whether a customer is the expected one. A company's name does not prove it: two may have the same, and
/// anybody can take it.
/// </summary>
internal static class CustomerMatcher
{
    public static bool IsOf(Customer customer, Guid? tenant, string? domain) =>
        tenant is { } id
            ? customer.Id.Value == id
            : domain is not null
                && (Is(customer.CompanyProfile?.Domain, domain) || customer.CustomDomains.Any(own => Is(own, domain)));

    private static bool Is(string? one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}

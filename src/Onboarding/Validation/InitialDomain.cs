using Onboarding.Requests;
using PartnerCenter;

namespace Onboarding.Validation;

/// <summary>The first domain of a new tenant.</summary>
internal static class InitialDomain
{
    public const int LongestPrefix = 27;
    public const int Shortest = 17;
    public const int Longest = 43;

    /// <summary>
    /// Prefix and the suffix of the partner's cloud, lower case: the one form that is stored, looked for and sent.
    /// </summary>
    public static string Of(string prefix, PartnerProfile partner) =>
        $"{prefix.ToLowerInvariant()}.{partner.Capabilities.InitialDomainSuffix}";

    /// <summary>
    /// Gets the domain of a new customer, or the one by which an existing customer is known; null when none is named.
    /// </summary>
    public static string? For(CustomerSection customer, PartnerProfile partner) =>
        customer.Kind == CustomerKind.Existing ? customer.Domain?.ToLowerInvariant()
        : customer.DomainPrefix is { } prefix ? Of(prefix, partner)
        : null;
}

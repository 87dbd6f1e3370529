using Onboarding.Requests;
using PartnerCenter;

namespace Onboarding.Reference;

/// <summary>
/// The requirements of a country. Patterns are in .NET syntax; an absent pattern or an empty list restricts nothing.
/// </summary>
public sealed record CountryReference
{
    /// <summary>ISO 3166-1 alpha-2.</summary>
    public required string Country { get; init; }
    public string? Name { get; init; }
    public required bool CityRequired { get; init; }
    public required bool StateRequired { get; init; }

    /// <summary>Code and name of each, by code.</summary>
    public required IReadOnlyList<StateReference> States { get; init; }
    public required bool PostalCodeRequired { get; init; }
    public string? PostalCodePattern { get; init; }
    public required bool PhoneRequired { get; init; }
    public string? PhonePattern { get; init; }
    public required string CallingCode { get; init; }

    /// <summary>The usual one first.</summary>
    public required IReadOnlyList<string> Cultures { get; init; }

    /// <summary>The usual one first.</summary>
    public required IReadOnlyList<string> Languages { get; init; }

    /// <summary>True when a registration number is required; otherwise it is refused.</summary>
    public required bool RegistrationNumberRequired { get; init; }
    public string? RegistrationNumberPattern { get; init; }
}

public sealed record StateReference(string Code, string Name);

/// <summary>An indirect reseller. <paramref name="TenantId"/> is what a request names.</summary>
public sealed record ResellerReference(Guid TenantId, string? Name, string? MpnId, string? Country, bool Active)
{
    /// <summary>
    /// The reason that nothing can be sold through it; absent where nothing is known against it. Of more than 50
    /// resellers Microsoft is not asked for each agreement.
    /// </summary>
    public string? Problem { get; init; }
}

/// <summary>One SKU as a line of a request can name it.</summary>
public sealed record OfferReference
{
    public required string Product { get; init; }
    public required string Sku { get; init; }
    public required string Title { get; init; }
    public string? Publisher { get; init; }

    /// <summary>Exactly these pairs can be ordered; empty: none is named.</summary>
    public required IReadOnlyList<OfferedTerm> Terms { get; init; }
    public int? MinimumQuantity { get; init; }
    public int? MaximumQuantity { get; init; }

    /// <summary>
    /// The products (<c>product:sku</c>) of which one must be ordered as well; empty: the offer can be ordered alone.
    /// </summary>
    public required IReadOnlyList<string> AddOnTo { get; init; }

    /// <summary>Buying it attests that the customer may use it.</summary>
    public required bool NeedsAttestation { get; init; }
}

/// <summary>A term in ISO 8601 and how it is billed, in the words of requests.</summary>
public sealed record OfferedTerm(string Term, string Billing);

/// <summary>Offers of one or more whole products; with a continuation there are more.</summary>
public sealed record OfferPage(IReadOnlyList<OfferReference> Items, string? Continuation);

/// <summary>
/// The availability of a prefix as a customer's first domain. <paramref name="Domain"/> is null when the prefix has not
/// the form of one; then <paramref name="Problem"/> gives the reason.
/// </summary>
public sealed record DomainReference(string Prefix, string? Domain, bool Available, Finding? Problem)
{
    /// <summary>Prefixes near it that are free; absent unless it is taken.</summary>
    public IReadOnlyList<string>? Suggestions { get; init; }
}

/// <summary>
/// A configured partner profile, as far as somebody who fills in a request has to know it. <paramref name="Name"/> is
/// what a request names.
/// </summary>
/// <param name="Name">Of the profile.</param>
/// <param name="Kind">The role in which it sells.</param>
/// <param name="Cloud">The cloud it is in.</param>
/// <param name="Environment">Production, or the sandbox.</param>
/// <param name="AgreementModes">
/// The ways to an agreement that are open; none where the cloud has no agreement to be recorded.
/// </param>
/// <param name="Resellers">True when a request may name an indirect reseller.</param>
/// <param name="DomainSuffix">The suffix that follows the prefix in a new customer's domain.</param>
public sealed record PartnerReference(
    string Name,
    PartnerKind Kind,
    PartnerCloud Cloud,
    PartnerEnvironment Environment,
    IReadOnlyList<AgreementMode> AgreementModes,
    bool Resellers,
    string DomainSuffix
);

using System.Collections.Concurrent;
using System.Globalization;
using Onboarding.Agreements;
using Onboarding.Customers;
using Onboarding.Requests;
using Onboarding.Validation;
using PartnerCenter;
using PartnerCenter.Catalog;
using PartnerCenter.Relationships;

namespace Onboarding.Reference;

/// <summary>
/// Reads the reference data that a person needs to fill in a request, by the same rules that check it afterwards.
/// </summary>
public sealed class ReferenceData
{
    private const int MostAskedAbout = 50;
    private const int ProductsAtOnce = 10;

    private readonly PartnerCenterClients _partners;
    private readonly CountryDirectory _countries;
    private readonly OfferDirectory _offers;
    private readonly AgreementDocuments _agreements;

    private readonly bool _enhancedIsKnown;

    internal ReferenceData(
        PartnerCenterClients partners,
        CountryDirectory countries,
        OfferDirectory offers,
        AgreementDocuments agreements,
        bool enhancedIsKnown
    ) =>
        (_partners, _countries, _offers, _agreements, _enhancedIsKnown) = (
            partners,
            countries,
            offers,
            agreements,
            enhancedIsKnown
        );

    /// <summary>The configured partners, by name; asks nobody.</summary>
    public IReadOnlyList<PartnerReference> Partners() =>
        [
            .. _partners
                .Names.Select(name => _partners.For(name).Partner)
                .OrderBy(partner => partner.Name, StringComparer.OrdinalIgnoreCase)
                .Select(partner => new PartnerReference(
                    partner.Name,
                    partner.Kind,
                    partner.Cloud,
                    partner.Environment,
                    [
                        .. AgreementRules.ModesByPreference.Where(mode =>
                            AgreementRules.IsOpen(mode, partner, _enhancedIsKnown)
                        ),
                    ],
                    partner.Capabilities.IndirectResellers,
                    partner.Capabilities.InitialDomainSuffix
                )),
        ];

    /// <param name="partner">Name of a configured profile.</param>
    /// <param name="country">ISO 3166-1 alpha-2, in any case.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Null when there is no such country.</returns>
    /// <exception cref="PartnerCenterConfigurationException">No such partner is configured.</exception>
    /// <exception cref="PartnerCenterException">Partner Center could not be asked.</exception>
    public async Task<CountryReference?> Country(string partner, string country, CancellationToken cancellationToken)
    {
        var client = _partners.For(partner);
        country = country.ToUpperInvariant();
        if (!AddressRules.IsCode(country) || !Phones.IsCountry(country))
            return null;
        if (await _countries.Find(client, country, cancellationToken) is not { } rules)
            return null;
        return new()
        {
            Country = rules.Country,
            Name = rules.Name,
            CityRequired = rules.CityRequired,
            StateRequired = rules.StateRequired,
            States =
            [
                .. rules
                    .States.OrderBy(state => state.Key, StringComparer.Ordinal)
                    .Select(state => new StateReference(state.Key, state.Value)),
            ],
            PostalCodeRequired = rules.PostalCodeRequired,
            PostalCodePattern = rules.PostalCode,
            PhoneRequired = rules.RegistrationNumberRequired,
            PhonePattern = rules.Phone,
            CallingCode = Phones.CallingCode(country),
            Cultures = rules.Cultures,
            Languages = rules.Languages,
            RegistrationNumberRequired = rules.RegistrationNumberRequired,
            RegistrationNumberPattern = rules.RegistrationNumber,
        };
    }

    /// <returns>By name; none where the partner has no resellers.</returns>
    /// <exception cref="PartnerCenterConfigurationException">No such partner is configured.</exception>
    /// <exception cref="PartnerCenterException">Partner Center could not be asked.</exception>
    public async Task<IReadOnlyList<ResellerReference>> Resellers(string partner, CancellationToken cancellationToken)
    {
        var client = _partners.For(partner);
        if (!client.Partner.Capabilities.IndirectResellers)
            return [];
        var resellers = await client.Relationships.IndirectResellers(cancellationToken);
        var problems = new ConcurrentDictionary<ResellerTenantId, string>();
        await Parallel.ForEachAsync(
            resellers,
            new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancellationToken },
            async (reseller, stop) =>
            {
                if (await Problem(client, reseller, resellers.Count <= MostAskedAbout, stop) is { } problem)
                    problems[reseller.Id] = problem;
            }
        );
        return
        [
            .. resellers
                .OrderBy(reseller => reseller.Name, StringComparer.OrdinalIgnoreCase)
                .Select(reseller => new ResellerReference(
                    reseller.Id.Value,
                    reseller.Name,
                    reseller.MpnId?.Value,
                    reseller.Location,
                    reseller.IsActive
                )
                {
                    Problem = problems.GetValueOrDefault(reseller.Id),
                }),
        ];
    }

    // The list is of use without it: the request is checked again in any case.
    private static async Task<string?> Problem(
        PartnerCenterClient client,
        PartnerRelationship reseller,
        bool asksForAgreement,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return (await ResellerCheck.Problem(client, reseller, asksForAgreement, cancellationToken))?.ToString();
        }
        catch (PartnerCenterException)
        {
            return null;
        }
    }

    /// <summary>
    /// The licence-based offers of a country that a new customer can be sold, product by product in the order of their
    /// titles.
    /// </summary>
    /// <param name="partner">Name of a configured profile.</param>
    /// <param name="country">ISO 3166-1 alpha-2, upper case.</param>
    /// <param name="text">Part of the product's title, or its id; null: all.</param>
    /// <param name="continuation">Of the page before; null: the first.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Null when there is no such country.</returns>
    /// <exception cref="FormatException">The continuation is none of ours.</exception>
    /// <exception cref="PartnerCenterConfigurationException">No such partner is configured.</exception>
    /// <exception cref="PartnerCenterException">Partner Center could not be asked.</exception>
    public async Task<OfferPage?> Offers(
        string partner,
        string country,
        string? text,
        string? continuation,
        CancellationToken cancellationToken
    )
    {
        var client = _partners.For(partner);
        if (
            !AddressRules.IsCode(country)
            || !Phones.IsCountry(country)
            || await _countries.Find(client, country, cancellationToken) is null
        )
            return null;
        var products = (await _offers.Products(client, country, cancellationToken))
            .Where(product =>
                string.IsNullOrWhiteSpace(text)
                || product.Id.Value.Equals(text.Trim(), StringComparison.OrdinalIgnoreCase)
                || product.Title?.Contains(text.Trim(), StringComparison.OrdinalIgnoreCase) == true
            )
            .OrderBy(product => (product.Title ?? product.Id.Value, product.Id.Value))
            .ToArray();
        var first = continuation is null ? 0 : Position(continuation);
        var offers = await Task.WhenAll(
            products
                .Skip(first)
                .Take(ProductsAtOnce)
                .Select(product => OffersOf(client, country, product, cancellationToken))
        );
        var next = first + ProductsAtOnce;
        return new(
            [.. offers.SelectMany(offer => offer)],
            next < products.Length ? next.ToString(CultureInfo.InvariantCulture) : null
        );
    }

    /// <summary>Gets the links to the text of the customer agreement; they are valid for five minutes.</summary>
    /// <returns>Null: there is none for the partner.</returns>
    /// <exception cref="PartnerCenterConfigurationException">No such partner is configured.</exception>
    /// <exception cref="PartnerCenterException">Partner Center could not be asked.</exception>
    public async Task<AgreementReference?> Agreement(
        string partner,
        string country,
        string? culture,
        CancellationToken cancellationToken
    )
    {
        if (
            culture is null
            && await _countries.Find(_partners.For(partner), country, cancellationToken)
                is { Cultures: [var usual, ..] }
        )
            culture = usual;
        return await _agreements.Find(partner, country, culture, cancellationToken);
    }

    /// <summary>Checks whether a prefix is free, in the partner's cloud.</summary>
    /// <exception cref="PartnerCenterConfigurationException">No such partner is configured.</exception>
    /// <exception cref="PartnerCenterException">Partner Center could not be asked.</exception>
    public async Task<DomainReference> Domain(string partner, string prefix, CancellationToken cancellationToken)
    {
        var client = _partners.For(partner);
        var findings = new FindingList();
        NewCustomerRules.CheckDomainPrefix(prefix, client.Partner, findings);
        if (!findings.IsEmpty)
            return new(prefix, null, Available: false, findings.Findings[0]);
        var domain = InitialDomain.Of(prefix, client.Partner);
        if (!await client.Domains.IsTaken(domain, cancellationToken))
            return new(prefix, domain, Available: true, Problem: null);
        return new(prefix, domain, Available: false, Problem: null)
        {
            Suggestions = await DomainSuggestions.Find(
                client,
                prefix,
                companyName: null,
                country: null,
                cancellationToken
            ),
        };
    }

    private async Task<IReadOnlyList<OfferReference>> OffersOf(
        PartnerCenterClient client,
        string country,
        Product product,
        CancellationToken cancellationToken
    )
    {
        var skus = await _offers.Skus(client, country, product.Id, cancellationToken);
        var offers = await Task.WhenAll(
            skus.Select(sku => _offers.Find(client, country, product.Id, sku.Id, cancellationToken))
        );
        return
        [
            .. offers
                .OfType<Offer>()
                .Where(offer => OfferCheck.Sellable(offer, client.Partner).Any())
                .Select(offer => Shown(offer, product, client.Partner)),
        ];
    }

    private static OfferReference Shown(Offer offer, Product product, PartnerProfile partner) =>
        new()
        {
            Product = product.Id.Value,
            Sku = offer.Sku.Id.Value,
            Title = offer.Sku.Title ?? product.Title ?? product.Id.Value,
            Publisher = product.PublisherName,
            Terms =
            [
                .. OfferCheck
                    .Sellable(offer, partner)
                    .SelectMany(availability => availability.Terms)
                    .Where(term => term.Duration is not null && SubscriptionRules.Word(term.BillingCycle) is not null)
                    .Select(term => new OfferedTerm(term.Duration!, SubscriptionRules.Word(term.BillingCycle)!))
                    .Distinct(),
            ],
            MinimumQuantity = offer.Sku.MinimumQuantity,
            MaximumQuantity = offer.Sku.MaximumQuantity,
            AddOnTo = offer.Sku.IsAddon ? offer.Sku.PrerequisiteSkus : [],
            NeedsAttestation = offer.Sku.NeedsAttestation,
        };

    private static int Position(string continuation) =>
        int.TryParse(continuation, NumberStyles.None, CultureInfo.InvariantCulture, out var position)
        && position is > 0 and < 1_000_000
        && position % ProductsAtOnce == 0
            ? position
            : throw new FormatException("The continuation is not one of this list's.");
}

using Onboarding.Reference;
using Onboarding.Requests;
using PartnerCenter;

namespace Onboarding.Validation;

/// <summary>
/// Every rule there is, with every finding in one answer. Changes nothing, so it may be asked as often as wanted.
/// </summary>
public sealed class RequestValidator
{
    private readonly RequestRules _rules;
    private readonly PartnerCenterClients _partners;
    private readonly CountryDirectory _countries;
    private readonly VendorChecks _vendor;
    private readonly SameCustomer _sameCustomer;

    internal RequestValidator(
        RequestRules rules,
        PartnerCenterClients partners,
        CountryDirectory countries,
        VendorChecks vendor,
        SameCustomer sameCustomer
    ) => (_rules, _partners, _countries, _vendor, _sameCustomer) = (rules, partners, countries, vendor, sameCustomer);

    /// <param name="request">As it was read.</param>
    /// <param name="exceptFor">
    /// The onboarding the request belongs to, which is not its own rival; null before there is one.
    /// </param>
    /// <param name="batch">The batch the request came with; null: none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="PartnerCenterException">
    /// Partner Center refuses to be asked, or does not answer for a country that is not built in.
    /// </exception>
    public Task<ValidationResult> Validate(
        OnboardingRequest request,
        OnboardingId? exceptFor,
        string? batch,
        CancellationToken cancellationToken
    ) => Validate(request, exceptFor, batch, ValidationCache.None, only: null, cancellationToken);

    /// <summary>
    /// The same, without asking again what <paramref name="memory"/> knows, and when <paramref name="only"/> is given
    /// nothing but these questions.
    /// </summary>
    internal async Task<ValidationResult> Validate(
        OnboardingRequest request,
        OnboardingId? exceptFor,
        string? batch,
        ValidationCache memory,
        IReadOnlyCollection<VendorCheck>? only,
        CancellationToken cancellationToken
    )
    {
        var findings = new FindingList();
        if (_rules.FindPartner(request.Partner) is not { } partner)
        {
            findings.AddRange(_rules.Check(request));
            return new(findings.Findings, []);
        }

        var client = _partners.For(partner.Name, batch);
        request = request with { Partner = partner.Name };
        var country = await RulesOf(client, request.Customer.Address?.Country, findings, cancellationToken);
        findings.AddRange(_rules.Check(request, country));
        // Others are asked about what would be sent.
        if (country is not null)
            request = NormalForm.Of(request, country);
        var domain = InitialDomain.For(request.Customer, partner);
        var rivals = await _sameCustomer.Check(request, domain, exceptFor, cancellationToken);
        findings.AddRange(rivals);

        // The rival's tenant has the domain, or will: saying that it is taken would only hide by whom.
        var isRivalry = rivals.Any(finding => finding.Severity == FindingSeverity.Error);
        var asked = await _vendor.Check(
            client,
            request,
            domain,
            exceptFor,
            isRivalry,
            [.. findings.Findings.Except(rivals)],
            memory,
            only,
            cancellationToken
        );
        if (only is not null)
            return asked;
        findings.AddRange(asked.Findings);
        return new(findings.Findings, asked.Open);
    }

    private async Task<CountryRulebook?> RulesOf(
        PartnerCenterClient client,
        string? country,
        FindingList findings,
        CancellationToken cancellationToken
    )
    {
        if (country is null || !AddressRules.IsCode(country) || !Phones.IsCountry(country))
            return null;
        if (await _countries.Find(client, country, cancellationToken) is { } rules)
            return rules;
        findings.Error(
            ErrorCodes.CountryUnknown,
            "/customer/address/country",
            $"Microsoft knows no rules for this country, so no customer can be created there."
        );
        return CountryTable.Find(country);
    }
}

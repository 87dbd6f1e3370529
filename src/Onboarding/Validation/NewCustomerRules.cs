using Onboarding.Reference;
using Onboarding.Requests;
using PartnerCenter;

namespace Onboarding.Validation;

/// <summary>Company, domain, address and contact of a customer that gets a tenant (C §5.1, §5.2, §6).</summary>
internal static class NewCustomerRules
{
    public static void Check(
        OnboardingRequest request,
        PartnerProfile? partner,
        CountryRulebook? country,
        FindingList findings
    )
    {
        var customer = request.Customer;
        if (customer.CompanyName is null)
            findings.Error(ErrorCodes.FieldRequired, "/customer/companyName", $"companyName is missing.");
        else
            CompanyNames.Check(customer.CompanyName, findings);
        CheckDomainPrefix(customer.DomainPrefix, partner, findings);
        AddressRules.Check(customer.Address, country, findings);
        CheckRegistrationNumber(customer, country, findings);
        CheckCulture(customer, country, findings);
        if (request.Contact is null)
            findings.Error(ErrorCodes.FieldRequired, "/contact", $"contact is missing.");
        else
            ContactRules.Check(request.Contact, "/contact", partner, customer.Address?.Country, country, findings);
    }

    public static void CheckDomainPrefix(string? prefix, PartnerProfile? partner, FindingList findings)
    {
        const string path = "/customer/domainPrefix";
        if (prefix is null)
        {
            findings.Error(ErrorCodes.FieldRequired, path, $"domainPrefix is missing.");
            return;
        }

        if (prefix.Length > InitialDomain.LongestPrefix || !prefix.All(char.IsAsciiLetterOrDigit))
        {
            var plain = new string([
                .. prefix.Split('.')[0].Where(char.IsAsciiLetterOrDigit).Take(InitialDomain.LongestPrefix),
            ]).ToLowerInvariant();
            findings.Error(
                ErrorCodes.DomainPrefixInvalid,
                path,
                $"1 to {InitialDomain.LongestPrefix} letters (a to z) and digits, without the rest of the domain.",
                plain.Length > 0 ? plain : null
            );
            return;
        }

        if (
            partner is not null
            && InitialDomain.Of(prefix, partner).Length is < InitialDomain.Shortest or > InitialDomain.Longest
        )
            findings.Error(
                ErrorCodes.DomainPrefixInvalid,
                path,
                $"With {partner.Capabilities.InitialDomainSuffix} the domain must have {InitialDomain.Shortest} to "
                    + $"{InitialDomain.Longest} characters."
            );
    }

    private static void CheckRegistrationNumber(
        CustomerSection customer,
        CountryRulebook? country,
        FindingList findings
    )
    {
        const string path = "/customer/registrationNumber";
        if (customer.Address?.Country is not { } iso || !AddressRules.IsCode(iso))
            return;
        var needed = CountryRulebook.NeedsRegistrationNumber(iso);
        if (needed && customer.RegistrationNumber is null)
            findings.Error(
                ErrorCodes.RegistrationNumberRequired,
                path,
                $"Microsoft demands the registration number of companies in {iso}."
            );
        else if (customer.RegistrationNumber is { } number)
            CheckRegistrationNumber(number, path, iso, needed, country, findings);
    }

    private static void CheckRegistrationNumber(
        string number,
        string path,
        string iso,
        bool needed,
        CountryRulebook? country,
        FindingList findings
    )
    {
        var normal = country is null ? number : RegistrationNumbers.Normal(number, country);
        if (RegistrationNumbers.WrongCheckDigit(number, iso) is { } name)
            findings.Error(
                ErrorCodes.FieldInvalid,
                path,
                $"The check digit of this {name} is wrong: a digit was mistyped."
            );
        else if (!needed)
            findings.Warning(
                ErrorCodes.RegistrationNumberNotAllowed,
                path,
                $"Microsoft takes no registration number of companies in {iso}; it is left out."
            );
        else if (country?.IsRegistrationNumber(normal) == false)
            findings.Error(ErrorCodes.FieldInvalid, path, $"Not the form of a registration number in {iso}.");
        else if (normal != number)
            findings.Warning(
                ErrorCodes.FieldInvalid,
                path,
                $"The registration number is sent in the form that Microsoft takes.",
                normal
            );
    }

    /// <summary>Both may be left out: then the country's default culture and its language are taken.</summary>
    private static void CheckCulture(CustomerSection customer, CountryRulebook? country, FindingList findings)
    {
        if (country is null)
            return;
        if (
            customer.Culture is { } culture
            && country.Cultures.Count > 0
            && !country.Cultures.Contains(culture, StringComparer.OrdinalIgnoreCase)
        )
        {
            findings.Error(
                ErrorCodes.CultureNotSupported,
                "/customer/culture",
                $"One of {string.Join(", ", country.Cultures)}.",
                Languages.OfCulture(country.Cultures, culture.Replace('_', '-')) ?? country.Cultures[0]
            );
        }

        if (
            customer.Language is { } language
            && country.Languages.Count > 0
            && Languages.Find(country.Languages, language) is null
        )
        {
            findings.Error(
                ErrorCodes.LanguageNotSupported,
                "/customer/language",
                $"One of {string.Join(", ", country.Languages)}.",
                Languages.OfCulture(country.Languages, language)
                    ?? country.LanguageFor(null, country.CultureFor(customer.Culture))
            );
        }
    }
}

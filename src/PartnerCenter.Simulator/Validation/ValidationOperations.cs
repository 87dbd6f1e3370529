using System.Text.Json.Nodes;
using PartnerCenter.Simulator.Customers;
using PartnerCenter.Simulator.Errors;
using PartnerCenter.Simulator.Surface;

namespace PartnerCenter.Simulator.Validation;

/// <summary>Country rules, address check, domain availability: C §6, §7, §8.</summary>
internal static class ValidationOperations
{
    internal static IEnumerable<BoundOperation> All { get; } =
    [
        new("validation.countryRules", "GET", "/v1/countryvalidationrules/{country}", TokenRule.Both, CountryRules),
        new("validation.address", "POST", "/v1/validations/address", TokenRule.Both, CheckAddress),
        new("domains.check", "HEAD", "/v1/domains/{domain}", TokenRule.Both, CheckDomain),
    ];

    private static Answer CountryRules(OperationCall call)
    {
        var country =
            Country.Find(call.Route("country"))
            ?? throw new Refusal(VendorErrors.NotFound, $"The country '{call.Route("country")}' is not known.");
        return Answer.Ok(
            Json.Of(
                ("iso2Code", country.Iso),
                ("defaultCulture", country.Cultures[0]),
                ("isStateRequired", country.NeedsState),
                ("supportedStatesList", Json.Texts(country.States)),
                ("supportedLanguagesList", Json.Texts(country.Languages)),
                ("supportedCulturesList", Json.Texts(country.Cultures)),
                ("isPostalCodeRequired", country.PostalRequired),
                ("postalCodeRegex", country.Postal),
                ("isCityRequired", !country.CityOptional),
                ("isVatIdSupported", country.Vat),
                ("isTaxIdSupported", country.NeedsRegistration || country.TaxId),
                ("isTaxIdOptional", !country.NeedsRegistration && !country.TaxRequired),
                ("taxIdFormat", country.NeedsRegistration ? country.RegistrationPattern : country.TaxFormat),
                ("vatIdRegex", country.VatPattern),
                ("phoneNumberRegex", country.Phone),
                ("countryCallingCodesList", Json.Texts([country.Calling])),
                ("attributes", Json.Attributes("CountryValidationRules"))
            )
        );
    }

    private static Answer CheckAddress(OperationCall call)
    {
        call.Body.MustBeObject();
        var address = AddressRules.Read(call.Body);
        var status = AddressRules.StatusOf(address, call.Partner.AddressStatus);
        var original = Plain(address);
        var suggestions = new JsonArray();
        if (status is "VerifiedShippable" or "Verified")
            suggestions.Add((JsonNode)Plain(address with { AddressLine1 = Better(address, "Street") }));
        else if (status is "InteractionRequired")
            suggestions.Add(
                (JsonNode)Plain(
                    address with
                    {
                        AddressLine1 = Better(address, "Main Street 1"),
                        PostalCode = AddressRules.CityOfWrongPostalCode(address)?.Example ?? address.PostalCode,
                    }
                )
            );
        else if (status is "StreetPartial" or "PremisesPartial" or "Multiple")
            foreach (var number in (string[])["1", "2", "3"])
                suggestions.Add(
                    (JsonNode)Plain(address with { AddressLine1 = Better(address, "Street") + " " + number })
                );
        return Answer.Ok(
            Json.Of(
                ("originalAddress", original),
                ("suggestedAddresses", suggestions),
                ("status", status),
                (
                    "validationMessage",
                    status is "VerifiedShippable" or "Verified"
                        ? null
                        : AddressRules.Problem(address)
                            ?? AddressRules.ContentProblem(address)
                            ?? $"Address validation result: {status}."
                )
            )
        );
    }

    private static string Better(Address address, string otherwise) =>
        string.Join(' ', (address.AddressLine1 ?? otherwise).Split(' ').Where(w => !w.StartsWith('#')))
            is { Length: > 0 } line
            ? line
            : otherwise;

    private static JsonObject Plain(Address a) =>
        Json.Of(
            ("country", a.Country),
            ("city", a.City),
            ("state", a.State),
            ("addressLine1", a.AddressLine1),
            ("addressLine2", a.AddressLine2),
            ("postalCode", a.PostalCode)
        );

    private static Answer CheckDomain(OperationCall call)
    {
        var domain = call.Route("domain");
        if (!NameRules.IsDomain(domain))
            return new Answer(400);
        return new Answer(call.World.Domains.Find(domain) is null ? 404 : 200);
    }
}

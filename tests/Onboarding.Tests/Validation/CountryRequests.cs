using System.Text.Json.Nodes;
using Onboarding.Reference;
using Onboarding.Validation;
using PhoneNumbers;

namespace Onboarding.Tests.Validation;

/// <summary>
/// Writes a good request of a customer in any country that is built in, by nothing but the country's rules.
/// </summary>
internal static class CountryRequests
{
    /// <param name="country">ISO 3166-1 alpha-2.</param>
    /// <param name="seed">Decides state, postal code and registration number.</param>
    /// <param name="changes">Members replaced afterwards, as <see cref="TestRequests.With"/> takes them.</param>
    public static JsonObject Of(string country, int seed, params ReadOnlySpan<(string Pointer, string Json)> changes)
    {
        var (rules, random) = (CountryTable.Find(country)!, new Random(seed));
        var request = TestRequests.With(
            ("/customer/address/country", Json(country)),
            ("/customer/address/city", Json("Newtown")),
            (
                "/customer/address/state",
                rules.States.Count == 0 ? "-" : Json(rules.States.Keys.ElementAt(random.Next(rules.States.Count)))
            ),
            ("/customer/address/postalCode", PostalCode(rules, random) is { Length: > 0 } code ? Json(code) : "-"),
            (
                "/customer/registrationNumber",
                rules.RegistrationNumberRequired ? Json(RegistrationNumber(rules, random)) : "-"
            ),
            ("/contact/phone", Json(Phone(country))),
            ("/customer/culture", "-"),
            ("/customer/language", "-")
        );
        foreach (var (pointer, json) in changes)
            TestRequests.Change(request, pointer, json);
        return request;
    }

    private static string? PostalCode(CountryRulebook rules, Random random)
    {
        if (rules.PostalCode is null)
            return null;
        // Codes of zeros are for a person to look at.
        return Enumerable
            .Range(0, 100)
            .Select(_ => PatternText.Write(rules.PostalCode, random))
            .First(code => !Placeholders.IsPostalCode(code));
    }

    private static string RegistrationNumber(CountryRulebook rules, Random random) =>
        Enumerable
            .Range(0, 100_000)
            .Select(_ => PatternText.Write(rules.RegistrationNumber!, random))
            .First(number =>
                number.Length > 2
                && number.Any(char.IsAsciiDigit)
                && RegistrationNumbers.WrongCheckDigit(number, rules.Country) is null
            );

    private static string Phone(string country)
    {
        var plans = PhoneNumberUtil.GetInstance();
        var number =
            plans.GetExampleNumber(country)
            ?? throw new InvalidOperationException($"There is no example of a number of {country}.");
        return plans.Format(number, PhoneNumberFormat.INTERNATIONAL);
    }

    private static string Json(string text) => JsonValue.Create(text).ToJsonString();
}

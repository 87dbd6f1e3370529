using System.Globalization;
using Onboarding.Reference;
using PhoneNumbers;

namespace Onboarding.Validation;

/// <summary>
/// Phone numbers by the numbering plans of countries, and in the forms in which Partner Center's patterns may want
/// them.
/// </summary>
internal static class Phones
{
    private static readonly PhoneNumberUtil Plans = PhoneNumberUtil.GetInstance();

    // Some plans list services of two or three digits; no company is reached under one.
    private const int ShortestNumber = 4;

    public static bool IsCountry(string country) => Plans.GetCountryCodeForRegion(country) != 0;

    /// <summary>Gets the codes of the countries that have a numbering plan.</summary>
    public static IReadOnlyCollection<string> Countries => Plans.GetSupportedRegions();

    public static string CallingCode(string country) =>
        Plans.GetCountryCodeForRegion(country).ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// Gets a value that says whether the number can be dialled from abroad; one without a leading plus is read as of
    /// <paramref name="country"/>.
    /// </summary>
    public static bool IsPossible(string phone, string? country) =>
        Parse(phone, country) is { } number
        && Plans.IsPossibleNumberWithReason(number) == PhoneNumberUtil.ValidationResult.IS_POSSIBLE
        && Plans.GetNationalSignificantNumber(number).Length >= ShortestNumber;

    /// <summary>
    /// Gets whether the number is one by its length (ITU-T E.164), whatever the country's plan says: plans change.
    /// </summary>
    public static bool IsWellFormed(string phone, string country) =>
        Parse(phone, country) is { } number
        && $"{number.CountryCode}{Plans.GetNationalSignificantNumber(number)}".Length is >= 9 and <= 15;

    public static bool IsOf(string phone, string country) =>
        Parse(phone, country) is { } number && number.CountryCode == Plans.GetCountryCodeForRegion(country);

    /// <summary>
    /// The form of the number that the country's pattern takes: as given, international or national; null when it takes
    /// none of them (C §6).
    /// </summary>
    public static string? ForPartnerCenter(string phone, CountryRulebook country)
    {
        if (Parse(phone, country.Country) is not { } number)
            return country.IsPhone(phone) ? phone : null;
        var international = Plans.Format(number, PhoneNumberFormat.E164);
        if (country.Phone is null)
            return phone.All(IsPlain) ? phone : international;
        var digits = Plans.GetNationalSignificantNumber(number);
        // The national digits of another country would be another number.
        string[] forms =
            number.CountryCode == Plans.GetCountryCodeForRegion(country.Country)
                ? [phone, international, $"{number.CountryCode}{digits}", National(number), digits]
                : [phone, international];
        return Array.Find(forms, country.IsPhone);
    }

    private static string National(PhoneNumber number) => Plans.Format(number, PhoneNumberFormat.NATIONAL);

    private static bool IsPlain(char c) => char.IsAsciiDigit(c) || c is '+' or '-' or '(' or ')' or '.' or '/' or ' ';

    private static PhoneNumber? Parse(string phone, string? country)
    {
        try
        {
            return Plans.Parse(phone, country is not null && IsCountry(country) ? country : null);
        }
        catch (NumberParseException)
        {
            return null;
        }
    }
}

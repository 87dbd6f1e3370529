using System.Text;
using System.Text.RegularExpressions;
using Onboarding.Reference;

namespace Onboarding.Validation;

/// <summary>
/// Puts registration numbers into the form that a country's pattern takes, and checks the check digits of those whose
/// rule is public.
/// </summary>
internal static partial class RegistrationNumbers
{
    /// <summary>
    /// Gets the number as it is where the country takes it so, else in the form that it takes; unchanged when it takes
    /// none.
    /// </summary>
    public static string Normal(string text, CountryRulebook country)
    {
        if (Ascii.IsValid(text) && country.IsRegistrationNumber(text))
            return text;
        var compact = Compact(text, country.Country);
        // A GSTIN is the state, the permanent account number of the company, and three more characters (Rule 10 of the
        // CGST Rules 2017).
        if (country.Country == "IN" && Gstin().IsMatch(compact))
            compact = compact[2..12];
        return country.IsRegistrationNumber(compact) ? compact : text;
    }

    /// <summary>
    /// Gets the name of the number whose check digits are wrong; null when they are right, or when no rule is known for
    /// a number of this form.
    /// </summary>
    public static string? WrongCheckDigit(string text, string country)
    {
        var compact = Compact(text, country);
        var rule = CheckDigits.Rules.FirstOrDefault(rule =>
            rule.Country == country && Regex.IsMatch(compact, rule.Form, RegexOptions.CultureInvariant)
        );
        return rule is null || rule.IsRight(compact) ? null : rule.Name;
    }

    /// <summary>Letters and digits in upper case, without the country's code before a number of digits.</summary>
    private static string Compact(string text, string country)
    {
        var compact = new string([
            .. text.Normalize(NormalizationForm.FormKC).ToUpperInvariant().Where(char.IsAsciiLetterOrDigit),
        ]);
        return compact.StartsWith(country, StringComparison.Ordinal) && compact[country.Length..].All(char.IsAsciiDigit)
            ? compact[country.Length..]
            : compact;
    }

    [GeneratedRegex(@"^\d{2}[A-Z]{5}\d{4}[A-Z][A-Z\d]Z[A-Z\d]$")]
    private static partial Regex Gstin();
}

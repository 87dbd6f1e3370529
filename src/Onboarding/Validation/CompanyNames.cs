using System.Text.RegularExpressions;
using Onboarding.Messages;
using Onboarding.Requests;

namespace Onboarding.Validation;

/// <summary>Applies the rules of the Add-customer page and C §5.1 to the legal name of a company.</summary>
internal static partial class CompanyNames
{
    private const string Path = "/customer/companyName";

    private static Message Advice =>
        $"The Add-customer page asks for the exact legal name, without acronyms or short forms; "
        + $"if the company is registered so, leave it.";

    private static readonly HashSet<string> ShortForms = new(StringComparer.Ordinal)
    {
        "intl",
        "int'l",
        "natl",
        "nat'l",
        "mfg",
        "mfr",
        "assoc",
        "assn",
        "ass'n",
        "dept",
        "univ",
        "govt",
        "gov't",
        "bros",
        "svcs",
        "svc",
        "mgmt",
        "tech's",
        "inst",
        "grp",
        "hldgs",
        "ind",
        "inds",
    };

    public static void Check(string name, FindingList findings)
    {
        if (Refusal(name) is { } refusal)
        {
            findings.Error(ErrorCodes.CompanyNameRefused, Path, refusal);
            return;
        }

        if (Placeholders.IsText(name) || TestNames.IsTest(name))
        {
            findings.Review(
                ErrorCodes.CompanyNameDoubtful,
                Path,
                $"This looks like a test; a tenant with this name stays for good, "
                    + $"and Microsoft refuses names that are not a company's."
            );
        }
        else if (TestNames.HoldsTestWord(name))
        {
            findings.Warning(
                ErrorCodes.CompanyNameUnusual,
                Path,
                $"The name holds a word of tests; a tenant with this name stays for good."
            );
        }

        if (Abbreviation(name) is { } abbreviation)
            findings.Warning(ErrorCodes.CompanyNameUnusual, Path, abbreviation);
        foreach (var oddity in Oddities(name))
            findings.Warning(ErrorCodes.CompanyNameUnusual, Path, oddity);
    }

    private static Message? Refusal(string name)
    {
        var letters = new string([.. name.ToUpperInvariant().Where(char.IsLetterOrDigit)]);
        return letters.Length switch
        {
            0 => $"The legal name of the company, not special characters alone.",
            1 => $"The legal name of the company, not a single character.",
            > 2 when letters.All(letter => letter == letters[0]) =>
                $"The legal name of the company, not one character repeated.",
            _ when SingleLetters().IsMatch(name) =>
                $"The legal name of the company, not single characters with blanks between them.",
            _ when LegalForms.Contains(name) => $"The legal name of the company, not its legal form alone.",
            _ => null,
        };
    }

    // Many companies are registered under one (SAP SE, BASF), so it is said and nothing follows from it.
    private static Message? Abbreviation(string name)
    {
        var words = Words(name);
        if (words.Any(word => ShortForms.Contains(word.ToLowerInvariant().Trim('.', ',', '(', ')'))))
            return Message.Join($"This looks like a short form.", Advice);
        var proper = words.Where(word => !LegalForms.Contains(word) && word.Any(char.IsLetterOrDigit)).ToArray();
        return proper is [var only] && Acronym().IsMatch(only)
            ? Message.Join($"This looks like an acronym.", Advice)
            : null;
    }

    private static IEnumerable<Message> Oddities(string name)
    {
        if (TopLevelDomain().IsMatch(name))
            yield return $"The name holds an internet domain; Microsoft may review it.";
        if (SameThrice().IsMatch(name))
            yield return $"The name holds one character three times in a row; Microsoft may review it.";
        if (SpacedLetters().IsMatch(name))
            yield return $"The name holds single letters with blanks between them; Microsoft may review it.";
    }

    private static string[] Words(string name) =>
        name.Split(
            [' ', '\u00a0', ',', '&', '+', '/'],
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
        );

    // One sign of scripts without upper case is often a whole word.
    [GeneratedRegex(@"^[\p{Lu}\p{Ll}\d]( +[\p{Lu}\p{Ll}\d])+$")]
    private static partial Regex SingleLetters();

    [GeneratedRegex(@"^\p{Lu}[\p{Lu}\d.&-]{1,5}$")]
    private static partial Regex Acronym();

    [GeneratedRegex(
        @"[\p{L}\d-]{2,}\.(com|net|org|info|biz|edu|gov|io|ai|app|dev|online|shop|store|cloud|tech|eu|us|uk|de|fr|ch|at|nl|be|it|es|pt|pl|cz|dk|se|no|fi|ie|ca|br|mx|in|jp|cn|au|nz|za|ru|ua)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex TopLevelDomain();

    [GeneratedRegex(@"(\S)\1\1", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SameThrice();

    [GeneratedRegex(@"(?<![\p{L}\d.'’])\p{L} \p{L}(?![\p{L}\d.'’])")]
    private static partial Regex SpacedLetters();
}

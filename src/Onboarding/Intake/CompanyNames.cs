using System.Text.RegularExpressions;

namespace Onboarding.Intake;

/// <summary>The rules of the Add-customer page and C §5.1 for the legal name of a company.</summary>
internal static partial class CompanyNames
{
    private const string Path = "/customer/companyName";
    private const string Advice = "The Add-customer page asks for the exact legal name, without acronyms or short forms; if the company is registered so, leave it.";

    /// <summary>Legal forms without dots and blanks, lower case.</summary>
    private static readonly HashSet<string> LegalForms = new(StringComparer.Ordinal)
    {
        "inc", "incorporated", "corp", "corporation", "co", "company", "llc", "llp", "lllp", "lp", "pllc", "pc", "ltd", "limited", "plc", "cic", "cio", "pty", "pte", "sdn", "bhd", "pvt", "private",
        "gmbh", "ggmbh", "mbh", "ag", "kg", "kgaa", "ohg", "ug", "gbr", "ev", "eg", "ek", "se", "partg", "stiftung", "haftungsbeschränkt", "cokg",
        "sa", "sarl", "sàrl", "sas", "sasu", "eurl", "sci", "snc", "scs", "sca", "scop", "gie", "ei", "selarl",
        "srl", "spa", "sapa", "ss", "snc", "scarl", "scpa", "srls", "sl", "slu", "slp", "sau", "sad", "sc", "scl", "sacv", "srlcv", "sapi", "cv", "de", "rl", "sab", "ltda", "lda", "me", "epp", "mei", "eireli",
        "bv", "nv", "vof", "bvba", "sprl", "cvba", "vzw", "asbl", "ab", "hb", "kb", "as", "asa", "ans", "da", "aps", "is", "ks", "oy", "oyj", "ky", "tmi", "ehf", "hf", "sf",
        "zrt", "nyrt", "kft", "bt", "kkt", "sro", "vos", "spzoo", "spółka", "zoo", "spj", "spk", "sp", "oo", "doo", "dd", "jdoo", "od", "ood", "eood", "ad", "ead", "et",
        "oü", "ou", "sia", "uab", "mb", "ae", "epe", "ike", "oe", "ee", "aş", "ltdşti", "şti", "ooo", "oao", "zao", "pao", "ao", "ип", "ооо", "оао", "зао", "пао", "ао", "тов", "пат", "прат", "фоп", "тоо",
        "kk", "gk", "yk", "株式会社", "有限会社", "合同会社", "合資会社", "合名会社", "一般社団法人", "有限公司", "有限责任公司", "股份有限公司", "股份公司", "주식회사", "유한회사",
        "pt", "cv", "tbk", "fze", "fzc", "fzco", "fzllc", "wll", "psc", "llo", "jsc", "cjsc", "ojsc", "pjsc", "opc", "huf",
    };

    private static readonly HashSet<string> TestWords = new(StringComparer.Ordinal)
    {
        "test", "tests", "testing", "tester", "testcompany", "testcustomer", "testkunde", "testfirma", "demo", "dummy", "sample", "fake", "asdf", "qwerty", "foo", "foobar", "xyz", "abcd", "tbd", "todo",
        "prueba", "essai", "prova", "teste", "musterfirma", "mustermann", "placeholder", "nobody", "unknown", "deleteme",
    };

    private static readonly HashSet<string> ShortForms = new(StringComparer.Ordinal)
    {
        "intl", "int'l", "natl", "nat'l", "mfg", "mfr", "assoc", "assn", "ass'n", "dept", "univ", "govt", "gov't", "bros", "svcs", "svc", "mgmt", "tech's", "inst", "grp", "hldgs", "ind", "inds",
    };

    public static void Check(string name, FindingList findings)
    {
        if (Refusal(name) is { } refusal)
        {
            findings.Error(ErrorCodes.CompanyNameRefused, Path, refusal);
            return;
        }

        if (IsTest(name)) findings.Review(ErrorCodes.CompanyNameDoubtful, Path, "This looks like a test; a tenant with this name stays for good, and Microsoft refuses names that are not a company's.");
        if (Abbreviation(name) is { } abbreviation) findings.Warning(ErrorCodes.CompanyNameUnusual, Path, abbreviation);
        foreach (var oddity in Oddities(name))
            findings.Warning(ErrorCodes.CompanyNameUnusual, Path, oddity);
    }

    private static string? Refusal(string name) => name.Count(char.IsLetterOrDigit) switch
    {
        0 => "The legal name of the company, not special characters alone.",
        1 => "The legal name of the company, not a single character.",
        _ when LegalForms.Contains(Bare(name)) || Words(name).All(word => LegalForms.Contains(Bare(word)) || Bare(word).Length == 0) =>
            "The legal name of the company, not its legal form alone.",
        _ => null,
    };

    private static bool IsTest(string name) => Placeholders.IsText(name) || Words(name).Any(word => TestWords.Contains(Trimmed(word)));

    // Many companies are registered under one (SAP SE, BASF), so it is said and nothing follows from it.
    private static string? Abbreviation(string name)
    {
        var words = Words(name);
        if (words.Any(word => ShortForms.Contains(Trimmed(word)))) return $"This looks like a short form. {Advice}";
        var proper = words.Where(word => !LegalForms.Contains(Bare(word)) && Bare(word).Length > 0).ToArray();
        return proper is [var only] && Acronym().IsMatch(only) ? $"This looks like an acronym. {Advice}" : null;
    }

    private static IEnumerable<string> Oddities(string name)
    {
        if (TopLevelDomain().IsMatch(name)) yield return "The name holds an internet domain; Microsoft may review it.";
        if (SameThrice().IsMatch(name)) yield return "The name holds one character three times in a row; Microsoft may review it.";
        if (SpacedLetters().IsMatch(name)) yield return "The name holds single letters with blanks between them; Microsoft may review it.";
    }

    private static string[] Words(string name) => name.Split([' ', '\u00a0', ',', '&', '+', '/'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string Trimmed(string word) => word.ToLowerInvariant().Trim('.', ',', '(', ')');

    private static string Bare(string word) => new([.. word.ToLowerInvariant().Where(char.IsLetterOrDigit)]);

    [GeneratedRegex(@"^\p{Lu}[\p{Lu}\d.&-]{1,5}$")]
    private static partial Regex Acronym();

    [GeneratedRegex(@"[\p{L}\d-]{2,}\.(com|net|org|info|biz|edu|gov|io|ai|app|dev|online|shop|store|cloud|tech|eu|us|uk|de|fr|ch|at|nl|be|it|es|pt|pl|cz|dk|se|no|fi|ie|ca|br|mx|in|jp|cn|au|nz|za|ru|ua)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex TopLevelDomain();

    [GeneratedRegex(@"(\S)\1\1", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SameThrice();

    [GeneratedRegex(@"(?<![\p{L}\d.'’])\p{L} \p{L}(?![\p{L}\d.'’])")]
    private static partial Regex SpacedLetters();
}

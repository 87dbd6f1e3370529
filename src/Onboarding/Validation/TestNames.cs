using System.Text.RegularExpressions;
using Onboarding.Requests;

namespace Onboarding.Validation;

/// <summary>
/// Recognises names that are typed to try the form out, in the languages of the countries that are sold in.
/// </summary>
internal static partial class TestNames
{
    /// <summary>Words that are hardly ever part of a name.</summary>
    private static readonly HashSet<string> TestWords = Folded([
        "test",
        "tests",
        "tester",
        "testcompany",
        "testcustomer",
        "testkunde",
        "testfirma",
        "testclient",
        "testname",
        "testtest",
        "demo",
        "dummy",
        "fake",
        "asdf",
        "asdfasdf",
        "qwerty",
        "qwertz",
        "foo",
        "foobar",
        "xyz",
        "abcd",
        "tbd",
        "todo",
        "musterfirma",
        "musterkunde",
        "mustermann",
        "placeholder",
        "deleteme",
        "тест",
        "тестовая",
        "тестовый",
        "τεστ",
        "δοκιμή",
        "テスト",
        "测试",
        "測試",
        "테스트",
        "ทดสอบ",
        "اختبار",
        "تجربة",
        "בדיקה",
        "טסט",
        "thử",
        "परीक्षण",
        "टेस्ट",
        "prueba",
        "pruebas",
        "essai",
        "prova",
        "teste",
        "kokeilu",
        "zkouška",
        "próba",
        "deneme",
    ]);

    /// <summary>Words that say "customer" or "name of the company" and nothing of whose.</summary>
    private static readonly HashSet<string> EmptyWords = Folded([
        "customer",
        "customers",
        "client",
        "clients",
        "kunde",
        "kunden",
        "neukunde",
        "kundin",
        "cliente",
        "clientes",
        "klant",
        "kund",
        "kunder",
        "klient",
        "asiakas",
        "zákazník",
        "ügyfél",
        "müşteri",
        "клиент",
        "πελάτης",
        "客户",
        "客戶",
        "顧客",
        "고객",
        "ลูกค้า",
        "companyname",
        "firmenname",
        "firmname",
        "organisation",
        "organization",
        "unknown",
        "unbekannt",
        "nobody",
        "none",
        "anonymous",
        "noname",
        "testing",
        "sample",
        "example",
        "beispiel",
        "ejemplo",
        "exemple",
        "esempio",
        "exemplo",
    ]);

    /// <summary>Words that go with the empty ones.</summary>
    private static readonly HashSet<string> Fillers = Folded([
        "new",
        "my",
        "your",
        "our",
        "the",
        "a",
        "one",
        "first",
        "neu",
        "neuer",
        "neue",
        "neues",
        "mein",
        "meine",
        "der",
        "die",
        "nouveau",
        "nouvelle",
        "mon",
        "le",
        "la",
        "nuevo",
        "nueva",
        "mi",
        "el",
        "nuovo",
        "nuova",
        "novo",
        "nova",
        "o",
        "ny",
        "nieuwe",
        "uusi",
        "nowy",
        "nový",
        "новый",
        "нова",
        "新",
        "name",
        "company",
        "firma",
        "firm",
        "business",
        "entreprise",
        "empresa",
        "azienda",
        "account",
        "123",
        "företag",
        "компания",
        "会社",
        "公司",
        "회사",
        "บริษัท",
    ]);

    /// <summary>
    /// Gets whether a name says nothing but that it is a test or some customer, its legal form aside.
    /// </summary>
    public static bool IsTest(string name)
    {
        var proper = Words(name).Where(word => !LegalForms.Contains(word)).ToArray();
        if (proper.Length == 0)
            return false;
        var test = proper.Count(TestWords.Contains);
        if (test + proper.Count(EmptyWords.Contains) == 0)
            return false;
        return proper.All(IsEmpty) || (test > 0 && proper.Length < 3);
    }

    /// <summary>
    /// Gets whether one word of the name is one of tests, which in a longer name may be its right one.
    /// </summary>
    public static bool HoldsTestWord(string name) => Words(name).Any(TestWords.Contains);

    private static bool IsEmpty(string word) =>
        TestWords.Contains(word) || EmptyWords.Contains(word) || Fillers.Contains(word) || word.All(char.IsAsciiDigit);

    private static string[] Words(string name)
    {
        name = AttachedForm().Replace(name, " $0 ");
        return [.. Separator().Split(name).Select(PlainText.Fold).Where(word => word.Length > 0).Select(WithoutNumber)];
    }

    // Test1 and Customer 42 are numbered.
    private static string WithoutNumber(string word) =>
        word.TrimEnd([.. "0123456789"]) is { Length: > 0 } plain ? plain : word;

    private static HashSet<string> Folded(string[] words) => [.. words.Select(PlainText.Fold)];

    // The scripts without blanks write the legal form and the name together.
    [GeneratedRegex(
        "株式会社|有限会社|合同会社|有限责任公司|有限責任公司|股份有限公司|有限公司|公司|会社|주식회사|유한회사|회사|บริษัท|จำกัด"
    )]
    private static partial Regex AttachedForm();

    [GeneratedRegex(@"[\s,;:/\\|&+_()\[\]""-]+")]
    private static partial Regex Separator();
}

using System.Text.RegularExpressions;

namespace Onboarding.Validation;

/// <summary>
/// Values that people type where they have nothing to say: a form takes them, and nobody can be reached by them.
/// </summary>
internal static partial class Placeholders
{
    private static readonly HashSet<string> Texts = new(StringComparer.OrdinalIgnoreCase)
    {
        "na",
        "n/a",
        "n.a",
        "n.a.",
        "none",
        "nil",
        "null",
        "nothing",
        "nobody",
        "noone",
        "no one",
        "unknown",
        "undefined",
        "tbd",
        "tba",
        "todo",
        "test",
        "tests",
        "testing",
        "tester",
        "demo",
        "dummy",
        "fake",
        "sample",
        "placeholder",
        "asdf",
        "asdfasdf",
        "asdfgh",
        "qwerty",
        "qwertz",
        "foo",
        "foobar",
        "lorem ipsum",
        "first name",
        "last name",
        "firstname",
        "lastname",
        "k.a.",
        "k. a.",
        "keine",
        "keine angabe",
        "unbekannt",
        "niemand",
        "inconnu",
        "desconocido",
        "sconosciuto",
    };

    // People are called Street and Town.
    private static readonly HashSet<string> Places = new(StringComparer.OrdinalIgnoreCase)
    {
        "street",
        "address",
        "city",
        "town",
        "musterstadt",
        "musterstraße",
        "musterstrasse",
    };

    private static readonly HashSet<string> Mailboxes = new(StringComparer.OrdinalIgnoreCase)
    {
        "na",
        "n.a",
        "none",
        "nobody",
        "noreply",
        "no-reply",
        "no_reply",
        "donotreply",
        "do-not-reply",
        "test",
        "testing",
        "tester",
        "demo",
        "dummy",
        "fake",
        "asdf",
        "qwerty",
        "x",
        "xx",
        "xxx",
        "foo",
        "abc",
        "123",
    };

    /// <summary>
    /// Domains that are reserved for documents and tests, so that no mail ever arrives there (RFC 2606).
    /// </summary>
    private static readonly string[] UnreachableDomains =
    [
        "example.com",
        "example.net",
        "example.org",
        "test",
        "invalid",
        "localhost",
    ];

    /// <summary>Gets whether a street or a city says nothing.</summary>
    public static bool IsPlace(string text) => IsText(text) || Places.Contains(text.Trim());

    /// <summary>Gets a value that says whether a name, street or city has no meaning.</summary>
    public static bool IsText(string text)
    {
        var plain = text.Trim();
        return Texts.Contains(plain)
            || plain.Length > 0 && !plain.Any(char.IsLetterOrDigit)
            || Repeated().IsMatch(plain);
    }

    /// <summary>Gets a value that says whether a postal code consists of zeros.</summary>
    public static bool IsPostalCode(string text) =>
        text.Count(char.IsLetterOrDigit) > 1 && text.Where(char.IsLetterOrDigit).All(digit => digit == '0');

    /// <summary>Gets a value that says whether nobody reads mail to an address.</summary>
    public static bool IsEmail(string address)
    {
        var at = address.LastIndexOf('@');
        return at > 0
            && (
                Mailboxes.Contains(address[..at])
                || UnreachableDomains.Any(domain => EmailAddresses.IsWithin(address, domain))
            );
    }

    /// <summary>
    /// Gets whether a phone number ends on seven zeros, or on one other digit eight times. Companies buy numbers with
    /// six equal digits, so those are not suspicious.
    /// </summary>
    public static bool IsPhone(string phone) =>
        phone.Where(char.IsAsciiDigit).ToArray() is { Length: >= 8 } digits
        && (digits[^7..].All(digit => digit == '0') || digits[^8..].Distinct().Count() == 1);

    // One letter is nobody's name, apart from O; nor is one letter three times, or x twice.
    [GeneratedRegex("^([a-np-z]|xx|([a-z0-9])\\2{2,})$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Repeated();
}

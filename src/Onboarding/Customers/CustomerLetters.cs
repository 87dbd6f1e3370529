using System.Collections.Frozen;
using System.Text.Json;

namespace Onboarding.Customers;

/// <summary>
/// The letters to customers in one language. In their texts {0} is the company, {1} its domain, {2} the page, {3} the
/// last day, {4} the agreement's text.
/// </summary>
/// <param name="Hello">The salutation; {0} is the name.</param>
/// <param name="Company">Stands for a company whose name is not known.</param>
/// <param name="Reminder">The subject of a reminder; {0} is the first one's.</param>
/// <param name="Relationship">Asks for the partner to be accepted.</param>
/// <param name="Agreement">Asks an administrator of the tenant to accept the agreement.</param>
/// <param name="Consent">Asks a signatory to accept the agreement before there is a tenant.</param>
internal sealed record CustomerLetters(
    string Hello,
    string Company,
    string Reminder,
    Letter Relationship,
    Letter Agreement,
    Letter Consent
)
{
    private const string English = "en";
    private static readonly FrozenDictionary<string, CustomerLetters> Table = Load();

    /// <summary>
    /// Gets the letters in a language or culture such as <c>de</c> or <c>de-CH</c>; in English where there are none
    /// in it.
    /// </summary>
    public static CustomerLetters In(string? language) =>
        language is not null && Table.TryGetValue(language.Split('-')[0], out var letters) ? letters : Table[English];

    private static FrozenDictionary<string, CustomerLetters> Load()
    {
        using var stream = typeof(CustomerLetters).Assembly.GetManifestResourceStream("letters.json")!;
        return JsonSerializer
            .Deserialize<Dictionary<string, CustomerLetters>>(stream, JsonSerializerOptions.Web)!
            .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }
}

/// <summary>Subject and text of a letter.</summary>
internal sealed record Letter(string Subject, string Text);

using System.Collections.Frozen;
using System.Text.Json;

namespace Onboarding.Messages;

/// <summary>
/// Holds the translations of the project's texts: one file for each language, such as <c>de.json</c>, which maps an
/// English text to its translation. English itself has no file.
/// </summary>
public static class MessageCatalog
{
    public const string English = "en";

    private const string Prefix = "Messages/";

    private static readonly FrozenDictionary<string, FrozenDictionary<string, string>> Translations =
        typeof(MessageCatalog)
            .Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .ToFrozenDictionary(name => Path.GetFileNameWithoutExtension(name[Prefix.Length..]), Load);

    /// <summary>Gets the languages that texts can be read in, as ISO 639-1 codes.</summary>
    public static IReadOnlyList<string> Languages { get; } =
    [English, .. Translations.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Gets the translation of an English text; the text itself where there is none.</summary>
    public static string Translate(string text, string language) =>
        Translations.TryGetValue(language, out var messages) && messages.TryGetValue(text, out var translation)
            ? translation
            : text;

    private static FrozenDictionary<string, string> Load(string resource)
    {
        using var stream = typeof(MessageCatalog).Assembly.GetManifestResourceStream(resource)!;
        return JsonSerializer
            .Deserialize<Dictionary<string, string>>(stream)!
            .ToFrozenDictionary(StringComparer.Ordinal);
    }
}

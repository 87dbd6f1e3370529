using System.Text.Json;
using Onboarding.Requests;

namespace Onboarding.Reference;

/// <summary>
/// Knows the states of the countries whose lists are checked (C §7): each with its names in English and in the
/// country's language and with the codes that it has or had elsewhere (ISO 3166-2, numbers, postal abbreviations).
/// </summary>
internal static class StateNames
{
    // States by country, in each of their ways to be written.
    private static readonly Dictionary<string, Dictionary<string, State>> Countries = Load();

    /// <summary>
    /// Gets the English name of a state by the code that a country's list holds; null when it is not known.
    /// </summary>
    public static string? NameOf(string country, string code) => Find(country, code)?.Names[0];

    /// <summary>
    /// Gets the code of a country's list that means the same state as the text; null when there is none.
    /// </summary>
    public static string? CodeOf(string country, IEnumerable<string> codes, string text)
    {
        var prefix = $"{country}-";
        var plain = text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? text[prefix.Length..] : text;
        return codes.FirstOrDefault(code => code.Equals(plain, StringComparison.OrdinalIgnoreCase))
            ?? (Find(country, plain) is { } state ? codes.FirstOrDefault(code => Find(country, code) == state) : null);
    }

    /// <summary>
    /// Gets the code whose name the text nearly is: at most two letters differ; null when there is none.
    /// </summary>
    public static string? Nearest(string country, IEnumerable<string> codes, string text)
    {
        var plain = PlainText.Fold(text);
        if (plain.Length < 5 || !Countries.TryGetValue(country, out var states))
            return null;
        var nearest = states.Where(state => state.Key.Length >= 5).MinBy(state => PlainText.Distance(state.Key, plain));
        return PlainText.Distance(nearest.Key, plain) <= 2
            ? codes.FirstOrDefault(code => Find(country, code) == nearest.Value)
            : null;
    }

    private static State? Find(string country, string text) =>
        Countries.TryGetValue(country, out var states) ? states.GetValueOrDefault(PlainText.Fold(text)) : null;

    private static Dictionary<string, Dictionary<string, State>> Load()
    {
        using var table = typeof(StateNames).Assembly.GetManifestResourceStream("Onboarding.states.json")!;
        return JsonSerializer
            .Deserialize<Dictionary<string, Dictionary<string, string[]>>>(table)!
            .ToDictionary(
                country => country.Key,
                country =>
                    country
                        .Value.Select(state => new State(state.Key, state.Value))
                        .SelectMany(state =>
                            state
                                .Names.Append(state.Code)
                                .Select(name => (Name: PlainText.Fold(name), State: state))
                                .DistinctBy(pair => pair.Name)
                        )
                        .ToDictionary(pair => pair.Name, pair => pair.State, StringComparer.Ordinal),
                StringComparer.Ordinal
            );
    }

    private sealed record State(string Code, string[] Names);
}

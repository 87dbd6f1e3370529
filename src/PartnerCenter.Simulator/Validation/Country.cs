using System.Collections.Frozen;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace PartnerCenter.Simulator.Validation;

/// <summary>
/// A country the vendor sells in. Patterns that are not known are absent: then anything plausible passes; where none is
/// known the country is marked <see cref="Permissive"/>.
/// </summary>
internal sealed class Country
{
    internal const string AnyPhone = @"^[0-9+()\-\s./]{4,25}$";
    private static readonly FrozenDictionary<string, Country> Table = Load();
    private Regex? _postal;
    private Regex? _phone;
    private Regex? _registration;

    public required string Iso { get; init; }
    public required string Name { get; init; }
    public required string Currency { get; init; }
    public required IReadOnlyList<string> Cultures { get; init; }
    public required IReadOnlyList<string> Languages { get; init; }
    public required string Calling { get; init; }

    /// <summary>Filled where a state is required.</summary>
    public IReadOnlyList<string> States { get; init; } = [];
    public string? Postal { get; init; }
    public bool PostalRequired { get; init; }
    public bool CityOptional { get; init; }
    public string? Phone { get; init; }

    /// <summary>Null: no registration number; empty: one of unknown form; else its pattern (C §5.1).</summary>
    public string? Registration { get; init; }
    public bool Vat { get; init; }

    /// <summary>The format of a tax id and the pattern of a VAT id, if recorded.</summary>
    public string? TaxFormat { get; init; }
    public string? VatPattern { get; init; }

    /// <summary>Recorded so, although the country takes no tax id.</summary>
    public bool TaxRequired { get; init; }

    /// <summary>Takes a tax id without asking for one.</summary>
    public bool TaxId { get; init; }

    /// <summary>
    /// Nothing is known of its forms: states, postal codes, phone and registration numbers of any plausible kind are
    /// taken.
    /// </summary>
    public bool Permissive { get; init; }

    internal static IReadOnlyCollection<Country> All => Table.Values;

    internal bool NeedsState => States.Count > 0;
    internal bool NeedsRegistration => Registration is not null;

    internal static Country? Find(string? iso) =>
        iso is not null && Table.TryGetValue(iso, out var country) ? country : null;

    internal bool IsPostalCode(string text) => Postal is null || (_postal ??= Pattern(Postal)).IsMatch(text);

    /// <summary>
    /// Checks a phone number against the vendor's pattern; a leading plus is accepted with the calling code, which the
    /// pattern of some countries leaves out.
    /// </summary>
    internal bool IsPhone(string text) =>
        (_phone ??= Pattern(Phone ?? AnyPhone)) is var pattern
        && (pattern.IsMatch(text) || pattern.IsMatch(text.TrimStart('+')));

    internal bool IsRegistrationNumber(string text) => (_registration ??= Pattern(RegistrationPattern)).IsMatch(text);

    internal string RegistrationPattern =>
        string.IsNullOrEmpty(Registration) ? @"^[A-Z0-9.\-\/ ]{1,50}$" : Registration;

    private static Regex Pattern(string pattern) =>
        new(pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromMilliseconds(200));

    private static FrozenDictionary<string, Country> Load()
    {
        using var stream = typeof(Country).Assembly.GetManifestResourceStream("countries.json")!;
        return JsonSerializer
            .Deserialize<Country[]>(stream, JsonSerializerOptions.Web)!
            .ToFrozenDictionary(c => c.Iso, StringComparer.OrdinalIgnoreCase);
    }
}

using System.Text.Json;

namespace PartnerCenter.Simulator.Catalog;

/// <summary>
/// An offer of the older catalogue (C §14), with ids and numbers as they were recorded. Absent members have the value
/// that most recorded offers have; lists of other offers name only those that are here.
/// </summary>
internal sealed class Offer
{
    private static readonly OrderedDictionary<string, Offer> Table = Load();

    public required string Id { get; init; }
    public required string Name { get; init; }
    public required int Rank { get; init; }

    /// <summary>The product behind it: of the older catalogue too, not one of <see cref="Catalog.Product"/>.</summary>
    public required string Product { get; init; }

    /// <summary>An add-on is in no category.</summary>
    public string Category { get; init; } = "";
    public int Min { get; init; } = 1;
    public int Max { get; init; } = 10_000_000;

    /// <summary>The unit of <see cref="Limit"/>, which says how often one customer may buy the offer.</summary>
    public string LimitOf { get; init; } = "None";
    public int Limit { get; init; }
    public string TermOf { get; init; } = "Year";
    public int Term { get; init; } = 1;
    public bool Trial { get; init; }
    public bool NoAddOns { get; init; }
    public IReadOnlyList<string> Qualifications { get; init; } = [];
    public string? LearnMore { get; init; }

    /// <summary>The offers of which the customer must have one; empty for what is no add-on.</summary>
    public IReadOnlyList<string> AddOnOf { get; init; } = [];
    public IReadOnlyList<string> UpgradesTo { get; init; } = [];

    internal static IReadOnlyCollection<Offer> All => Table.Values;

    internal bool IsAddOn => AddOnOf.Count > 0;

    internal static Offer? Find(string id) => Table.TryGetValue(id, out var offer) ? offer : null;

    private static OrderedDictionary<string, Offer> Load()
    {
        using var stream = typeof(Offer).Assembly.GetManifestResourceStream("offers.json")!;
        var table = new OrderedDictionary<string, Offer>(StringComparer.OrdinalIgnoreCase);
        foreach (var offer in JsonSerializer.Deserialize<Offer[]>(stream, State.StateJson.Options)!)
            table.Add(offer.Id, offer);
        return table;
    }
}

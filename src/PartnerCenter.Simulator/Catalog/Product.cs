using System.Text.Json;

namespace PartnerCenter.Simulator.Catalog;

internal enum ProductKind
{
    OnlineServicesNCE,
    Azure,
    AzureReservation,
    SoftwarePerpetual,
    SoftwareSubscription,
    SaaS,
}

/// <summary>A product of the embedded catalogue (C §14, §24.9).</summary>
internal sealed class Product
{
    private static readonly OrderedDictionary<string, Product> Table = Load();

    public required string Id { get; init; }
    public required string Title { get; init; }
    public required ProductKind Kind { get; init; }
    public string Publisher { get; init; } = "Microsoft Corporation";
    public string Segment { get; init; } = "commercial";

    /// <summary>True when orders of the product end in pending_po_upload (C §18.5).</summary>
    public bool PoUpload { get; init; }
    public required IReadOnlyList<Sku> Skus { get; init; }

    internal static IReadOnlyCollection<Product> All => Table.Values;

    internal bool IsMicrosoft => Publisher.StartsWith("Microsoft", StringComparison.Ordinal);
    internal bool IsNewCommerceSeat => Kind == ProductKind.OnlineServicesNCE;

    internal static Product? Find(string? id) =>
        id is not null && Table.TryGetValue(id, out var product) ? product : null;

    internal Sku? FindSku(string? id) =>
        Skus.FirstOrDefault(s => string.Equals(s.Id, id, StringComparison.OrdinalIgnoreCase));

    /// <summary>The type as the catalogue tells it.</summary>
    internal (string Id, string DisplayName) Type =>
        Kind switch
        {
            ProductKind.OnlineServicesNCE => ("OnlineServicesNCE", "OnlineServicesNCE"),
            ProductKind.Azure => ("Azure", "Azure"),
            ProductKind.AzureReservation => ("ReservationsVM", "Azure reservation"),
            ProductKind.SoftwarePerpetual or ProductKind.SoftwareSubscription => ("Software", "Software"),
            _ => ("SaaS", "SaaS"),
        };

    internal bool IsIn(string view) =>
        view.ToLowerInvariant() switch
        {
            "onlineservices" => Kind == ProductKind.OnlineServicesNCE,
            "azure" or "microsoftazure" => Kind == ProductKind.Azure,
            "azurereservations" or "azurereservationsvm" => Kind == ProductKind.AzureReservation,
            "azurereservationssql" or "azurereservationscosmosdb" or "softwaresuselinux" or "specializedoffers" =>
                false,
            "software" => Kind is ProductKind.SoftwarePerpetual or ProductKind.SoftwareSubscription,
            "softwareperpetual" => Kind == ProductKind.SoftwarePerpetual,
            "softwaresubscriptions" => Kind == ProductKind.SoftwareSubscription,
            "marketplacesaas" => Kind == ProductKind.SaaS,
            _ => throw new Errors.Refusal(
                Errors.VendorErrors.TargetViewNotAllowed,
                $"The target view '{view}' is not allowed."
            ),
        };

    private static OrderedDictionary<string, Product> Load()
    {
        using var stream = typeof(Product).Assembly.GetManifestResourceStream("catalog.json")!;
        var table = new OrderedDictionary<string, Product>(StringComparer.OrdinalIgnoreCase);
        foreach (var product in JsonSerializer.Deserialize<Product[]>(stream, State.StateJson.Options)!)
            table.Add(product.Id, product);
        return table;
    }
}

internal sealed class Sku
{
    public required string Id { get; init; }
    public required string Title { get; init; }

    /// <summary>List price for a month, or for the whole where there is no term.</summary>
    public required decimal Price { get; init; }
    public int Min { get; init; } = 1;
    public int Max { get; init; } = 10_000;

    /// <summary>
    /// The legal pairs of term and billing cycle, such as <c>P1Y:monthly</c>; none for plans and perpetual software.
    /// </summary>
    public IReadOnlyList<string> Terms { get; init; } = [];

    /// <summary>The bases it needs, as product:sku.</summary>
    public IReadOnlyList<string> AddonOf { get; init; } = [];
    public bool Attestation { get; init; }
    public bool Purchasable { get; init; } = true;
    public bool SandboxRestricted { get; init; }
    public bool Inventory { get; init; }

    /// <summary>The availability it starts with in the United States, where a documented sample shows one.</summary>
    public string? Availability { get; init; }
}

using System.Globalization;
using PartnerCenter.Simulator.State;

namespace PartnerCenter.Simulator.Catalog;

/// <summary>
/// Ids of availabilities. They age (C §14): each generation has its own, and an id of an earlier one is no longer
/// found.
/// </summary>
internal static class CatalogIds
{
    private const string Generation = "catalog.generation";

    internal static void IssueAnew(World world) =>
        world.Settings.Put(new Setting(Generation, (Issued(world) + 1).ToString(CultureInfo.InvariantCulture)));

    internal static string AvailabilityOf(
        SimulatorCore core,
        Product product,
        Sku sku,
        string country,
        DateTimeOffset now
    )
    {
        var rotations = core.Options.CatalogRotation is { Ticks: > 0 } every ? now.Ticks / every.Ticks : 0;
        var issued = Issued(core.World);
        if (issued == 0 && rotations == 0 && sku.Availability is { } first && country == "US")
            return first;
        return Ids.Availability(
            product.Id,
            sku.Id,
            country,
            issued.ToString(CultureInfo.InvariantCulture),
            rotations.ToString(CultureInfo.InvariantCulture)
        );
    }

    internal static string CatalogItem(Product product, Sku sku, string availability) =>
        $"{product.Id}:{sku.Id}:{availability}";

    private static int Issued(World world) =>
        world.Settings.Find(Generation) is { } stored ? int.Parse(stored.Value, CultureInfo.InvariantCulture) : 0;
}

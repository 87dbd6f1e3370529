namespace PartnerCenter.Simulator.Catalog;

/// <summary>A promotion: a part off one product at one term and billing cycle.</summary>
internal sealed record Promotion(string Id, string Name, string ProductId, string SkuId, string Term)
{
    internal decimal Discount { get; init; } = 0.05m;
    internal int LargestPurchase { get; init; } = 300;
}

internal static class Promotions
{
    internal static IReadOnlyList<Promotion> All { get; } =
    [
        new(
            "39NFJQT1PJQB:0001:39NFJQT1Q5KN",
            "Business Basic, annual commitment",
            "CFQ7TTC0LH18",
            "0001",
            "P1Y:monthly"
        ),
        new(
            "39NFJQT1PJQD:0001:39NFJQT1Q5KP",
            "Business Premium, annual commitment",
            "CFQ7TTC0LCHC",
            "0002",
            "P1Y:annual"
        )
        {
            Discount = 0.10m,
        },
        new("39NFJQT1PJQF:0001:39NFJQT1Q5KQ", "Microsoft 365 E3, three years", "CFQ7TTC0LFLX", "0001", "P3Y:annual")
        {
            Discount = 0.15m,
            LargestPurchase = 2400,
        },
    ];

    internal static Promotion? Find(string id) =>
        All.FirstOrDefault(p => p.Id.Equals(id, StringComparison.OrdinalIgnoreCase));
}

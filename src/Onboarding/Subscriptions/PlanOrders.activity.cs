using Microsoft.DurableTask;
using Onboarding.Effects;
using Onboarding.Progress;
using Onboarding.Requests;
using PartnerCenter;

namespace Onboarding.Subscriptions;

internal sealed record PlanOrdersInput(OnboardingId Onboarding, Guid Customer) : StepInput;

/// <summary>A line of the request, by its position, and the lines of the same request of which it needs one.</summary>
internal sealed record PlannedLine(int Line, IReadOnlyList<int> Bases);

/// <summary>The lines in the order of buying: a wave is bought when everything before it is provisioned.</summary>
internal sealed record PlanOrdersResult(IReadOnlyList<IReadOnlyList<PlannedLine>> Waves);

/// <summary>
/// Reads from the catalog which lines are add-ons to others of the request (C §14): they are bought after their base is
/// there.
/// </summary>
[Idempotent]
internal sealed class PlanOrdersActivity(
    PartnerCenterClients clients,
    IOnboardingRecords records,
    CustomerOffers offers
) : PartnerCenterActivity<PlanOrdersInput, PlanOrdersResult>(records)
{
    public static ActivityName<PlanOrdersInput, PlanOrdersResult> StoredName { get; } = new("orders-plan");

    protected override async Task<PlanOrdersResult> Call(
        TaskActivityContext context,
        PlanOrdersInput input,
        CancellationToken cancellationToken
    )
    {
        var record = await Need(input.Onboarding, cancellationToken);
        var (client, lines) = (clients.For(record.Request.Partner, record.Batch), record.Request.Subscriptions);
        var planned = new List<PlannedLine>();
        for (var index = 0; index < lines.Count; index++)
        {
            var needed = await PrerequisitesOf(client, new(input.Customer), lines[index], cancellationToken);
            planned.Add(
                new(
                    index,
                    [
                        .. Enumerable
                            .Range(0, lines.Count)
                            .Where(other => other != index && needed.Any(one => Offers.IsOf(lines[other], one))),
                    ]
                )
            );
        }

        return new(Waves(planned));
    }

    private async Task<IReadOnlyList<string>> PrerequisitesOf(
        PartnerCenterClient client,
        CustomerId customer,
        SubscriptionLine line,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var availabilities = await offers.Of(client, customer, line, OrderWave.FirstCart, cancellationToken);
            return
                availabilities.FirstOrDefault(availability => availability.Sku is not null)?.Sku
                    is { IsAddon: true } sku
                ? sku.PrerequisiteSkus
                : [];
        }
        catch (PartnerCenterException unknown)
            when (unknown.Fault is Fault.NotFound or Fault.Refused && unknown.Code is not ("60003" or "20002"))
        {
            // The cart says what is wrong with it.
            return [];
        }
    }

    // Two that need each other are bought together: the cart judges them.
    private static List<IReadOnlyList<PlannedLine>> Waves(IReadOnlyList<PlannedLine> lines)
    {
        var (waves, left) = (new List<IReadOnlyList<PlannedLine>>(), lines.ToList());
        while (left.Count > 0)
        {
            var next = left.Where(line => !line.Bases.Any(needed => left.Any(other => other.Line == needed))).ToList();
            if (next.Count == 0)
                next = [.. left];
            waves.Add(next);
            left.RemoveAll(next.Contains);
        }

        return waves;
    }
}

/// <summary>Lines of a request against the offers of the catalog.</summary>
internal static class Offers
{
    /// <param name="line">Of the request.</param>
    /// <param name="offer"><c>product:sku</c>, perhaps with more behind.</param>
    public static bool IsOf(SubscriptionLine line, string offer) =>
        $"{offer}:".StartsWith($"{line.Product}:{line.Sku}:", StringComparison.OrdinalIgnoreCase);
}

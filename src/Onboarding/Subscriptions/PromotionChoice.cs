using Onboarding.Requests;
using PartnerCenter;
using PartnerCenter.Catalog;

namespace Onboarding.Subscriptions;

/// <summary>
/// The promotion of a line: its id, or why the one that was asked for cannot be had; both null when there is none.
/// </summary>
internal sealed record ChosenPromotion(string? Id, string? Problem);

/// <summary>
/// Chooses among the promotions for which the customer is eligible (C §15): a line gets the one it names, or the first.
/// </summary>
internal static class PromotionChoice
{
    private const string None = "none";

    public static async Task<IReadOnlyDictionary<int, ChosenPromotion>> Of(
        CatalogApi catalog,
        CustomerId customer,
        IReadOnlyList<(int Index, SubscriptionLine Line, Availability Availability)> lines,
        CancellationToken cancellationToken
    )
    {
        var asking = lines.Where(line => line.Line.Term is not null && line.Line.Promotion != None).ToList();
        if (asking.Count == 0)
            return new Dictionary<int, ChosenPromotion>();
        var answers = await Ask(catalog, customer, asking, cancellationToken);
        return asking.ToDictionary(
            line => line.Index,
            line => Choose(line.Line, answers.FirstOrDefault(answer => answer.Id == $"{line.Index}"))
        );
    }

    private static ChosenPromotion Choose(SubscriptionLine line, EligibilityAnswer? answer)
    {
        var offered =
            answer
                ?.Eligibilities.Where(one =>
                    one.PromotionId is not null && (line.Promotion is null || Is(one.PromotionId, line.Promotion))
                )
                .ToList()
            ?? [];
        if (offered.Find(one => one.IsEligible) is { } eligible)
            return new(eligible.PromotionId, null);
        if (line.Promotion is null)
            return new(null, null);
        var reasons = string.Join(
            ", ",
            offered.SelectMany(one => one.Errors).Select(error => error.Type).OfType<string>().Distinct()
        );
        return new(
            null,
            $"The customer is not eligible for the promotion{(reasons.Length > 0 ? $": {reasons}" : "")}."
        );
    }

    // Asking changes nothing. A refusal of the question is no refusal of the order, unless a promotion was asked for by
    // name.
    private static async Task<IReadOnlyList<EligibilityAnswer>> Ask(
        CatalogApi catalog,
        CustomerId customer,
        IEnumerable<(int Index, SubscriptionLine Line, Availability Availability)> lines,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await catalog.PromotionEligibilities(
                customer,
                [
                    .. lines.Select(line => new EligibilityQuestion
                    {
                        Id = line.Index,
                        CatalogItemId = line.Availability.CatalogItemId!.Value,
                        Quantity = line.Line.Quantity,
                        TermDuration = line.Line.Term,
                        BillingCycle = BuildCartActivity.CycleOf(line.Line.Billing),
                        PromotionId = line.Line.Promotion,
                    }),
                ],
                cancellationToken
            );
        }
        catch (PartnerCenterException refused)
            when (refused.Fault is Fault.Refused or Fault.NotFound && refused.Code is not ("60003" or "20002"))
        {
            return [];
        }
    }

    private static bool Is(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
}

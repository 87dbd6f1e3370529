using System.Text.Json.Nodes;
using PartnerCenter.Simulator.Catalog;
using PartnerCenter.Simulator.Errors;
using PartnerCenter.Simulator.Surface;

namespace PartnerCenter.Simulator.Subscriptions;

/// <summary>The dates on which a new subscription may end early: C §15.</summary>
internal static class CustomTermEnds
{
    internal static Answer List(OperationCall call)
    {
        var term = call.Query("term_duration")?.ToUpperInvariant() ?? "P1Y";
        if (term is not ("P1M" or "P1Y" or "P3Y"))
            throw new Refusal(
                VendorErrors.CustomTermEndDateNotAlignable,
                $"The term '{term}' has no custom end dates."
            );
        var items = Dates(call, term)
            .Select(d =>
                (JsonNode)
                    Json.Of(
                        (
                            "allowedCustomTermEndDateType",
                            d.Subscriptions.Count == 0 ? "calendarMonthAligned" : "subscriptionAligned"
                        ),
                        ("allowedCustomTermEndDate", Json.Utc(d.At)),
                        ("cotermSubscriptionIds", d.Subscriptions.Count == 0 ? null : Json.Texts(d.Subscriptions))
                    )
            );
        return Answer.Ok(Json.Collection(items, call.Self));
    }

    internal static bool IsAllowed(OperationCall call, string term, DateTimeOffset end) =>
        Dates(call, term).Any(d => d.At.UtcDateTime.Date == end.UtcDateTime.Date);

    private static IEnumerable<(DateTimeOffset At, IReadOnlyList<string> Subscriptions)> Dates(
        OperationCall call,
        string term
    )
    {
        var latest = Pricing.AddTerm(call.Now, term);
        var month = new DateTimeOffset(call.Now.Year, call.Now.Month, 1, 0, 0, 0, TimeSpan.Zero).AddMonths(1);
        for (var end = month.AddDays(-1); end < latest; month = month.AddMonths(1), end = month.AddDays(-1))
        {
            if (end > call.Now)
                yield return (end, []);
        }

        var ends = call
            .World.SubscriptionsByCustomer[call.Customer.Id]
            .Where(s => s.Partner == call.Partner.TenantId && SubscriptionLifecycle.StatusAt(s, call.Now) == "active")
            .Select(s => (s.Id, End: SubscriptionLifecycle.Renewed(s, call.Now).TermEnd))
            .Where(s => s.End > call.Now && s.End < latest)
            .GroupBy(s => s.End!.Value.UtcDateTime.Date);
        foreach (var group in ends)
            yield return (new DateTimeOffset(group.Key, TimeSpan.Zero), [.. group.Select(s => s.Id)]);
    }
}

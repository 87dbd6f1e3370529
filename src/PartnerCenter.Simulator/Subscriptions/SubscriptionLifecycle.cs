using PartnerCenter.Simulator.Catalog;

namespace PartnerCenter.Simulator.Subscriptions;

/// <summary>What time makes of a subscription: C §19.4. Computed, never scheduled, so that a clock that jumps is right at once.</summary>
internal static class SubscriptionLifecycle
{
    private static readonly TimeSpan Expired = TimeSpan.FromDays(30);
    private static readonly TimeSpan Disabled = TimeSpan.FromDays(90);

    internal static bool IsVisible(Subscription subscription, DateTimeOffset now) => now >= subscription.StartsAt;

    internal static string StatusAt(Subscription subscription, DateTimeOffset now)
    {
        if (subscription.Status == "deleted")
            return "deleted";
        if (now < subscription.StartsAt)
            return "pending";
        if (Renewed(subscription, now).TermEnd is not { } end || now < end)
            return subscription.Status;
        // Only what does not renew gets here: expired (or, from suspended, disabled at once) and then gone.
        var sinceEnd = now - end;
        var first = subscription.Status == "suspended" ? "disabled" : "expired";
        return sinceEnd < Expired ? first : sinceEnd < Expired + Disabled ? "disabled" : "deleted";
    }

    /// <summary>The subscription with the terms it has renewed into; every renewal opens a new cancellation window.</summary>
    internal static Subscription Renewed(Subscription subscription, DateTimeOffset now)
    {
        while (subscription is { AutoRenew: true, Status: "active", TermEnd: { } end, TermDuration: { } term } && now >= end)
        {
            subscription = subscription with
            {
                TermStart = end,
                TermEnd = Pricing.AddTerm(end, term),
                Purchases = [new SeatPurchase(subscription.Quantity, end + subscription.CancellationWindow)],
            };
        }
        return subscription;
    }

    /// <summary>When the running billing cycle ends, at the latest with the term; what is paid once ends with it.</summary>
    internal static DateTimeOffset? CycleEnd(Subscription subscription, DateTimeOffset now)
    {
        if (subscription.TermEnd is not { } termEnd)
            return null;
        var months = subscription.BillingCycle switch { "monthly" => 1, "annual" => 12, "biennial" => 24, "triennial" => 36, _ => 0 };
        if (months == 0)
            return termEnd;
        var end = subscription.TermStart;
        for (var cycles = 1; end <= now && end < termEnd; cycles++)
            end = subscription.TermStart.AddMonths(months * cycles);
        return end < termEnd ? end : termEnd;
    }

    internal static DateTimeOffset CancellationAllowedUntil(Subscription subscription) => subscription.TermStart + subscription.CancellationWindow;

    /// <summary>Seats that can still be given back, by the end of their window.</summary>
    internal static IReadOnlyList<SeatPurchase> Refundable(Subscription subscription, DateTimeOffset now) =>
        [.. subscription.Purchases.Where(p => p.Quantity > 0 && p.RefundableUntil > now)];

    internal static DateTimeOffset NextTick(DateTimeOffset at, TimeSpan tick) =>
        tick <= TimeSpan.Zero ? at : new DateTimeOffset((at.UtcTicks + tick.Ticks - 1) / tick.Ticks * tick.Ticks, TimeSpan.Zero);
}

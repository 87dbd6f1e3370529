using PartnerCenter.Simulator.Calendar;
using PartnerCenter.Simulator.Catalog;

namespace PartnerCenter.Simulator.Subscriptions;

/// <summary>
/// Computes the state of a subscription at a time: C §19.4. Computed, never scheduled, so that it is right also after
/// the clock jumps.
/// </summary>
internal static class SubscriptionLifecycle
{
    private static readonly TimeSpan Expired = TimeSpan.FromDays(30);
    private static readonly TimeSpan Disabled = TimeSpan.FromDays(90);

    /// <summary>Terms that began earlier keep the free time after their end (C §19.4).</summary>
    private static readonly DateOnly ExtensionsFor = new(2025, 4, 1);
    private const string ExtendedTerm = "P1M";

    internal static bool IsVisible(Subscription subscription, DateTimeOffset now) => now >= subscription.StartsAt;

    internal static string StatusAt(Subscription subscription, DateTimeOffset now)
    {
        if (subscription.Status == "deleted")
            return "deleted";
        if (now < subscription.StartsAt)
            return "pending";
        if (Renewed(subscription, now).TermEnd is not { } end || now < end)
            return subscription.Status;
        if (subscription is { CancelAtTermEnd: true, Status: "active" } && HasNoGrace(subscription, end))
            return "deleted";
        // Only what does not renew gets here: expired (or, from suspended, disabled at once) and then gone.
        var sinceEnd = now - end;
        var first = subscription.Status == "suspended" ? "disabled" : "expired";
        return sinceEnd < Expired ? first
            : sinceEnd < Expired + Disabled ? "disabled"
            : "deleted";
    }

    /// <summary>
    /// The subscription with the terms it has renewed into; every renewal opens a new cancellation window. What neither
    /// renews nor was told to stop goes on in extended terms of a month each.
    /// </summary>
    internal static Subscription Renewed(Subscription subscription, DateTimeOffset now)
    {
        while (subscription is { Status: "active", TermEnd: { } end, TermDuration: { } term } && now >= end)
        {
            if (subscription.AutoRenew)
            {
                subscription = subscription with
                {
                    TermStart = end,
                    TermEnd = Pricing.AddTerm(end, term),
                    Purchases = [new SeatPurchase(subscription.Quantity, end + subscription.CancellationWindow)],
                };
            }
            else if (!subscription.CancelAtTermEnd && HasNoGrace(subscription, end))
            {
                subscription = subscription with
                {
                    TermStart = end,
                    TermEnd = Pricing.AddTerm(end, ExtendedTerm),
                    TermDuration = ExtendedTerm,
                    BillingCycle = "monthly",
                    ExtendedSince = subscription.ExtendedSince ?? end,
                    Purchases = [],
                };
            }
            else
            {
                break;
            }
        }
        return subscription;
    }

    /// <summary>
    /// Gets a value that says whether there is no free time after the end of the term: licences whose term began from 1
    /// April 2025 and ends from 4 May 2026.
    /// </summary>
    private static bool HasNoGrace(Subscription subscription, DateTimeOffset end)
    {
        DateOnly Day(DateTimeOffset at) =>
            DateOnly.FromDateTime(at.UtcDateTime).AddDays(subscription.CalendarDaysAhead);
        return Product.Find(subscription.ProductId) is { IsNewCommerceSeat: true }
            && Day(end) >= DatedRules.ExtendedTerm.From
            && Day(subscription.TermStart) >= ExtensionsFor;
    }

    /// <summary>
    /// Gets the end of the running billing cycle, at the latest the end of the term; a subscription that is paid once
    /// has one cycle.
    /// </summary>
    internal static DateTimeOffset? CycleEnd(Subscription subscription, DateTimeOffset now)
    {
        if (subscription.TermEnd is not { } termEnd)
            return null;
        var months = subscription.BillingCycle switch
        {
            "monthly" => 1,
            "annual" => 12,
            "biennial" => 24,
            "triennial" => 36,
            _ => 0,
        };
        if (months == 0)
            return termEnd;
        var end = subscription.TermStart;
        for (var cycles = 1; end <= now && end < termEnd; cycles++)
            end = subscription.TermStart.AddMonths(months * cycles);
        return end < termEnd ? end : termEnd;
    }

    /// <summary>An extended term can be cancelled at any time (C §19.4).</summary>
    internal static DateTimeOffset CancellationAllowedUntil(Subscription subscription) =>
        subscription is { ExtendedSince: not null, TermEnd: { } end }
            ? end
            : subscription.TermStart + subscription.CancellationWindow;

    /// <summary>Seats that can still be given back, by the end of their window.</summary>
    internal static IReadOnlyList<SeatPurchase> Refundable(Subscription subscription, DateTimeOffset now) =>
        [.. subscription.Purchases.Where(p => p.Quantity > 0 && p.RefundableUntil > now)];

    internal static DateTimeOffset NextTick(DateTimeOffset at, TimeSpan tick) =>
        tick <= TimeSpan.Zero
            ? at
            : new DateTimeOffset((at.UtcTicks + tick.Ticks - 1) / tick.Ticks * tick.Ticks, TimeSpan.Zero);
}

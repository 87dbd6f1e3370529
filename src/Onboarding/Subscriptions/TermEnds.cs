using System.Globalization;
using PartnerCenter.Subscriptions;

namespace Onboarding.Subscriptions;

/// <summary>What a person has to choose in Partner Center so that a subscription ends with its term (C §19.4).</summary>
internal static class TermEnds
{
    /// <summary>Says what the subscription goes on costing, and what to choose by when. Renewal turned off alone leads into a paid extended term.</summary>
    public static string Owed(Subscription subscription)
    {
        var state = subscription.Status == SubscriptionStatus.Suspended ? "suspended" : subscription.Status.ToString().ToLowerInvariant();
        var end = subscription.CommitmentEndDate is { } date ? date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : "the end of its term";
        return $"Subscription {subscription.Id} is past its cancellation window: it is {state} with auto-renew off, and billed until {end}. "
            + $"Choose \"Cancel at end of term\" for it in Partner Center before {end}; otherwise a paid extended term begins.";
    }
}

using System.Globalization;
using PartnerCenter.Subscriptions;

namespace Onboarding.Subscriptions;

/// <summary>
/// Describes the choice that a person has to make in Partner Center so that a subscription ends with its term
/// (C §19.4). Renewal turned off alone leads into a paid extended term.
/// </summary>
internal static class TermEnds
{
    /// <summary>
    /// Describes the further costs of an unwanted subscription, and the choice to make with its deadline.
    /// </summary>
    public static string DescribeUnwanted(Subscription subscription)
    {
        var state =
            subscription.Status == SubscriptionStatus.Suspended
                ? "suspended"
                : subscription.Status.ToString().ToLowerInvariant();
        return $"Subscription {subscription.Id} is past its cancellation window: it is {state} with auto-renew off, "
            + $"and billed until {End(subscription)}. {Choose(subscription)}";
    }

    /// <summary>
    /// Describes the choice to make, with its deadline, for a subscription that is to end with its term.
    /// </summary>
    public static string DescribeChoiceAtTermEnd(Subscription subscription) =>
        $"Subscription {subscription.Id} is to end with its term on {End(subscription)}, and its auto-renew is off. "
        + $"{Choose(subscription)}";

    private static string Choose(Subscription subscription) =>
        $"Choose \"Cancel at end of term\" for it in Partner Center before {End(subscription)}; otherwise a paid "
        + "extended term begins.";

    private static string End(Subscription subscription) =>
        subscription.CommitmentEndDate is { } date
            ? date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : "the end of its term";
}

using System.Globalization;
using Onboarding.Messages;
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
    public static Message DescribeUnwanted(Subscription subscription)
    {
        var state =
            subscription.Status == SubscriptionStatus.Suspended
                ? "suspended"
                : subscription.Status.ToString().ToLowerInvariant();
        Message costs =
            $"Subscription {subscription.Id} is past its cancellation window: it is {state} with auto-renew off, and "
            + $"billed until {End(subscription)}.";
        return Message.Join(costs, Choose(subscription));
    }

    /// <summary>
    /// Describes the choice to make, with its deadline, for a subscription that is to end with its term.
    /// </summary>
    public static Message DescribeChoiceAtTermEnd(Subscription subscription)
    {
        Message state =
            $"Subscription {subscription.Id} is to end with its term on {End(subscription)}, and its auto-renew is "
            + $"off.";
        return Message.Join(state, Choose(subscription));
    }

    private static Message Choose(Subscription subscription) =>
        $"Choose \"Cancel at end of term\" for it in Partner Center before {End(subscription)}; otherwise a paid "
        + $"extended term begins.";

    private static Message End(Subscription subscription) =>
        subscription.CommitmentEndDate is { } date
            ? Message.Verbatim(date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
            : $"the end of its term";
}

using Onboarding.Progress;
using Onboarding.Requests;
using Onboarding.Subscriptions;
using PartnerCenter;
using PartnerCenter.Orders;
using PartnerCenter.Subscriptions;

namespace Onboarding.Restores;

/// <summary>
/// Looks for what was done at Microsoft in a time that the stored data knows nothing of. The vendor answers a request
/// that it knows again for a day or so (C §3.7); after that only a look tells that it was made before.
/// </summary>
internal sealed class ForgottenEffects(IRestorePoints points, IOnboardingRecords records, TimeProvider time)
{
    // A new order is listed up to 15 minutes late (C §18.3).
    private static readonly TimeSpan OrdersShow = TimeSpan.FromMinutes(20);

    // Of this machine and of Microsoft's.
    private static readonly TimeSpan ClocksDiffer = TimeSpan.FromMinutes(10);

    // Whoever lost a request in that time has sent it again by then; later the same order is meant as another one.
    private static readonly TimeSpan Resubmission = TimeSpan.FromDays(30);

    /// <summary>Gets whether a copy was ever put in place.</summary>
    public bool IsAny => points.All.Count > 0;

    /// <summary>
    /// Gets the time in which an onboarding may have done what is not known any more; null: there is none.
    /// </summary>
    /// <param name="record">The onboarding.</param>
    public RestorePoint? Of(OnboardingRecord record)
    {
        var concerned = points.All.Where(point => record.SubmittedAt < point.Until + Resubmission).ToList();
        if (concerned.Count == 0)
            return null;
        var from = concerned.Min(point =>
            record.SubmittedAt < point.Until && record.SubmittedAt < point.From ? record.SubmittedAt : point.From
        );
        return new RestorePoint(from, concerned[^1].Until);
    }

    /// <summary>
    /// Finds the orders of a customer that were placed in that time, that no record knows and that are for these lines.
    /// Orders that were cancelled in that time are left out.
    /// </summary>
    /// <param name="client">The partner.</param>
    /// <param name="record">The onboarding that asks.</param>
    /// <param name="customer">The customer.</param>
    /// <param name="lines">The lines to be bought.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StepFailedException">They may not show yet.</exception>
    public async Task<IReadOnlyList<Order>> Orders(
        PartnerCenterClient client,
        OnboardingRecord record,
        CustomerId customer,
        IReadOnlyList<SubscriptionLine> lines,
        CancellationToken cancellationToken
    )
    {
        if (Of(record) is not { } unknown)
            return [];
        if (time.GetUtcNow() < unknown.Until + OrdersShow)
        {
            throw new StepFailedException(
                new StepFailure(
                    ErrorCodes.NotVisibleYet,
                    "The data was put back from a copy: orders that were placed since may not show yet.",
                    Retryable: false
                )
            );
        }

        var known = await KnownOrders(record, cancellationToken);
        var found = new List<Order>();
        foreach (var order in await client.Orders.List(customer, cancellationToken))
        {
            if (
                !known.Contains(order.Id.Value)
                && IsOf(order, unknown)
                && IsFor(order, lines)
                && await Stands(client, customer, order, cancellationToken)
            )
                found.Add(order);
        }

        return found;
    }

    private async Task<HashSet<string>> KnownOrders(OnboardingRecord record, CancellationToken cancellationToken)
    {
        var customer = record.Request.Customer;
        var others = await records.FindSameCustomer(
            new(
                record.Request.Partner,
                record.Exists.Domain ?? record.Domain,
                customer.CompanyName,
                customer.RegistrationNumber
            ),
            record.Id,
            cancellationToken
        );
        return [.. others.Append(record).SelectMany(one => one.Exists.Orders).Select(order => order.Id)];
    }

    private static bool IsOf(Order order, RestorePoint unknown) =>
        order.CreationDate is not { } placed
        || (placed >= unknown.From - ClocksDiffer && placed <= unknown.Until + ClocksDiffer);

    private static bool IsFor(Order order, IReadOnlyList<SubscriptionLine> lines) =>
        order.Status is not (OrderStatus.Cancelled or OrderStatus.Error)
        && order.LineItems.Count > 0
        && order.LineItems.All(bought => lines.Any(line => IsFor(bought, line)));

    /// <summary>Gets a value that says whether a line of an order is for a line of a request.</summary>
    public static bool IsFor(OrderLine bought, SubscriptionLine line) =>
        bought.OfferId is { } offer
        && Offers.IsOf(line, offer)
        && bought.Quantity == line.Quantity
        && (bought.TermDuration is null || line.Term is null || bought.TermDuration == line.Term);

    private static async Task<bool> Stands(
        PartnerCenterClient client,
        CustomerId customer,
        Order order,
        CancellationToken cancellationToken
    )
    {
        foreach (var id in order.LineItems.Select(line => line.SubscriptionId).OfType<SubscriptionId>())
        {
            var subscription = await client.Subscriptions.Get(customer, id, cancellationToken);
            if (subscription.Status is not SubscriptionStatus.Deleted)
                return true;
        }

        return order.LineItems.All(line => line.SubscriptionId is null);
    }
}

using PartnerCenter.Simulator.Catalog;
using PartnerCenter.Simulator.Orders;
using PartnerCenter.Simulator.Surface;

namespace PartnerCenter.Simulator.Subscriptions;

/// <summary>The subscription that an order's line becomes.</summary>
internal static class SubscriptionStart
{
    internal static void Begin(OperationCall call, Order order, OrderLine line)
    {
        var product = Product.Find(line.ProductId)!;
        var sku = product.FindSku(line.SkuId)!;
        var window = Pricing.CancellationWindow(product, line.TermDuration, call.Partner);
        var subscription = new Subscription
        {
            Id = line.SubscriptionId!,
            Partner = order.Partner,
            CustomerId = order.CustomerId,
            OrderId = order.Id,
            CatalogItemId = line.CatalogItemId,
            FriendlyName = line.FriendlyName ?? sku.Title,
            Quantity = line.Quantity,
            BillingCycle = line.BillingCycle,
            TermDuration = line.TermDuration,
            Status = "active",
            CreatedAt = order.CreatedAt,
            StartsAt = order.CompletesAt,
            UpdatableFrom = order.CompletesAt + call.Partner.SubscriptionSettleDelay,
            ProvisionedAt = order.ProvisionedAt,
            ListedByOrderFrom = order.ListedFrom > order.CompletesAt ? order.ListedFrom : order.CompletesAt,
            TermStart = order.CreatedAt,
            TermEnd =
                line.CustomTermEndDate
                ?? (line.TermDuration is null ? null : Pricing.AddTerm(order.CreatedAt, line.TermDuration)),
            CancellationWindow = window,
            AutoRenew = product.IsNewCommerceSeat,
            CalendarDaysAhead = call.Core.Calendar.DaysAhead(call.Partner),
            Reseller = line.Reseller,
            PromotionId = line.PromotionId,
            CustomTermEndDate = line.CustomTermEndDate,
            RequestId = call.RequestId,
            Purchases = [new SeatPurchase(line.Quantity, order.CreatedAt + window)],
        };
        call.World.Subscriptions.Put(subscription);
        call.Effect("subscription", subscription.Id, subscription.CustomerId);
        call.Core.Outbox.Enqueue(
            order.Partner,
            "subscription-updated",
            "subscription",
            $"/v1/customers/{order.CustomerId}/subscriptions/{subscription.Id}"
        );
    }
}

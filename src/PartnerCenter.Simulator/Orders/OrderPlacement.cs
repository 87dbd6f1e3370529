using System.Globalization;
using PartnerCenter.Simulator.Audit;
using PartnerCenter.Simulator.Carts;
using PartnerCenter.Simulator.Catalog;
using PartnerCenter.Simulator.State;
using PartnerCenter.Simulator.Subscriptions;
using PartnerCenter.Simulator.Surface;
using PartnerCenter.Simulator.Validation;

namespace PartnerCenter.Simulator.Orders;

/// <summary>Makes an order and its subscriptions of checked lines.</summary>
internal static class OrderPlacement
{
    internal static Order Place(
        OperationCall call,
        IReadOnlyList<CartLine> lines,
        bool? resellerAttested,
        string? cartId,
        string? scripted
    )
    {
        var completes = call.Now + call.Partner.OrderCompletionDelay;
        var outcome =
            scripted
            ?? (lines.Any(l => Product.Find(l.ProductId) is { PoUpload: true }) ? "pending_po_upload" : "completed");
        var order = new Order
        {
            Id = Ids.NewOrder(),
            AlternateId = Ids.NewOrder(),
            Partner = call.Partner.TenantId,
            CustomerId = call.Customer.Id,
            CartId = cartId,
            BillingCycle = lines[0].BillingCycle,
            Currency = lines[0].CurrencyCode ?? Country.Find(call.Customer.Country)?.Currency ?? "USD",
            ResellerAttested = resellerAttested,
            CreatedAt = call.Now,
            CompletesAt = completes,
            ProvisionedAt = SubscriptionLifecycle.NextTick(
                completes + call.Partner.ProvisioningDelay,
                call.Partner.ProvisioningTick
            ),
            ListedFrom = call.Now + call.Partner.OrderListLag,
            Outcome = outcome,
            RequestId = call.RequestId,
            Lines = [.. lines.Select((line, number) => Line(line, number, Fails(outcome, number)))],
        };
        call.World.Orders.Put(order);
        call.Effect("order", order.Id, order.CustomerId);
        foreach (var line in order.Lines.Where(l => l.SubscriptionId is not null))
            SubscriptionStart.Begin(call, order, line);
        AuditTrail.Write(call, "create_order", "order", call.Customer, Details(order));
        return order;
    }

    /// <summary>
    /// Gets a value that says whether a part fails: in a partial success the last part is missing; other failures have
    /// no part at all.
    /// </summary>
    private static bool Fails(string outcome, int number) =>
        outcome switch
        {
            "error" or "cancelled" or "pending_review" or "pending_po_upload" => true,
            "partial_success" => number > 0,
            _ => false,
        };

    private static OrderLine Line(CartLine line, int number, bool fails) =>
        new()
        {
            Number = number,
            CatalogItemId = line.CatalogItemId,
            Quantity = line.Quantity,
            BillingCycle = line.BillingCycle,
            TermDuration = line.TermDuration,
            FriendlyName = line.FriendlyName,
            PromotionId = line.PromotionId,
            CustomTermEndDate = line.CustomTermEndDate,
            Reseller = line.Reseller,
            AdditionalResellers = line.AdditionalResellers,
            AttestationAccepted = line.AttestationAccepted,
            ProvisioningContext = line.ProvisioningContext,
            SubscriptionId = fails ? null : Ids.New(),
        };

    private static List<(string, string)> Details(Order order)
    {
        var details = new List<(string, string)>
        {
            ("OrderId", order.Id),
            ("AlternateId", order.AlternateId),
            ("BillingCycle", AuditTrail.Word(order.BillingCycle)),
        };
        foreach (var line in order.Lines)
        {
            var n = line.Number.ToString(CultureInfo.InvariantCulture);
            details.Add(($"OfferId-{n}", line.CatalogItemId));
            if (line.SubscriptionId is { } subscription)
                details.Add(($"SubscriptionId-{n}", subscription));
            if ((line.FriendlyName ?? Product.Find(line.ProductId)?.FindSku(line.SkuId)?.Title) is { } name)
                details.Add(($"SubscriptionName-{n}", name));
            details.Add(($"Quantity-{n}", line.Quantity.ToString(CultureInfo.InvariantCulture)));
            if (line.Reseller is { } reseller)
                details.Add(($"PartnerOnRecord-{n}", reseller));
        }
        return details;
    }
}

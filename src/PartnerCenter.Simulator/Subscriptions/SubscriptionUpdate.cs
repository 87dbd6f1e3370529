using System.Globalization;
using PartnerCenter.Simulator.Audit;
using PartnerCenter.Simulator.Calendar;
using PartnerCenter.Simulator.Carts;
using PartnerCenter.Simulator.Catalog;
using PartnerCenter.Simulator.Errors;
using PartnerCenter.Simulator.Surface;

namespace PartnerCenter.Simulator.Subscriptions;

/// <summary>
/// The change of a subscription: C §19.3. The body is the whole resource, so what it leaves out of auto-renewal and
/// schedules is reset.
/// </summary>
internal static class SubscriptionUpdate
{
    internal static Answer Patch(OperationCall call)
    {
        var written = SubscriptionOperations.Find(call);
        call.Body.MustBeObject();
        if (
            call.Scripted.EtagConflict
            || (call.Body["attributes"]["etag"].Filled ?? RequestReader.First(call.Request, "If-Match")?.Trim('"'))
                is { Length: > 0 }
                    and not "*"
        )
            throw new Refusal(VendorErrors.EtagNoLongerValid);
        if (call.Now < written.UpdatableFrom)
            throw new Refusal(VendorErrors.NotReadyToBeUpdated);
        var current = SubscriptionLifecycle.Renewed(written, call.Now);
        var status = SubscriptionLifecycle.StatusAt(written, call.Now);
        if (status == "deleted")
            throw new Refusal(VendorErrors.SubscriptionDeleted);
        if (status is "expired" or "disabled")
            throw new Refusal(VendorErrors.UpdatesNoLongerAllowed);

        var next = ChangeStatus(call, current, status);
        if (next.Status != "deleted")
        {
            next = ChangeQuantity(call, next, status);
            if (next.Quantity > current.Quantity)
                Resellers.CheckAuthorization(
                    call,
                    call.Body["partnerId"].Filled ?? current.Reseller,
                    DatedRules.ResellerOfChange
                );
            // Delivered anew: the provisioning status is pending again (C §19.5).
            if (next.Quantity != current.Quantity)
                next = next with
                {
                    ProvisionedAt = SubscriptionLifecycle.NextTick(
                        call.Now + call.Partner.ProvisioningDelay,
                        call.Partner.ProvisioningTick
                    ),
                };
            next = ChangeRest(call, next);
        }
        if (next != written)
        {
            call.World.Subscriptions.Put(next);
            call.Effect("subscriptionUpdated", next.Id, next.CustomerId);
            AuditTrail.Write(call, "update_subscription", "subscription", call.Customer, Details(next));
            call.Core.Outbox.Enqueue(
                next.Partner,
                "subscription-updated",
                "subscription",
                $"/v1/customers/{next.CustomerId}/subscriptions/{next.Id}"
            );
        }

        return call.Partner.SlowSubscriptionUpdates
            ? new Answer(202) { Headers = [("Location", $"/customers/{next.CustomerId}/subscriptions/{next.Id}")] }
            : Answer.Ok(SubscriptionShapes.Whole(call, next));
    }

    private static List<(string, string)> Details(Subscription s) =>
        [
            ("SubscriptionId", s.Id),
            ("OfferId", s.CatalogItemId),
            ("SubscriptionName", s.FriendlyName),
            ("Quantity", s.Quantity.ToString(CultureInfo.InvariantCulture)),
            ("Status", AuditTrail.Word(s.Status)),
            ("PartnerOnRecord", s.Reseller ?? "None"),
            ("ActionTaken", "False"),
        ];

    private static Subscription ChangeStatus(OperationCall call, Subscription s, string status)
    {
        var wanted = call.Body["status"].Filled?.ToLowerInvariant();
        if (wanted is null || wanted == status)
            return s;
        var product = Product.Find(s.ProductId)!;
        if (product.Kind == ProductKind.Azure && s.AzureSubscriptions > 0 && wanted is "suspended" or "deleted")
            throw new Refusal(VendorErrors.AzurePlanInUse);
        switch (wanted)
        {
            case "suspended":
                // Suspending drops what was scheduled; billing goes on (C §19.3).
                return s with { Status = "suspended", SuspendedAt = call.Now, Schedule = null, NextCharge = null };
            case "active" when status == "suspended":
                return s with { Status = "active", SuspendedAt = null };
            case "deleted" when product.Kind is ProductKind.SoftwarePerpetual or ProductKind.AzureReservation:
                throw new Refusal(VendorErrors.StatusChangeNotPossible);
            case "deleted" when call.Now >= SubscriptionLifecycle.CancellationAllowedUntil(s):
                throw WindowPassed(
                    s.CancellationWindow,
                    VendorErrors.CancellationWindowPassed,
                    VendorErrors.CancellationWindowHoursPassed
                );
            case "deleted":
                return s with { Status = "deleted", EndedAt = call.Now, Schedule = null, NextCharge = null };
            case "none" or "expired" or "pending" or "disabled" or "active":
                throw new Refusal(
                    VendorErrors.StatusChangeNotPossible,
                    $"The status cannot change from {status} to {wanted}."
                );
            default:
                throw new Refusal(VendorErrors.EnumNotParseable, $"The status '{wanted}' is not known.");
        }
    }

    private static Subscription ChangeQuantity(OperationCall call, Subscription s, string status)
    {
        if (call.Body["quantity"].Int is not { } quantity || quantity == s.Quantity)
            return s;
        var product = Product.Find(s.ProductId)!;
        var sku = product.FindSku(s.SkuId)!;
        if (status == "suspended" || s.Status == "suspended")
            throw new Refusal(VendorErrors.QuantityWhileSuspended);
        if (!product.IsNewCommerceSeat)
            throw new Refusal(VendorErrors.SeatsNotUpdatable);
        if (quantity < sku.Min || quantity > sku.Max)
            throw new Refusal(VendorErrors.QuantityOutsideLimits);
        if (call.Partner.IsSandbox && quantity > call.Partner.SandboxSeatLimit)
            throw new Refusal(VendorErrors.SandboxLimitReached);
        if (quantity > s.Quantity)
            return s with
            {
                Quantity = quantity,
                Purchases = [.. s.Purchases, new SeatPurchase(quantity - s.Quantity, call.Now + s.CancellationWindow)],
            };

        var less = s.Quantity - quantity;
        if (SubscriptionLifecycle.Refundable(s, call.Now).Sum(p => p.Quantity) is var refundable && less > refundable)
        {
            throw refundable > 0
                ? new Refusal(VendorErrors.QuantityNotDecreasable)
                : WindowPassed(
                    s.CancellationWindow,
                    VendorErrors.SeatReductionWindowPassed,
                    VendorErrors.SeatReductionWindowHoursPassed
                );
        }
        return s with { Quantity = quantity, Purchases = GiveBack(s.Purchases, less, call.Now) };
    }

    /// <summary>The seats bought last go first.</summary>
    private static List<SeatPurchase> GiveBack(IReadOnlyList<SeatPurchase> purchases, int less, DateTimeOffset now)
    {
        var left = new List<SeatPurchase>();
        foreach (var purchase in purchases.Reverse())
        {
            var taken = purchase.RefundableUntil > now ? Math.Min(less, purchase.Quantity) : 0;
            less -= taken;
            if (purchase.Quantity > taken)
                left.Insert(0, purchase with { Quantity = purchase.Quantity - taken });
        }
        return left;
    }

    private static Subscription ChangeRest(OperationCall call, Subscription s)
    {
        if (Pricing.BillingWord(call.Body["billingCycle"].Filled) is { } billing && billing != s.BillingCycle)
            throw new Refusal(VendorErrors.BillingCycleNotChangeable);
        var autoRenew = call.Body["autoRenewEnabled"].Bool ?? true;
        var schedule = call.Body["scheduledNextTermInstructions"];
        if (schedule.Exists && !autoRenew)
            throw new Refusal(VendorErrors.NotAutoRenewable, "Scheduled changes need autoRenewEnabled.");
        var reseller = call.Body["partnerId"].Filled;
        if (reseller is not null && reseller != s.Reseller)
        {
            if (!call.Partner.IsProvider)
                throw new Refusal(VendorErrors.PartnerOnRecordNotUpdatable);
            Resellers.Find(call, reseller);
            Resellers.CheckAuthorization(call, reseller, DatedRules.ResellerOfChange);
        }

        var isSuspended = s.Status == "suspended";
        return s with
        {
            FriendlyName = call.Body["friendlyName"].Filled ?? s.FriendlyName,
            AutoRenew = autoRenew && Product.Find(s.ProductId)!.IsNewCommerceSeat,
            CancelAtTermEnd = s.CancelAtTermEnd && !autoRenew,
            Schedule = schedule.IsObject && !isSuspended ? schedule.Element.GetRawText() : null,
            NextCharge =
                call.Body["nextChargeInstructions"] is { IsObject: true } charge && !isSuspended
                    ? charge.Element.GetRawText()
                    : null,
            Reseller = reseller ?? s.Reseller,
        };
    }

    /// <summary>The older, shorter windows are told in hours (C §20.1).</summary>
    private static Refusal WindowPassed(TimeSpan window, VendorError days, VendorError hours) =>
        window.TotalHours <= 72
            ? new Refusal(hours, $"The {window.TotalHours:0}-hour window has passed.")
            : new Refusal(days, $"The {window.TotalDays:0}-day window has passed.");
}

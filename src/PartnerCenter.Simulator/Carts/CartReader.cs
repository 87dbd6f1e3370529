using System.Text.Json;
using PartnerCenter.Simulator.Catalog;
using PartnerCenter.Simulator.Errors;
using PartnerCenter.Simulator.Subscriptions;
using PartnerCenter.Simulator.Surface;
using PartnerCenter.Simulator.Validation;

namespace PartnerCenter.Simulator.Carts;

/// <summary>
/// Lines as sent, with the errors a cart reports beside them and those that refuse the whole cart (C §17.1, §24.9).
/// </summary>
internal static class CartReader
{
    private const int MostLines = 200;

    internal static IReadOnlyList<CartLine> Lines(OperationCall call, RequestBody body)
    {
        var sent = body["lineItems"].Items;
        if (sent.Count is 0 or > MostLines)
            throw new Refusal(VendorErrors.InvalidRequest, $"lineItems must have from 1 to {MostLines} lines.");
        var lines = sent.Select((line, index) => Read(line, index)).ToList();
        if (lines.Select(l => l.Id).Distinct().Count() != lines.Count)
            throw new Refusal(VendorErrors.InvalidRequest, "The ids of the lines must differ.");
        var (groups, older) = (0, 0);
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i];
            Resellers.Check(call, line);
            var error = call.Scripted.ForLine(line.ProductId, i) is { } scripted
                ? new LineError(scripted.Code!.Value, scripted.Description ?? LineErrors.Describe(scripted.Code.Value))
                : Judge(call, line, lines);
            // New commerce lines share an order; each publisher's line is an order of its own, and the older commerce
            // counts apart (C §24.9).
            var group =
                OldOffer(line) ? $"OMS-{older++}"
                : Product.Find(line.ProductId) is { Kind: ProductKind.SaaS }
                    ? (++groups).ToString(System.Globalization.CultureInfo.InvariantCulture)
                : "0";
            lines[i] = line with
            {
                Error = error,
                OrderGroup = group,
                CurrencyCode = line.CurrencyCode ?? Country.Find(call.Customer.Country)?.Currency ?? "USD",
            };
        }
        return lines;
    }

    private static CartLine Read(RequestBody line, int index)
    {
        line.MustBeObject();
        if (line["addonItems"].Items.Count > 0)
            throw new Refusal(
                VendorErrors.InvalidRequest,
                "addonItems are of the older commerce, which is no longer sold; a new commerce add-on is a line of "
                    + "its own.",
                ["addonItems"]
            );
        var item =
            line["catalogItemId"].Filled
            ?? line["catalogId"].Filled
            ?? throw new Refusal(VendorErrors.CatalogItemIdMissing);
        var participants = line["participants"]
            .Items.Select(p => (Key: (p["key"].Filled ?? "").ToLowerInvariant(), Value: p["value"].Required))
            .ToList();
        var renews = line["renewsTo"];
        return new CartLine
        {
            Id = line["id"].Int ?? index,
            CatalogItemId = item,
            Quantity = line["quantity"].Int ?? throw new Refusal(VendorErrors.InvalidRequest, "quantity is required."),
            BillingCycle =
                Pricing.BillingWord(line["billingCycle"].Filled ?? "")
                ?? throw new Refusal(
                    VendorErrors.EnumNotParseable,
                    $"The billing cycle '{line["billingCycle"].Text}' is not known."
                ),
            TermDuration = line["termDuration"].Filled?.ToUpperInvariant(),
            FriendlyName = line["friendlyName"].Filled,
            CurrencyCode = line["currencyCode"].Filled?.ToUpperInvariant(),
            PromotionId = line["promotionId"].Filled,
            CustomTermEndDate = line["customTermEndDate"].Date,
            Reseller = participants.Find(p => p.Key == "transaction_reseller").Value,
            AdditionalResellers =
            [
                .. participants.Where(p => p.Key == "additional_transaction_reseller").Select(p => p.Value),
            ],
            AttestationAccepted = line["attestationAccepted"].Bool,
            // The table shows an array, the samples an object (C §25 row 20).
            RenewsTo =
                renews.Element.ValueKind == JsonValueKind.Array
                    ? renews.Items is [var first, ..]
                        ? first["termDuration"].Filled
                        : null
                    : renews["termDuration"].Filled,
            ProvisioningContext = line["provisioningContext"].IsObject
                ? line["provisioningContext"].Element.GetRawText()
                : null,
        };
    }

    private static LineError? Judge(OperationCall call, CartLine line, IReadOnlyList<CartLine> lines)
    {
        if (
            Product.Find(line.ProductId) is not { } product
            || product.FindSku(line.SkuId) is not { } sku
            || line.CatalogItemId.Split(':').Length != 3
        )
            return LineErrors.Of(OldOffer(line) ? LineErrors.LegacyOffer : LineErrors.CatalogItemId);
        CatalogLookup.RequireCurrent(call, line.CatalogItemId);
        if (call.Partner.IsSandbox && sku.SandboxRestricted)
            throw new Refusal(VendorErrors.NotPurchasableInSandbox);
        var pair = $"{line.TermDuration}:{line.BillingCycle}";
        if (sku.Terms.Count > 0 ? !sku.Terms.Contains(pair) : line.TermDuration is not null)
            return LineErrors.Of(LineErrors.BillingPlan);
        if (!sku.Purchasable)
            return LineErrors.Of(LineErrors.NotProcessable);
        if (line.Quantity > sku.Max)
            return LineErrors.Of(LineErrors.TooManySeats) with { AvailableQuantity = sku.Max };
        if (line.Quantity < sku.Min)
            return LineErrors.Of(LineErrors.InvalidInput);
        if (call.Partner.IsSandbox && product.IsNewCommerceSeat && line.Quantity > call.Partner.SandboxSeatLimit)
            return LineErrors.Of(LineErrors.SandboxLimit) with { AvailableQuantity = call.Partner.SandboxSeatLimit };
        if (sku.Attestation && line.AttestationAccepted is not true)
            return LineErrors.Of(LineErrors.Attestation);
        if (
            line.CurrencyCode is { } currency
            && currency != Country.Find(call.Customer.Country)?.Currency
            && currency != Country.Find(call.Partner.Country)?.Currency
        )
            return LineErrors.Of(LineErrors.Currency);
        if (line.PromotionId is { } promotion && Promotions.Find(promotion) is null)
            return LineErrors.Of(LineErrors.Promotion);
        if (line.CustomTermEndDate is { } end)
        {
            if (!product.IsNewCommerceSeat)
                return LineErrors.Of(LineErrors.CustomEndProduct);
            if (!CustomTermEnds.IsAllowed(call, line.TermDuration!, end))
                return LineErrors.Of(LineErrors.CustomEnd);
        }
        if (line.Reseller is not null && !call.Partner.IsProvider)
            return LineErrors.Of(LineErrors.Participants);
        return BaseMissing(call, line, sku, lines) ? LineErrors.Of(LineErrors.BaseOffer) : null;
    }

    /// <summary>A new commerce add-on is a flat line; its base is bought with it or before it.</summary>
    private static bool BaseMissing(OperationCall call, CartLine line, Sku sku, IReadOnlyList<CartLine> lines) =>
        sku.AddonOf.Count > 0
        && !lines.Any(l => l != line && sku.AddonOf.Contains($"{l.ProductId}:{l.SkuId}"))
        && !call
            .World.SubscriptionsByCustomer[call.Customer.Id]
            .Any(s =>
                sku.AddonOf.Contains($"{s.ProductId}:{s.SkuId}")
                && Subscriptions.SubscriptionLifecycle.StatusAt(s, call.Now) == "active"
            );

    private static bool OldOffer(CartLine line) => Guid.TryParse(line.CatalogItemId, out _);
}

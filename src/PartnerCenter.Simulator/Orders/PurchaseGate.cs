using PartnerCenter.Simulator.Agreements;
using PartnerCenter.Simulator.Carts;
using PartnerCenter.Simulator.Catalog;
using PartnerCenter.Simulator.Customers;
using PartnerCenter.Simulator.Errors;
using PartnerCenter.Simulator.Subscriptions;
using PartnerCenter.Simulator.Surface;

namespace PartnerCenter.Simulator.Orders;

/// <summary>Checks the conditions of a purchase: C §16.</summary>
internal static class PurchaseGate
{
    internal static void Check(OperationCall call, bool? resellerAttested, IReadOnlyList<CartLine> lines)
    {
        var (partner, customer) = (call.Partner, call.Customer);
        if (partner.PartnerType == SimulatedPartnerKind.IndirectReseller)
            throw new Refusal(VendorErrors.Forbidden, "Indirect resellers cannot purchase.");
        if (!partner.MpaSigned)
            throw new Refusal(VendorErrors.OwnMpaNotAccepted);
        if (!partner.ProgramActive)
            throw new Refusal(VendorErrors.ResellerProgramNotActive);
        if (partner.SellsIn is { } countries && !countries.Contains(customer.Country, StringComparer.OrdinalIgnoreCase))
            throw new Refusal(VendorErrors.PartnerNotOnboardedInCountry);
        if (customer.IsLocked)
            throw new Refusal(VendorErrors.AccountLocked);
        CheckReview(customer, call.Now);
        if (partner.Cloud == SimulatedCloud.Public && !AgreementOperations.IsAccepted(call))
            throw new Refusal(VendorErrors.CustomerAgreementMissing);
        if (partner.IsProvider)
        {
            if (resellerAttested is not true)
                throw new Refusal(VendorErrors.PartnerOnRecordAttestationMissing);
            foreach (var line in lines)
                Resellers.CheckPurchase(call, line);
        }

        CheckSegments(call, lines);
        CheckCredit(call, lines);
        if (partner.IsSandbox)
            CheckSandbox(call, lines);
    }

    private static void CheckReview(CustomerTenant customer, DateTimeOffset now)
    {
        switch (customer.Review?.StatusAt(now))
        {
            case null or "Allowed":
                return;
            case "NotAllowed":
                throw new Refusal(VendorErrors.AccountNotApproved);
            case "Unknown" or "Not Ready":
                throw new Refusal(VendorErrors.AccountReviewPending);
            default:
                throw new Refusal(VendorErrors.AccountUnderReview);
        }
    }

    private static void CheckSegments(OperationCall call, IReadOnlyList<CartLine> lines)
    {
        foreach (var segment in lines.Select(l => Product.Find(l.ProductId)?.Segment).Distinct())
        {
            var needed = segment switch
            {
                "education" => "Education",
                "government" => "GovernmentCommunityCloud",
                _ => null,
            };
            if (segment == "nonprofit")
                throw new Refusal(VendorErrors.OfferNotEligible);
            if (needed is not null && !QualificationOperations.IsApproved(call.Customer, needed, call.Now))
                throw new Refusal(VendorErrors.TenantTagMissing);
        }
    }

    private static void CheckCredit(OperationCall call, IReadOnlyList<CartLine> lines)
    {
        if (call.Partner.CreditLimit is not { } limit)
            return;
        var used = call
            .World.OrdersByPartner[call.Partner.TenantId]
            .Where(o => OrderLifecycle.StatusAt(o, call.Now) is not ("cancelled" or "error"))
            .Sum(o => o.Lines.Sum(l => PriceOf(l.CatalogItemId, l.TermDuration, l.BillingCycle, l.Quantity)));
        var asked = lines.Sum(l => PriceOf(l.CatalogItemId, l.TermDuration, l.BillingCycle, l.Quantity));
        if (used + asked > limit)
            throw new Refusal(
                call.Partner.NewCreditCode ? VendorErrors.InsufficientCredit : VendorErrors.CreditLineTooLow
            );
    }

    private static decimal PriceOf(string catalogItemId, string? term, string billing, int quantity) =>
        catalogItemId.Split(':') is [var product, var sku, ..] && Product.Find(product)?.FindSku(sku) is { } found
            ? Pricing.Extended(found, term, billing, quantity)
            : 0;

    /// <summary>The limits of C §23.</summary>
    private static void CheckSandbox(OperationCall call, IReadOnlyList<CartLine> lines)
    {
        var own = call
            .World.SubscriptionsByCustomer[call.Customer.Id]
            .Count(s =>
                s.Partner == call.Partner.TenantId
                && SubscriptionLifecycle.StatusAt(s, call.Now) is "active" or "suspended"
            );
        if (own + lines.Count > call.Partner.SandboxSubscriptionLimit)
            throw new Refusal(VendorErrors.SandboxLimitReached);
        if (
            lines.Any(l => Product.Find(l.ProductId)?.Kind == ProductKind.Azure)
            && !call.Partner.SandboxAzurePlanAllowed
        )
            throw new Refusal(VendorErrors.SandboxAzurePlanLimit);
    }
}

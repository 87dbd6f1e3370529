using PartnerCenter.Simulator.Calendar;
using PartnerCenter.Simulator.Errors;
using PartnerCenter.Simulator.Surface;

namespace PartnerCenter.Simulator.Carts;

/// <summary>The partner on record of a line: C §24.9. Leaving it out loses incentives and fails nothing.</summary>
internal static class Resellers
{
    internal static void Check(OperationCall call, CartLine line)
    {
        if (!call.Partner.IsProvider)
            return;
        if (line.Reseller is { } reseller)
            Find(call, reseller);
        if (line.AdditionalResellers.Count > 5)
            throw new Refusal(VendorErrors.InvalidRequest, "At most five additional resellers.");
        foreach (var additional in line.AdditionalResellers)
            Find(call, additional);
    }

    /// <summary>
    /// Checks what shows at checkout only: the reseller's own agreement and its authorisation (C §10.4, §10.5).
    /// </summary>
    internal static void CheckPurchase(OperationCall call, CartLine line)
    {
        if (line.Reseller is { } mpnId && Find(call, mpnId).Mpa is not ResellerMpa.Accepted)
            throw new Refusal(VendorErrors.ResellerMpaNotAccepted);
        foreach (
            var onRecord in (string[])
                [.. line.Reseller is { } own ? [own] : Array.Empty<string>(), .. line.AdditionalResellers]
        )
            CheckAuthorization(call, onRecord, DatedRules.ResellerOfNewSubscription);
    }

    /// <summary>Refuses a reseller who is not authorised, once the rule holds (C §10.5).</summary>
    internal static void CheckAuthorization(OperationCall call, string? mpnId, DatedRule rule)
    {
        if (
            mpnId is not null
            && call.Holds(rule)
            && call.Partner.Resellers.FirstOrDefault(r => r.MpnId == mpnId) is { Authorized: false }
        )
            throw new Refusal(
                VendorErrors.ResellerNotAuthorized,
                $"The partner id {mpnId} is not authorised as partner on record."
            );
    }

    internal static SimulatedReseller Find(OperationCall call, string mpnId)
    {
        if (mpnId == call.Partner.MpnId)
            throw new Refusal(VendorErrors.OwnPartnerIdOnRecord);
        var reseller = call.Partner.Resellers.FirstOrDefault(r => r.MpnId == mpnId);
        if (
            reseller is null
            && call.World.Partners.All.Any(p => p.MpnId == mpnId || p.Resellers.Any(r => r.MpnId == mpnId))
        )
            throw new Refusal(
                VendorErrors.PartnerIdNotReseller,
                $"The partner id {mpnId} is not one of your indirect resellers."
            );
        if (reseller is null)
            throw new Refusal(VendorErrors.PartnerIdNotFound, $"The partner id {mpnId} was not found.");
        return reseller.Active ? reseller : throw new Refusal(VendorErrors.PlaIdNotActive);
    }
}

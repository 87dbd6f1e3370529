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

    /// <summary>What shows at checkout only: the reseller's own agreement.</summary>
    internal static void CheckAgreement(OperationCall call, string? mpnId)
    {
        if (mpnId is not null && Find(call, mpnId).Mpa is not ResellerMpa.Accepted)
            throw new Refusal(VendorErrors.ResellerMpaNotAccepted);
    }

    internal static SimulatedReseller Find(OperationCall call, string mpnId)
    {
        if (mpnId == call.Partner.MpnId)
            throw new Refusal(VendorErrors.OwnPartnerIdOnRecord);
        var reseller = call.Partner.Resellers.FirstOrDefault(r => r.MpnId == mpnId);
        if (reseller is null && call.World.Partners.All.Any(p => p.MpnId == mpnId || p.Resellers.Any(r => r.MpnId == mpnId)))
            throw new Refusal(VendorErrors.PartnerIdNotReseller, $"The partner id {mpnId} is not one of your indirect resellers.");
        if (reseller is null)
            throw new Refusal(VendorErrors.PartnerIdNotFound, $"The partner id {mpnId} was not found.");
        return reseller.Active ? reseller : throw new Refusal(VendorErrors.PlaIdNotActive);
    }
}

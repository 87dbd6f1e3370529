namespace PartnerCenter.Simulator;

/// <summary>
/// The two partners that exist when nothing else is asked for. Their ids never change; README of this folder lists
/// them.
/// </summary>
public static class SimulatedPartners
{
    public const string DirectBillTenantId = "d1b11000-0000-4000-8000-000000000001";
    public const string IndirectProviderTenantId = "1d17ec70-0000-4000-8000-000000000002";

    /// <summary>The reseller with everything in order.</summary>
    public const string ResellerTenantId = "484e548c-f5f3-4528-93a9-c16c6373cb59";
    public const string ResellerMpnId = "4847383";

    public static SimulatedPartner DirectBill { get; } =
        new()
        {
            TenantId = DirectBillTenantId,
            Name = "directbill",
            PartnerType = SimulatedPartnerKind.DirectBill,
            MpnId = "5100001",
            MailDomain = "directbill.example",
        };

    public static SimulatedPartner IndirectProvider { get; } =
        new()
        {
            TenantId = IndirectProviderTenantId,
            Name = "indirectprovider",
            PartnerType = SimulatedPartnerKind.IndirectProvider,
            MpnId = "5100002",
            MailDomain = "indirectprovider.example",
            Resellers =
            [
                new(ResellerTenantId, ResellerMpnId, "Fabrikam Reseller"),
                Failing(1, "MPA not signed (false)", ResellerMpa.UnsignedFalse),
                Failing(2, "MPA not signed in the region", ResellerMpa.NotSignedInRegion),
                Failing(3, "MPA not signed", ResellerMpa.NotSigned),
                Failing(4, "Another region", ResellerMpa.RegionMismatch) with
                {
                    Country = "CN",
                },
                Failing(5, "No CSP enrolment", ResellerMpa.NoEnrollment),
                Failing(6, "No account", ResellerMpa.NoAccount),
                Failing(7, "Unknown MPN id", ResellerMpa.UnknownMpnId),
                Failing(8, "Inactive Reseller", ResellerMpa.Accepted) with
                {
                    Active = false,
                },
                Failing(9, "Not authorised", ResellerMpa.Accepted) with
                {
                    Authorized = false,
                },
            ],
        };

    public static IReadOnlyList<SimulatedPartner> WellKnown { get; } = [DirectBill, IndirectProvider];

    private static SimulatedReseller Failing(int number, string name, ResellerMpa mpa) =>
        new($"484e548c-0000-4000-8000-00000000000{number}", $"484740{number}", name) { Mpa = mpa };
}

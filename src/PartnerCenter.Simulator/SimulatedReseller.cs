namespace PartnerCenter.Simulator;

/// <summary>The answers of the MPA status check about a reseller: a row of C §10.4 each.</summary>
public enum ResellerMpa
{
    Accepted,
    UnsignedFalse,
    NotSignedInRegion,
    NotSigned,
    RegionMismatch,
    NoEnrollment,
    NoAccount,
    UnknownMpnId,
}

/// <summary>
/// An indirect reseller of a provider: <paramref name="TenantId"/> for customers, <paramref name="MpnId"/> for orders
/// (C §10.1).
/// </summary>
public sealed record SimulatedReseller(string TenantId, string MpnId, string Name)
{
    public string Country { get; init; } = "US";
    public bool Active { get; init; } = true;
    public ResellerMpa Mpa { get; init; } = ResellerMpa.Accepted;

    /// <summary>
    /// False: orders with its MPN id are refused since 2 June 2025, changes since 1 December 2025 (C §10.5).
    /// Authorisation is renewed yearly, so it may be lost any day.
    /// </summary>
    public bool Authorized { get; init; } = true;

    /// <summary>Made through sandboxIndirectReseller, so it may be deleted there (C §23).</summary>
    public bool Sandbox { get; init; }
}

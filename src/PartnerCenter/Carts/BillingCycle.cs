namespace PartnerCenter.Carts;

/// <summary>How often a term is billed. Source: C §17.1.</summary>
public enum BillingCycle
{
    Unknown,
    Monthly,
    Annual,
    OneTime,
    Triennial,
    Biennial,

    /// <summary>Trials.</summary>
    None,
}

namespace PartnerCenter.Carts;

/// <summary>The billing frequency of a term. Source: C §17.1.</summary>
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

namespace PartnerCenter;

/// <summary>
/// The functions that exist for a partner in its cloud and environment; a step that does not exist is skipped, or
/// refused when the request is checked. Source: C §1, C §11, C §23.
/// </summary>
public sealed record PartnerCapabilities
{
    /// <summary>Agreement metadata, attestation, list and direct-sign status: public cloud only.</summary>
    public required bool Agreements { get; init; }

    /// <summary>The relationship-request link for existing tenants: public and China, not in the sandbox.</summary>
    public required bool RelationshipRequests { get; init; }

    /// <summary>Indirect resellers: an indirect provider, not in US Government.</summary>
    public required bool IndirectResellers { get; init; }

    /// <summary>The status of a reseller's Microsoft Partner Agreement: public and US Government.</summary>
    public required bool MpaStatus { get; init; }

    /// <summary>Granular delegated administration: not in China.</summary>
    public required bool Gdap { get; init; }

    /// <summary>Audit records: not in China.</summary>
    public required bool AuditRecords { get; init; }

    /// <summary>Azure products: not in China.</summary>
    public required bool AzureProducts { get; init; }

    /// <summary>Users and roles of customers: not in US Government.</summary>
    public required bool CustomerUsers { get; init; }

    /// <summary>Deleting a customer with its tenant: sandbox only.</summary>
    public required bool DeletesCustomers { get; init; }

    /// <summary>
    /// The suffix that follows the prefix in a new tenant's first domain. Source: C §5.2 (China is not confirmed
    /// there).
    /// </summary>
    public required string InitialDomainSuffix { get; init; }

    internal static PartnerCapabilities Of(PartnerProfile partner)
    {
        var cloud = partner.Cloud;
        var sandbox = partner.Environment == PartnerEnvironment.Sandbox;
        return new()
        {
            Agreements = cloud == PartnerCloud.Public,
            RelationshipRequests = cloud != PartnerCloud.UsGovernment && !sandbox,
            IndirectResellers = cloud != PartnerCloud.UsGovernment && partner.Kind == PartnerKind.IndirectProvider,
            MpaStatus = cloud != PartnerCloud.China,
            Gdap = cloud != PartnerCloud.China,
            AuditRecords = cloud != PartnerCloud.China,
            AzureProducts = cloud != PartnerCloud.China,
            CustomerUsers = cloud != PartnerCloud.UsGovernment,
            DeletesCustomers = sandbox,
            InitialDomainSuffix = cloud switch
            {
                PartnerCloud.China => "partner.onmschina.cn",
                PartnerCloud.UsGovernment => "onmicrosoft.us",
                _ => "onmicrosoft.com",
            },
        };
    }
}

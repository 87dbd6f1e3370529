using System.ComponentModel.DataAnnotations;

namespace PartnerCenter;

/// <summary>The role in which the partner sells to customers.</summary>
public enum PartnerKind
{
    /// <summary>Sells to customers itself.</summary>
    DirectBill,

    /// <summary>Sells through indirect resellers.</summary>
    IndirectProvider,
}

/// <summary>The clouds of C §1.</summary>
public enum PartnerCloud
{
    Public,
    UsGovernment,
    China,
}

/// <summary>Production, or the integration sandbox of C §23.</summary>
public enum PartnerEnvironment
{
    Production,
    Sandbox,
}

/// <summary>
/// The ways in which a customer's acceptance of the Microsoft Customer Agreement can be obtained. Source: C §9.
/// </summary>
[Flags]
public enum AgreementWays
{
    None = 0,

    /// <summary>The partner states it (C §9.3).</summary>
    Attestation = 1,

    /// <summary>The customer accepts by itself (C §9.5).</summary>
    Direct = 2,

    /// <summary>The customer accepts on a page that the partner asked for (C §9.6).</summary>
    Enhanced = 4,
}

/// <summary>The kinds of credential by which the application signs in at the token authority.</summary>
public enum ApplicationCredential
{
    /// <summary>A client secret, stored under <see cref="PartnerProfile.CredentialName"/>.</summary>
    Secret,

    /// <summary>
    /// A certificate with its private key, as PEM or as base64 of a PFX without password, stored under <see
    /// cref="PartnerProfile.CredentialName"/>.
    /// </summary>
    Certificate,

    /// <summary>
    /// The managed identity of the host, trusted by the application through a federated credential; nothing is stored.
    /// </summary>
    ManagedIdentity,
}

/// <summary>
/// One partner tenant and how it is reached: the section <c>Partners:{name}</c>. Secrets are not in it, only their
/// name.
/// </summary>
public sealed class PartnerProfile
{
    /// <summary>The name of the section; requests name their partner by it.</summary>
    public string Name { get; set; } = "";

    /// <summary>
    /// REST base, such as <c>https://api.partnercenter.microsoft.com</c>. https, or http on loopback.
    /// </summary>
    [Required]
    public Uri? BaseAddress { get; set; }

    /// <summary>
    /// Token authority, such as <c>https://login.microsoftonline.com</c>. https, or http on loopback.
    /// </summary>
    [Required]
    public Uri? Authority { get; set; }

    /// <summary>The partner's own tenant.</summary>
    public Guid TenantId { get; set; }

    /// <summary>Direct-bill partner or indirect provider.</summary>
    public PartnerKind Kind { get; set; }

    /// <summary>National cloud; decides which operations exist (<see cref="Capabilities"/>).</summary>
    public PartnerCloud Cloud { get; set; }

    /// <summary>Production or sandbox.</summary>
    public PartnerEnvironment Environment { get; set; }

    /// <summary>The partner's own mail domains: a customer's contact may not use them. Source: C §5.1.</summary>
    public IList<string> MailDomains { get; } = [];

    /// <summary>The application's id.</summary>
    [Required]
    public string ClientId { get; set; } = "";

    /// <summary>
    /// The name under which the secret or certificate is stored; the refresh token is stored under the same name with
    /// <c>-refresh-token</c>.
    /// </summary>
    [Required, RegularExpression("^[0-9a-zA-Z-]{1,100}$")]
    public string CredentialName { get; set; } = "";

    /// <summary>The kind of credential stored under <see cref="CredentialName"/>.</summary>
    public ApplicationCredential Credential { get; set; }

    /// <summary>The client id of a user-assigned managed identity; absent: the system-assigned one.</summary>
    public string? ManagedIdentityClientId { get; set; }

    /// <summary>
    /// The ways to an agreement that are allowed, such as <c>Direct, Enhanced</c>; absent: these two.
    /// <see cref="AgreementWays.Attestation"/> is closed in the public cloud since 5 January 2026, so it exists only
    /// where it is named here, with <see cref="AgreementWays.Direct"/> beside it, because a refusal of it goes on with
    /// direct acceptance. Source: C §9.0.
    /// </summary>
    public AgreementWays? Agreements { get; set; }

    /// <summary>The ways that are open: <see cref="Agreements"/> or those of today.</summary>
    public AgreementWays AllowedAgreements => Agreements ?? AgreementWays.Direct | AgreementWays.Enhanced;

    /// <summary>
    /// The longest time that one call may take. Default 3 minutes, as the vendor's SDK waits (C §3.7).
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:30:00")]
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromMinutes(3);

    /// <summary>The functions that exist in this cloud and environment for this kind of partner.</summary>
    public PartnerCapabilities Capabilities => PartnerCapabilities.Of(this);

    /// <summary>The audience of its tokens. Source: C §2.</summary>
    public string Resource =>
        Cloud == PartnerCloud.China
            ? "https://partner.partnercenterapi.microsoftonline.cn"
            : "https://api.partnercenter.microsoft.com";

    /// <summary>The name under which the refresh token is stored.</summary>
    public string RefreshTokenName => CredentialName + "-refresh-token";
}

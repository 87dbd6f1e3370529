using PartnerCenter.Simulator.State;

namespace PartnerCenter.Simulator;

public enum SimulatedPartnerKind
{
    DirectBill,
    IndirectProvider,
    IndirectReseller,
}

public enum SimulatedEnvironment
{
    Production,
    Sandbox,
}

public enum SimulatedCloud
{
    Public,
    UsGovernment,
    China,
}

/// <summary>
/// The ways of attesting an agreement that exist for the partner (C §9.0). <see cref="ByDate"/>: both, until
/// attestation by the partner is closed on 5 January 2026; attestations made before stay valid.
/// </summary>
public enum AttestationMode
{
    ByDate,
    Both,
    Legacy,
    Enhanced,
}

/// <summary>The review of a new customer's account (C §5.6): no status at all, or a review with its result.</summary>
public enum AccountReviewMode
{
    None,
    Allowed,
    Review,
    Reject,
    NotReady,
}

/// <summary>
/// One partner tenant with the switches of C §24.1. Every member can be changed with <c>PUT /control/partner</c>.
/// Delays are measured on the simulator's clock; as they are, they suit a first run: everything is visible at once and
/// done within two seconds.
/// </summary>
public sealed record SimulatedPartner : Document
{
    /// <summary>The Entra tenant id: the <c>tid</c> of tokens.</summary>
    public required string TenantId { get; init; }
    public required string Name { get; init; }
    public SimulatedPartnerKind PartnerType { get; init; }
    public SimulatedEnvironment Environment { get; init; }
    public SimulatedCloud Cloud { get; init; }
    public required string MpnId { get; init; }
    public string Country { get; init; } = "US";

    /// <summary>The mail domain no customer contact may use (C §5.1).</summary>
    public string MailDomain { get; init; } = "partner.example";

    /// <summary>The partner's own MPA; false: purchases answer 403/900124.</summary>
    public bool MpaSigned { get; init; } = true;

    /// <summary>False: purchases answer 403/800039.</summary>
    public bool ProgramActive { get; init; } = true;

    /// <summary>False: create customer answers 403/600006.</summary>
    public bool MayCreateCustomers { get; init; } = true;

    /// <summary>
    /// Null: unlimited. The sum of the orders' extended prices above it answers 403/800023 (900121 with <see
    /// cref="NewCreditCode"/>).
    /// </summary>
    public decimal? CreditLimit { get; init; }
    public bool NewCreditCode { get; init; }

    /// <summary>Countries the partner may sell in; null: all. Others answer 403/2030.</summary>
    public IReadOnlyList<string>? SellsIn { get; init; }
    public AttestationMode AttestationMode { get; init; }

    /// <summary>
    /// Status and code of an attestation that is retired, which no source tells (C §9.0, C §25 row 1).
    /// </summary>
    public int RetiredAttestationStatus { get; init; } = 400;
    public int RetiredAttestationCode { get; init; } = 900141;

    /// <summary>
    /// The day whose rules hold for the partner; from the moment it is set it goes on with the clock. Null: the
    /// simulator's day.
    /// </summary>
    public DateOnly? AsOf { get; init; }

    /// <summary>The time on the simulator's clock at which <see cref="AsOf"/> was set; kept by the simulator.</summary>
    [System.Text.Json.Serialization.JsonInclude]
    internal DateTimeOffset? AsOfSince { get; init; }

    /// <summary>The tokens' user: false makes app+user tokens without <c>mfa</c>, or without an agent role.</summary>
    public bool UserHasMfa { get; init; } = true;
    public bool UserIsAgent { get; init; } = true;

    /// <summary>Answers a missing MFA claim as before 2026: 401 "MFA required" without a body (C §2).</summary>
    public bool LegacyMfaAnswer { get; init; }

    /// <summary>Accepts tokens for graph.windows.net, as before August 2025 (C §2).</summary>
    public bool AcceptsGraphAudience { get; init; }

    /// <summary>
    /// C §2, §12: users, organization, custom domains and provisioning status need a granular relationship.
    /// </summary>
    public bool GdapRequired { get; init; }
    public int DomainTakenStatus { get; init; } = 400;

    /// <summary>Status of an associatedPartnerId that is no active reseller: 400 or 403 (C §24.6).</summary>
    public int UnknownResellerStatus { get; init; } = 403;

    /// <summary>The error code of an unknown reseller, which no table lists (C §24.6).</summary>
    public int UnknownResellerCode { get; init; } = 2032;
    public bool SandboxAcceptsBadAddress { get; init; }
    public int SandboxCustomerLimit { get; init; } = 75;
    public int SandboxSubscriptionLimit { get; init; } = 5;
    public int SandboxSeatLimit { get; init; } = 25;
    public bool SandboxAzurePlanAllowed { get; init; }

    /// <summary>
    /// A second checkout of an ordered cart answers 400/800065 instead of the first result (C §25 row 10).
    /// </summary>
    public bool RefuseSecondCheckout { get; init; }

    /// <summary>A repeat of create customer with the same MS-RequestId leaves the credentials out (C §24.4).</summary>
    public bool ReplayOmitsCredentials { get; init; }

    /// <summary>The same MS-RequestId with another body answers 409 instead of the first answer (C §24.4).</summary>
    public bool ReplayChecksBody { get; init; }

    /// <summary>A second call with a running call's MS-RequestId answers 409 instead of waiting (C §24.4).</summary>
    public bool ConcurrentReplayConflicts { get; init; }

    /// <summary>A billing profile whose ETag moved on answers 400/2055 instead of 412 (C §3.6).</summary>
    public bool EtagConflictAs2055 { get; init; }

    /// <summary>Changes of subscriptions answer 202 with a Location (C §19.3).</summary>
    public bool SlowSubscriptionUpdates { get; init; }

    /// <summary>
    /// Reads of the MPA that say "not signed" answer <c>false</c> instead of 400/2203 and 2206 (C §10.4).
    /// </summary>
    public bool MpaUnsignedAsFalse { get; init; }

    /// <summary>
    /// Requires MS-RequestId and MS-CorrelationId on create customer and a quoted If-Match (C §24.2).
    /// </summary>
    public bool StrictHeaders { get; init; }

    /// <summary>
    /// Comma-joined header values on catalog and cart answers, swapped ids on registration status (C §24.2).
    /// </summary>
    public bool HeaderQuirks { get; init; }

    /// <summary>Members nobody knows in answers, at every level (C §24.5).</summary>
    public bool UnknownMembers { get; init; }

    /// <summary>Words nobody knows in the enumerations of answers: states, cycles, kinds (C §24.5).</summary>
    public bool UnknownValues { get; init; }

    /// <summary>The end of a seek collection answers 400/2000 instead of an answer without a token (C §3.5).</summary>
    public bool ListEndsWithError { get; init; }

    /// <summary>
    /// Every address check answers this status; null: judged by the address, its form and its content (C §7).
    /// </summary>
    public string? AddressStatus { get; init; }

    /// <summary>
    /// Calls per minute before 429; null: unlimited. Repeats inside the penalty make it longer (C §3.8).
    /// </summary>
    public int? RequestsPerMinute { get; init; }

    /// <summary>The same for the calls on the paths of one customer (C §3.8); null: unlimited.</summary>
    public int? RequestsPerMinutePerCustomer { get; init; }

    /// <summary>
    /// The cancellation window of new commerce seats; below a day the answer is 900213 with hours (C §20.1).
    /// </summary>
    public TimeSpan CancellationWindow { get; init; } = TimeSpan.FromDays(7);

    /// <summary>
    /// The time from checkout to a completed order that carries subscription ids. C §17.4: up to 15 minutes at the
    /// vendor.
    /// </summary>
    public TimeSpan OrderCompletionDelay { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>The time from completion of the order to <c>fulfilled</c> and <c>success</c>. C §18.3, §19.5.</summary>
    public TimeSpan ProvisioningDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Subscriptions end in <c>failed</c> instead of <c>success</c>. C §19.5, §24.9.</summary>
    public bool ProvisioningFails { get; init; }

    /// <summary>
    /// Provisioning status moves on ticks of this length only; zero: at once. C §19.5: about 15 minutes.
    /// </summary>
    public TimeSpan ProvisioningTick { get; init; }

    /// <summary>
    /// The time for which a new customer is missing from lists, agreements and commerce. C §5.2, §24.6: 0 to 60
    /// seconds.
    /// </summary>
    public TimeSpan VisibilityLag { get; init; }

    /// <summary>
    /// The time for which a new order is missing from the order list and from <c>subscriptions?order_id</c>. C §18.3:
    /// up to 15 minutes.
    /// </summary>
    public TimeSpan OrderListLag { get; init; }

    /// <summary>The time for which a new subscription answers 409/800082 to a change. C §19.3.</summary>
    public TimeSpan SubscriptionSettleDelay { get; init; }

    /// <summary>The time from the effect to its audit record. C §22.</summary>
    public TimeSpan AuditLag { get; init; }

    /// <summary>The review of new customers' accounts. C §5.6.</summary>
    public AccountReviewMode AccountReview { get; init; }

    /// <summary>The length of a review, when there is one.</summary>
    public TimeSpan AccountReviewDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The time for which a cart can be checked out. C §17.2: seven days since 2022, 15 minutes before.
    /// </summary>
    public TimeSpan CartLifetime { get; init; } = TimeSpan.FromDays(7);

    /// <summary>The resellers that an indirect provider works with.</summary>
    public IReadOnlyList<SimulatedReseller> Resellers { get; init; } = [];

    internal override string Key => TenantId;
    internal bool IsSandbox => Environment == SimulatedEnvironment.Sandbox;
    internal bool IsProvider => PartnerType == SimulatedPartnerKind.IndirectProvider;
}

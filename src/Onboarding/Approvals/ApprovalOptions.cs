using System.ComponentModel.DataAnnotations;

namespace Onboarding.Approvals;

/// <summary>
/// Which onboardings have to be approved, by whom, and how long is waited. Section <c>Approvals</c>; durations as
/// <c>d.hh:mm:ss</c>.
/// </summary>
public sealed class ApprovalOptions
{
    public const string Section = "Approvals";

    /// <summary>
    /// The rules in their order (<c>Approvals:Rules:0:…</c>): the first whose conditions are all met decides. None met,
    /// or no rule: nobody has to approve, unless the request itself asks for it.
    /// </summary>
    public List<ApprovalRule> Rules { get; } = [];

    /// <summary>
    /// What becomes of findings of severity review that the request does not acknowledge: <c>Hold</c> (default), the
    /// onboarding waits for an approval, or <c>Pass</c>, they are only told.
    /// </summary>
    public ReviewPolicy ReviewFindings { get; set; }

    /// <summary>
    /// Who approves where a rule does not say: any of <c>role:{role}</c> and <c>group:{group}</c>, with commas. Default
    /// <c>role:Approver</c>.
    /// </summary>
    [Required]
    public string By { get; set; } = "role:Approver";

    /// <summary>Whoever submitted a request may not approve it. Default true.</summary>
    public bool FourEyes { get; set; } = true;

    /// <summary>After which the approvers are asked again. Default 1 day.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "90.00:00:00")]
    public TimeSpan RemindAfter { get; set; } = TimeSpan.FromDays(1);

    /// <summary>After which those of <see cref="EscalateTo"/> are asked too. Default 3 days.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "90.00:00:00")]
    public TimeSpan EscalateAfter { get; set; } = TimeSpan.FromDays(3);

    /// <summary>
    /// Who may approve as well from the escalation on, in the form of <see cref="By"/>. Left out: there is no
    /// escalation.
    /// </summary>
    public string? EscalateTo { get; set; }

    /// <summary>After which the onboarding ends as expired. Default 14 days.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "365.00:00:00")]
    public TimeSpan ExpireAfter { get; set; } = TimeSpan.FromDays(14);

    /// <summary>
    /// Where browsers reach this server, for links (<c>https://onboarding.contoso.com/</c>). Left out: messages carry
    /// no links.
    /// </summary>
    public Uri? PublicAddress { get; set; }

    /// <summary>How long a link can be used. Default 7 days; never longer than the approval is waited for.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "90.00:00:00")]
    public TimeSpan LinkLifetime { get; set; } = TimeSpan.FromDays(7);

    /// <summary>
    /// Under which name the vault keeps the key that links are signed with. Made at first use when there is none.
    /// </summary>
    [Required, RegularExpression("^[0-9a-zA-Z-]{1,100}$")]
    public string LinkKeyName { get; set; } = "approval-link-key";

    /// <summary>
    /// The approvers who are told when they are asked, by a name of your own (<c>Approvals:People:lena:…</c>).
    /// </summary>
    public Dictionary<string, ApproverOptions> People { get; } = new(StringComparer.OrdinalIgnoreCase);
}

/// <summary>What becomes of findings that a person has to look at.</summary>
public enum ReviewPolicy
{
    /// <summary>They hold the onboarding until somebody approves or acknowledges them.</summary>
    Hold,

    /// <summary>They are told and hold nothing.</summary>
    Pass,
}

/// <summary>
/// When somebody has to approve. Every condition that is given must be met; what cannot be found out counts as met, so
/// that ignorance never waves anything through.
/// </summary>
public sealed class ApprovalRule
{
    /// <summary>What it is called in timelines.</summary>
    public string? Name { get; set; }

    /// <summary>How many different approvers: 0, 1 or 2. Default 1.</summary>
    [Range(0, 2)]
    public int Approvers { get; set; } = 1;

    /// <summary>Who, in the form of <see cref="ApprovalOptions.By"/>; left out: as there.</summary>
    public string? By { get; set; }

    /// <summary>
    /// From which total price on, over the whole term and before tax, by currency (<c>TotalPriceFrom:EUR=10000</c>). A
    /// price in a currency that is not named counts as met.
    /// </summary>
    public Dictionary<string, decimal> TotalPriceFrom { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>From how many licences on, all lines together.</summary>
    [Range(0, int.MaxValue)]
    public int? LicencesFrom { get; set; }

    /// <summary>Countries of customers, ISO 3166-1 alpha-2 with commas.</summary>
    public string? Countries { get; set; }

    /// <summary>Segments of offers with commas: commercial, education, government, nonprofit.</summary>
    public string? Segments { get; set; }

    /// <summary>The request has findings that a person has to look at (severity <c>review</c>).</summary>
    public bool ReviewFindings { get; set; }

    /// <summary>
    /// Who submitted, with commas, as it stands in the onboarding (<c>key:shop</c>, <c>gena@contoso.com</c>,
    /// <c>queue</c>).
    /// </summary>
    public string? Submitters { get; set; }
}

/// <summary>One approver who is told.</summary>
public sealed class ApproverOptions
{
    /// <summary>
    /// The identity that approves: the name in the person's Entra ID token, or <c>key:{name}</c>. A link acts as this
    /// one.
    /// </summary>
    public string? Identity { get; set; }

    /// <summary>Roles with commas. Default <c>Approver</c>.</summary>
    public string Roles { get; set; } = "Approver";

    /// <summary>Groups with commas.</summary>
    public string? Groups { get; set; }

    /// <summary>
    /// The person's own webhook, such as a relay to mail or chat. What is sent there carries a link that decides in the
    /// person's name: nobody else may read it.
    /// </summary>
    public Uri? NotifyUrl { get; set; }

    /// <summary>
    /// The person's address, for mail through <c>Notifications:Smtp</c>. The mail carries the same kind of link.
    /// </summary>
    public string? NotifyEmail { get; set; }

    internal bool IsTold => NotifyUrl is not null || NotifyEmail is not null;
}

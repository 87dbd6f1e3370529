using System.ComponentModel.DataAnnotations;

namespace Onboarding.Approvals;

/// <summary>
/// The rules that say which onboardings need an approval, by whom, and how long they wait for it. Section
/// <c>Approvals</c>; durations as <c>d.hh:mm:ss</c>.
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
    /// The handling of findings of severity review that the request does not acknowledge: <c>Hold</c> (default), the
    /// onboarding waits for an approval, or <c>Pass</c>, they are only reported.
    /// </summary>
    public ReviewPolicy ReviewFindings { get; set; }

    /// <summary>
    /// The approvers when a rule names none: any of <c>role:{role}</c> and <c>group:{group}</c>, with commas. Default
    /// <c>role:Approver</c>.
    /// </summary>
    [Required]
    public string By { get; set; } = "role:Approver";

    /// <summary>True when the submitter of a request may not approve it. Default true.</summary>
    public bool FourEyes { get; set; } = true;

    /// <summary>The time after which the approvers are asked again. Default 1 day.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "90.00:00:00")]
    public TimeSpan RemindAfter { get; set; } = TimeSpan.FromDays(1);

    /// <summary>The time after which those of <see cref="EscalateTo"/> are asked too. Default 3 days.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "90.00:00:00")]
    public TimeSpan EscalateAfter { get; set; } = TimeSpan.FromDays(3);

    /// <summary>
    /// The approvers who are added at the escalation, in the form of <see cref="By"/>. Left out: there is no
    /// escalation.
    /// </summary>
    public string? EscalateTo { get; set; }

    /// <summary>The time after which the onboarding ends as expired. Default 14 days.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "365.00:00:00")]
    public TimeSpan ExpireAfter { get; set; } = TimeSpan.FromDays(14);

    /// <summary>
    /// The address at which browsers reach this server, for links (<c>https://onboarding.contoso.com/</c>). Left out:
    /// messages contain no links.
    /// </summary>
    public Uri? PublicAddress { get; set; }

    /// <summary>
    /// The time for which a link can be used. Default 7 days; never longer than the wait for the approval.
    /// </summary>
    [Range(typeof(TimeSpan), "00:01:00", "90.00:00:00")]
    public TimeSpan LinkLifetime { get; set; } = TimeSpan.FromDays(7);

    /// <summary>
    /// The name under which the vault stores the key that links are signed with. Made at first use when there is none.
    /// </summary>
    [Required, RegularExpression("^[0-9a-zA-Z-]{1,100}$")]
    public string LinkKeyName { get; set; } = "approval-link-key";

    /// <summary>
    /// The approvers who are told when they are asked, by a name of your own (<c>Approvals:People:lena:…</c>).
    /// </summary>
    public Dictionary<string, ApproverOptions> People { get; } = new(StringComparer.OrdinalIgnoreCase);
}

/// <summary>The ways of handling findings that a person has to look at.</summary>
public enum ReviewPolicy
{
    /// <summary>The findings hold the onboarding until somebody approves or acknowledges them.</summary>
    Hold,

    /// <summary>The findings are reported and do not hold the onboarding.</summary>
    Pass,
}

/// <summary>
/// A rule that says which onboardings need an approval. Every condition that is given must be met; a condition that
/// cannot be checked counts as met, so that nothing passes because a fact is unknown.
/// </summary>
public sealed class ApprovalRule
{
    /// <summary>The name of the rule in timelines.</summary>
    public string? Name { get; set; }

    /// <summary>The number of different approvers: 0, 1 or 2. Default 1.</summary>
    [Range(0, 2)]
    public int Approvers { get; set; } = 1;

    /// <summary>
    /// The approvers, in the form of <see cref="ApprovalOptions.By"/>; left out: those of that setting.
    /// </summary>
    public string? By { get; set; }

    /// <summary>
    /// The total price from which on the rule applies, over the whole term and before tax, by currency
    /// (<c>TotalPriceFrom:EUR=10000</c>). A price in a currency that is not named counts as met.
    /// </summary>
    public Dictionary<string, decimal> TotalPriceFrom { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The number of licences, all lines together, from which on the rule applies.</summary>
    [Range(0, int.MaxValue)]
    public int? LicencesFrom { get; set; }

    /// <summary>Countries of customers, ISO 3166-1 alpha-2 with commas.</summary>
    public string? Countries { get; set; }

    /// <summary>Segments of offers with commas: commercial, education, government, nonprofit.</summary>
    public string? Segments { get; set; }

    /// <summary>The request has findings that a person has to look at (severity <c>review</c>).</summary>
    public bool ReviewFindings { get; set; }

    /// <summary>
    /// The submitters to whose requests the rule applies, with commas, as named in the onboarding (<c>key:shop</c>,
    /// <c>gena@contoso.com</c>, <c>queue</c>).
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

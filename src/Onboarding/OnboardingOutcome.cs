using System.Text.Json.Serialization;
using Onboarding.Messages;
using Onboarding.Requests;

namespace Onboarding;

/// <summary>The outcome of an onboarding. Each one names the resources that exist at Microsoft now.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Completed), "completed")]
[JsonDerivedType(typeof(Rejected), "rejected")]
[JsonDerivedType(typeof(Expired), "expired")]
[JsonDerivedType(typeof(Cancelled), "cancelled")]
[JsonDerivedType(typeof(RolledBack), "rolledBack")]
[JsonDerivedType(typeof(NeedsAttention), "needsAttention")]
[JsonDerivedType(typeof(UndoneOnRequest), "takenBack")]
public abstract record OnboardingOutcome
{
    private OnboardingOutcome(ProvisionedResources exists, IReadOnlyList<Message>? remains = null) =>
        (Exists, Remains) = (exists, remains ?? []);

    public ProvisionedResources Exists { get; init; }

    /// <summary>Names what stays at Microsoft though the onboarding did not go through, in sentences.</summary>
    public IReadOnlyList<Message> Remains { get; init; }

    /// <summary>The customer is there, the agreement is accepted, everything ordered is provisioned.</summary>
    public sealed record Completed(ProvisionedResources Exists) : OnboardingOutcome(Exists);

    /// <summary>Refused before anything was done at Microsoft.</summary>
    public sealed record Rejected(
        ProvisionedResources Exists,
        IReadOnlyList<Finding> Findings,
        IReadOnlyList<Message> Reasons,
        string? ErrorCode
    ) : OnboardingOutcome(Exists);

    /// <summary>The onboarding waited for somebody until the deadline passed.</summary>
    public sealed record Expired(ProvisionedResources Exists, Message WaitedFor) : OnboardingOutcome(Exists);

    /// <summary>Somebody cancelled it; everything that can be undone was undone.</summary>
    public sealed record Cancelled(ProvisionedResources Exists, string By) : OnboardingOutcome(Exists);

    /// <summary>
    /// A step failed for good; what had been done was undone. <paramref name="Remains"/> names what Microsoft keeps.
    /// </summary>
    public sealed record RolledBack(ProvisionedResources Exists, Cause Cause, IReadOnlyList<Message> Remains)
        : OnboardingOutcome(Exists, Remains);

    /// <summary>The onboarding had completed and was undone on request, inside the cancellation window.</summary>
    public sealed record UndoneOnRequest(ProvisionedResources Exists, string By) : OnboardingOutcome(Exists);

    /// <summary>Ended with something still to be done. <paramref name="OpenTasks"/> names the open ones.</summary>
    public sealed record NeedsAttention(
        ProvisionedResources Exists,
        Cause? Cause,
        [property: JsonPropertyName("obligations")] IReadOnlyList<string> OpenTasks
    ) : OnboardingOutcome(Exists)
    {
        /// <summary>
        /// Gets the outcome that it becomes once none of them is open any more. Null in records of before 0.2.
        /// </summary>
        public OnboardingOutcome? Underlying { get; init; }
    }
}

/// <summary>
/// The cause of a failure: the step's name, a code of the error catalogue or the vendor's, and a text for people.
/// </summary>
public sealed record Cause(string Step, string Code, string Message);

/// <summary>The resources that exist at Microsoft now, as far as this onboarding made or used them.</summary>
public sealed record ProvisionedResources
{
    public static ProvisionedResources Empty { get; } = new();

    public Guid? TenantId { get; init; }
    public string? Domain { get; init; }

    /// <summary>
    /// False once the reseller relationship has been removed: the tenant stays, the partner has no hold on it.
    /// </summary>
    public bool? Relationship { get; init; }

    /// <summary>The invitation or agreement that the customer is asked to accept; null when nothing is open.</summary>
    public InvitationOnRecord? Invitation { get; init; }

    public AgreementOnRecord? Agreement { get; init; }
    public IReadOnlyList<OrderOnRecord> Orders { get; init; } = [];
    public IReadOnlyList<SubscriptionOnRecord> Subscriptions { get; init; } = [];

    /// <summary>
    /// Gets the time, UTC, until which the orders can be undone: the earliest end of the cancellation windows. Null:
    /// nothing is left that could be undone.
    /// </summary>
    public DateTimeOffset? CancellationAllowedUntil() =>
        Subscriptions.Where(subscription => subscription.IsBilled).Min(subscription => subscription.CancellableUntil);

    /// <summary>
    /// Applies what changed from <paramref name="before"/> to <paramref name="after"/>, and leaves what somebody else
    /// has changed meanwhile.
    /// </summary>
    public ProvisionedResources WithChanges(ProvisionedResources before, ProvisionedResources after) =>
        this with
        {
            TenantId = Changed(before.TenantId, after.TenantId, TenantId),
            Domain = Changed(before.Domain, after.Domain, Domain),
            Relationship = Changed(before.Relationship, after.Relationship, Relationship),
            Invitation = Changed(before.Invitation, after.Invitation, Invitation),
            Agreement = Changed(before.Agreement, after.Agreement, Agreement),
            Orders = Changed(before.Orders, after.Orders, Orders, order => order.Id),
            Subscriptions = Changed(
                before.Subscriptions,
                after.Subscriptions,
                Subscriptions,
                subscription => subscription.Id.ToString()
            ),
        };

    private static T Changed<T>(T before, T after, T now) => Equals(before, after) ? now : after;

    private static IReadOnlyList<T> Changed<T>(
        IReadOnlyList<T> before,
        IReadOnlyList<T> after,
        IReadOnlyList<T> now,
        Func<T, string> key
    )
    {
        var changed = after.Except(before).ToList();
        var gone = before.Select(key).Except(after.Select(key)).Concat(changed.Select(key)).ToHashSet();
        return [.. now.Where(item => !gone.Contains(key(item))), .. changed];
    }
}

/// <summary>The invitation or agreement that the customer is asked to accept, and the page for it.</summary>
public sealed record InvitationOnRecord
{
    /// <summary>The customer is asked to accept the partner's relationship.</summary>
    public const string Relationship = "relationship";

    /// <summary>The customer is asked to accept the Microsoft Customer Agreement.</summary>
    public const string Agreement = "agreement";

    /// <summary><see cref="Relationship"/> or <see cref="Agreement"/>.</summary>
    public required string To { get; init; }

    /// <summary>
    /// The page on which it is accepted. That of a relationship is the partner's, the same for every customer (C §11).
    /// </summary>
    public required string Url { get; init; }
    public required DateTimeOffset Since { get; init; }
    public required DateTimeOffset Until { get; init; }

    /// <summary>The tenant whose acceptance counts; at least one of tenant and domain is known.</summary>
    public Guid? TenantId { get; init; }
    public string? Domain { get; init; }
}

/// <summary>
/// The customer's accepted agreement. <paramref name="How"/> is <c>attested</c>, <c>alreadyAttested</c>,
/// <c>signedDirectly</c>.
/// </summary>
public sealed record AgreementOnRecord(
    string How,
    string? TemplateId,
    DateOnly? AcceptedOn,
    string? EvidenceSha256 = null
);

public sealed record OrderOnRecord(string Id, string Status);

/// <summary>One subscription. <paramref name="Item"/> is <c>product:sku</c>.</summary>
public sealed record SubscriptionOnRecord(
    Guid Id,
    string Item,
    int Quantity,
    string Status,
    DateTimeOffset? CancellableUntil = null
)
{
    /// <summary>Gets whether it costs money.</summary>
    [JsonIgnore]
    public bool IsBilled => Status is "Active" or "Suspended" or "Pending";
}

using System.Text.Json.Serialization;
using Onboarding.Customers;
using Onboarding.Http.OpenTasks;
using Onboarding.Messages;
using Onboarding.Progress;
using Onboarding.Requests;

namespace Onboarding.Http.Onboardings;

/// <summary>One onboarding in a list.</summary>
public sealed record OnboardingSummary
{
    public required string Id { get; init; }
    public required string Reference { get; init; }
    public required string Partner { get; init; }
    public string? CompanyName { get; init; }
    public string? Domain { get; init; }
    public Guid? Reseller { get; init; }
    public string? Batch { get; init; }

    /// <summary>The stage of the onboarding, in business words; an ended one shows its outcome.</summary>
    public required string Stage { get; init; }
    public required Actor WaitsFor { get; init; }
    public required DateTimeOffset Since { get; init; }
    public required DateTimeOffset SubmittedAt { get; init; }
    public required string SubmittedBy { get; init; }
    public Guid? TenantId { get; init; }
    public string? ErrorCode { get; init; }
    public required bool Ended { get; init; }

    /// <summary>Puts those that can be read and those that cannot into one order.</summary>
    internal static IEnumerable<OnboardingSummary> Sorted(IEnumerable<OnboardingSummary> items, OnboardingSort sort)
    {
        var ascending = sort.By switch
        {
            OnboardingSortKey.CompanyName => items.OrderBy(
                item => SearchColumns.Name(item.CompanyName, item.Domain, item.Reference),
                StringComparer.Ordinal
            ),
            OnboardingSortKey.Since => items.OrderBy(item => item.Since),
            _ => items.OrderBy(item => item.SubmittedAt),
        };
        var sorted = ascending.ThenBy(item => item.Id, StringComparer.Ordinal);
        return sort.IsDescending ? sorted.Reverse() : sorted;
    }

    internal static OnboardingSummary Of(OnboardingRecord record) =>
        new()
        {
            Id = record.Id.Value,
            Reference = record.Request.Reference,
            Partner = record.Request.Partner,
            CompanyName = record.Request.Customer.CompanyName,
            Domain = record.Domain,
            Reseller = record.Request.Reseller?.TenantId,
            Batch = record.Batch,
            Stage = record.Stage,
            WaitsFor = record.WaitsFor,
            Since = record.Since,
            SubmittedAt = record.SubmittedAt,
            SubmittedBy = record.SubmittedBy,
            TenantId = record.Exists.TenantId,
            ErrorCode = record.ErrorCode,
            Ended = record.Outcome is not null,
        };

    internal static OnboardingSummary Of(UnreadableRecord record) =>
        new()
        {
            Id = record.Id.Value,
            Reference = "",
            Partner = record.Partner,
            CompanyName = record.CompanyName,
            Domain = record.Domain,
            Batch = record.Batch,
            Stage = Progress.Stage.Unreadable,
            WaitsFor = Actor.Operator,
            Since = record.SubmittedAt,
            SubmittedAt = record.SubmittedAt,
            SubmittedBy = "",
            ErrorCode = ErrorCodes.StorageDamaged,
            Ended = record.Ended,
        };
}

/// <summary>The reason for which an onboarding cannot go on.</summary>
/// <param name="Code">The error code.</param>
/// <param name="Message">A message that says what happened, and what to do.</param>
public sealed record StuckReason(string Code, Message Message);

/// <summary>One onboarding with all its details.</summary>
public sealed record OnboardingResource
{
    public required string Id { get; init; }
    public required string Reference { get; init; }
    public required string Partner { get; init; }

    /// <summary>The stage of the onboarding, in business words; an ended one shows its outcome.</summary>
    public required string Stage { get; init; }

    /// <summary>The party that acts next.</summary>
    public required Actor WaitsFor { get; init; }
    public required DateTimeOffset Since { get; init; }

    /// <summary>The reason for which it cannot go on until somebody acts; absent while it can go on.</summary>
    public StuckReason? Stuck { get; init; }

    /// <summary>The time at which the wait for others ends; absent when there is no wait with a deadline.</summary>
    public DateTimeOffset? Until { get; init; }
    public required bool Ended { get; init; }

    /// <summary>Absent until it has ended.</summary>
    public OnboardingOutcome? Outcome { get; init; }

    /// <summary>The resources that exist at Microsoft now.</summary>
    public required ProvisionedResources Exists { get; init; }

    /// <summary>
    /// The time until which a completed onboarding can be undone with all of its orders cancelled; absent when it
    /// cannot.
    /// </summary>
    public DateTimeOffset? CancellationAllowedUntil { get; init; }

    /// <summary>The mail to the customer whose acceptance is waited for, ready to be sent.</summary>
    public CustomerMail? Mail { get; init; }
    public string? ErrorCode { get; init; }
    public required DateTimeOffset SubmittedAt { get; init; }
    public required string SubmittedBy { get; init; }
    public string? Batch { get; init; }
    public string? Domain { get; init; }

    /// <summary>True when the answer comes from Microsoft's simulator and nothing in it exists.</summary>
    public required bool Simulated { get; init; }

    /// <summary>
    /// The time at which the data was restored from a copy while it was under way: since then each effect is looked for
    /// at Microsoft before it is done. Absent when it was not restored.
    /// </summary>
    public DateTimeOffset? RestoredAt { get; init; }

    /// <summary>
    /// The time at which the customer's personal data was erased; the request is what is left of it. Absent when it was
    /// not erased.
    /// </summary>
    public DateTimeOffset? ErasedAt { get; init; }
    public required OnboardingRequest Request { get; init; }

    /// <summary>
    /// The findings in the request that did not refuse it. Those of severity review hold it until they are acknowledged
    /// or approved.
    /// </summary>
    public required IReadOnlyList<Finding> Findings { get; init; }
    public required IReadOnlyList<TimelineEntry> Timeline { get; init; }

    [JsonPropertyName("obligations")]
    public required IReadOnlyList<OpenTaskResource> OpenTasks { get; init; }
}

/// <summary>One step of the story.</summary>
public sealed record TimelineEntry
{
    public required int Sequence { get; init; }
    public required DateTimeOffset At { get; init; }
    public required string Stage { get; init; }
    public required Actor WaitsFor { get; init; }
    public required Message Text { get; init; }

    /// <summary>
    /// The text while the step that wrote the line is under way. Absent for a line that is no step's.
    /// </summary>
    public Message? UnderWay { get; init; }

    /// <summary>The text when the step is done. Absent for a line that is no step's.</summary>
    public Message? Done { get; init; }
    public string? ErrorCode { get; init; }

    internal static TimelineEntry Of(OnboardingChange change) =>
        new()
        {
            Sequence = change.Sequence,
            At = change.At,
            Stage = change.Stage,
            WaitsFor = change.WaitsFor,
            Text = change.Text,
            UnderWay = StepTexts.Of(change.Text)?.UnderWay,
            Done = StepTexts.Of(change.Text)?.Done,
            ErrorCode = change.ErrorCode,
        };
}

public sealed record OnboardingList(IReadOnlyList<OnboardingSummary> Items, string? Continuation);

/// <summary>The findings in a request. <paramref name="Accepted"/>: submitted as it is, it would be accepted.</summary>
public sealed record ValidationAnswer(bool Accepted, IReadOnlyList<Finding> Findings);

/// <summary>The first administrator's credentials of a new tenant.</summary>
public sealed record CredentialsAnswer(string UserName, string Password);

/// <summary>The body of a request for the first administrator's credentials.</summary>
public sealed record CredentialsConfirmation
{
    /// <summary>True: the caller keeps them, and knows that they are deleted here.</summary>
    public bool Confirm { get; init; }
}

/// <summary>The body of a request to erase.</summary>
public sealed record ErasureConfirmation
{
    /// <summary>True: the caller knows that what is erased cannot be brought back.</summary>
    public bool Confirm { get; init; }
}

/// <summary>
/// The body of a cancellation, and of a request to undo a completed onboarding. Without it, only the orders are undone.
/// </summary>
public sealed record CancellationBody
{
    /// <summary>
    /// True to remove the partner's relationship with the customer too. Restoring it needs the customer's consent.
    /// </summary>
    public bool RemoveRelationship { get; init; }
}

/// <summary>The body of a moved deadline.</summary>
public sealed record WaitDeadline
{
    /// <summary>The time at which the wait is to end, within a year.</summary>
    public DateTimeOffset? Until { get; init; }
}

/// <summary>
/// The onboardings that a resumption in bulk resumed. <paramref name="More"/>: there are others; call again with the
/// <paramref name="Continuation"/>.
/// </summary>
public sealed record BulkResumeAnswer(IReadOnlyList<string> Resumed, bool More, string? Continuation);

/// <summary>
/// The onboardings that a cancellation in bulk cancelled. <paramref name="More"/>: there are others; call again with
/// the <paramref name="Continuation"/>.
/// </summary>
public sealed record BulkCancelAnswer(IReadOnlyList<string> Cancelled, bool More, string? Continuation);

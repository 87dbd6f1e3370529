using Onboarding.Requests;

namespace Onboarding.Progress;

/// <summary>
/// The rest of an onboarding whose time is over: enough to know its request again, and nothing of the customer.
/// </summary>
/// <param name="RequestHash">Of the request.</param>
/// <param name="Partner">Name of the partner profile.</param>
/// <param name="Stage">The outcome.</param>
/// <param name="SubmittedAt">When it was submitted.</param>
/// <param name="RemovedAt">When it was removed.</param>
public sealed record Tombstone(
    string RequestHash,
    string Partner,
    string Stage,
    DateTimeOffset SubmittedAt,
    DateTimeOffset RemovedAt
)
{
    /// <summary>Makes that of a record.</summary>
    public static Tombstone Of(OnboardingRecord record, DateTimeOffset now) =>
        new(record.RequestHash, record.Request.Partner, record.Stage, record.SubmittedAt, now);

    /// <summary>Makes the record that it stands for.</summary>
    public OnboardingRecord ToRecord(OnboardingId id) =>
        new()
        {
            Id = id,
            Request = new OnboardingRequest
            {
                Reference = "",
                Partner = Partner,
                Customer = new CustomerSection(),
            },
            RequestHash = RequestHash,
            SubmittedAt = SubmittedAt,
            SubmittedBy = "",
            Stage = Stage,
            WaitsFor = Actor.Nobody,
            Since = RemovedAt,
            Outcome = Outcome(Stage),
            RemovedAt = RemovedAt,
        };

    private static OnboardingOutcome Outcome(string stage)
    {
        var none = ProvisionedResources.Empty;
        return stage switch
        {
            "rejected" => new OnboardingOutcome.Rejected(none, [], [], null),
            "expired" => new OnboardingOutcome.Expired(none, $""),
            "cancelled" => new OnboardingOutcome.Cancelled(none, ""),
            "rolled-back" => new OnboardingOutcome.RolledBack(none, new Cause("", "", ""), []),
            "needs-attention" => new OnboardingOutcome.NeedsAttention(none, null, []),
            "taken-back" => new OnboardingOutcome.UndoneOnRequest(none, ""),
            _ => new OnboardingOutcome.Completed(none),
        };
    }
}

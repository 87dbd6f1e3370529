using System.ComponentModel.DataAnnotations;

namespace Onboarding;

/// <summary>
/// The times for which an onboarding waits for others before it gives up. Section <c>Waits</c>; durations as
/// <c>d.hh:mm:ss</c>.
/// </summary>
public sealed record WaitsOptions
{
    public const string Section = "Waits";

    /// <summary>
    /// For Microsoft's review of the new customer's account, which takes hours to days (C §5.6). Then the onboarding is
    /// undone. Default 30 days.
    /// </summary>
    [Range(typeof(TimeSpan), "00:01:00", "365.00:00:00")]
    public TimeSpan AccountReview { get; init; } = TimeSpan.FromDays(30);

    /// <summary>
    /// For an existing customer to accept the partner's relationship request (C §11). Then the onboarding ends; nothing
    /// was done by then. Default 30 days.
    /// </summary>
    [Range(typeof(TimeSpan), "00:01:00", "365.00:00:00")]
    public TimeSpan Relationship { get; init; } = TimeSpan.FromDays(30);

    /// <summary>
    /// For the customer to accept the Microsoft Customer Agreement itself (C §9.5, §9.6). Then the onboarding is
    /// undone. Default 30 days.
    /// </summary>
    [Range(typeof(TimeSpan), "00:01:00", "365.00:00:00")]
    public TimeSpan Agreement { get; init; } = TimeSpan.FromDays(30);

    /// <summary>
    /// For orders and subscriptions to be ready (C §18, §19.5: lags of 15 minutes and more). Then it ends with an
    /// open task; nothing is undone. Default 3 days.
    /// </summary>
    [Range(typeof(TimeSpan), "00:01:00", "90.00:00:00")]
    public TimeSpan Provisioning { get; init; } = TimeSpan.FromDays(3);

    /// <summary>
    /// For Microsoft to vet a qualification, which takes days (C §13). Then the onboarding is undone. Default 30 days.
    /// </summary>
    [Range(typeof(TimeSpan), "00:01:00", "365.00:00:00")]
    public TimeSpan Qualification { get; init; } = TimeSpan.FromDays(30);

    /// <summary>
    /// For the purchase order that some orders ask for (C §18.5), and Microsoft's review of it. Then the order counts
    /// as refused. Default 14 days.
    /// </summary>
    [Range(typeof(TimeSpan), "00:01:00", "365.00:00:00")]
    public TimeSpan PurchaseOrder { get; init; } = TimeSpan.FromDays(14);

    /// <summary>
    /// For an operator to mend what stopped a step, such as the partner's sign-in. Then the onboarding is undone.
    /// Default 14 days.
    /// </summary>
    [Range(typeof(TimeSpan), "00:01:00", "365.00:00:00")]
    public TimeSpan Operator { get; init; } = TimeSpan.FromDays(14);

    /// <summary>
    /// The time after which, and again after which, the party that is waited for is reminded. Default 3 days.
    /// </summary>
    [Range(typeof(TimeSpan), "00:01:00", "90.00:00:00")]
    public TimeSpan Reminder { get; init; } = TimeSpan.FromDays(3);

    /// <summary>
    /// The longest time between two looks at what somebody is waited for; an event from Partner Center is looked after
    /// at once. Default 1 hour.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00")]
    public TimeSpan Look { get; init; } = TimeSpan.FromHours(1);
}

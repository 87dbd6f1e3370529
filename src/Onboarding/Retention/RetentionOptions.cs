using System.ComponentModel.DataAnnotations;

namespace Onboarding.Retention;

/// <summary>The times for which data is kept. Section <c>Retention</c>; durations as <c>d.hh:mm:ss</c>.</summary>
public sealed record RetentionOptions
{
    public const string Section = "Retention";

    /// <summary>
    /// A draft after its last change; a submitted one after its submission. Then it is removed. Default 30 days.
    /// </summary>
    [Range(typeof(TimeSpan), "00:01:00", "365.00:00:00")]
    public TimeSpan Drafts { get; init; } = TimeSpan.FromDays(30);

    /// <summary>
    /// A batch with its rows after it has ended, and what came in by webhook or queue after it was taken; a dead letter
    /// stays. The onboardings themselves stay. Default 90 days.
    /// </summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    public TimeSpan Received { get; init; } = TimeSpan.FromDays(90);

    /// <summary>
    /// An ended instance of the engine with its history, in the function app; the embedded server has
    /// <c>Server:HistoryRetention</c>. Default 365 days.
    /// </summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    public TimeSpan Histories { get; init; } = TimeSpan.FromDays(365);

    /// <summary>
    /// An onboarding after its last change, with its timeline, deliveries, approval, closed tasks and credentials; it
    /// must have ended and have no open task. A tombstone stays, so that its request is not onboarded again. Default
    /// 3650 days.
    /// </summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "36500.00:00:00")]
    public TimeSpan Records { get; init; } = TimeSpan.FromDays(3650);

    /// <summary>An entry of the audit. Default 3650 days.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "36500.00:00:00")]
    public TimeSpan Audit { get; init; } = TimeSpan.FromDays(3650);
}

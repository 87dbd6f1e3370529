namespace Onboarding.Http.Summary;

/// <summary>The number of onboardings by state, and the actions that have a deadline.</summary>
/// <param name="Open">Onboardings that have not ended, by stage.</param>
/// <param name="Ended">Onboardings that have ended and were submitted at or after endedFrom, by outcome.</param>
/// <param name="EndedFrom">The time from which on the ended ones are counted.</param>
/// <param name="Stopped">Onboardings that wait for an operator, by error, most first.</param>
/// <param name="ClosingWindows">
/// Completed onboardings that can be undone as a whole only for a short time, the first to close first.
/// </param>
/// <param name="Restored">
/// The backups that were restored and that still have to be dealt with, oldest first: until the open task of the
/// restore is closed, or, where there is none, until all onboardings of before have ended.
/// </param>
public sealed record SummaryResource(
    IReadOnlyDictionary<string, int> Open,
    IReadOnlyDictionary<string, int> Ended,
    DateTimeOffset EndedFrom,
    IReadOnlyList<StoppedByError> Stopped,
    IReadOnlyList<ClosingWindow> ClosingWindows,
    IReadOnlyList<RestoredBackup> Restored
);

/// <summary>A backup that was restored. It knows nothing of what happened at Microsoft after it was made.</summary>
/// <param name="TakenAt">When the backup was made, by its last entry; absent when it has none.</param>
/// <param name="RestoredAt">When it was restored.</param>
/// <param name="Open">
/// The number of onboardings that were submitted before the restore and have not ended; at most 200.
/// </param>
/// <param name="More">True when there are more than that.</param>
/// <param name="OpenTask">Id of the open task that says what to do; absent when there is none.</param>
public sealed record RestoredBackup(
    DateTimeOffset? TakenAt,
    DateTimeOffset RestoredAt,
    int Open,
    bool More,
    string? OpenTask
);

/// <summary>The number of onboardings that stopped with one error.</summary>
/// <param name="ErrorCode">A code of the error catalogue.</param>
/// <param name="Count">The number of onboardings that wait because of it.</param>
public sealed record StoppedByError(string ErrorCode, int Count);

/// <summary>A completed onboarding whose orders can be cancelled for a short time only.</summary>
/// <param name="Onboarding">Its id.</param>
/// <param name="Reference">As the caller named it.</param>
/// <param name="CompanyName">The customer's name.</param>
/// <param name="Until">When the first of its windows closes.</param>
public sealed record ClosingWindow(string Onboarding, string Reference, string? CompanyName, DateTimeOffset Until);

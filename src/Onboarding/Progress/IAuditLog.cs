namespace Onboarding.Progress;

/// <summary>
/// An entry of the audit log. <paramref name="Id"/> makes a repeated append one entry; <paramref name="Subject"/> is
/// the id of the thing that was changed; <see cref="CorrelationId"/> joins it to Microsoft's audit records.
/// </summary>
public sealed record AuditEntry(string Id, DateTimeOffset At, string Who, string Action, string Subject)
{
    public Guid? CorrelationId { get; init; }
    public string? Detail { get; init; }
}

/// <summary>
/// The log of who did what, separate from the engine's history. Entries are added; only erasure and retention touch
/// them.
/// </summary>
public interface IAuditLog
{
    Task Append(AuditEntry entry, CancellationToken cancellationToken);

    /// <summary>Everything about one subject, oldest first.</summary>
    Task<IReadOnlyList<AuditEntry>> For(string subject, CancellationToken cancellationToken);

    /// <summary>
    /// Replaces the entries about one subject, to remove personal data: the only change that an entry can see.
    /// </summary>
    Task Rewrite(string subject, Func<AuditEntry, AuditEntry> entry, CancellationToken cancellationToken);

    /// <summary>Removes entries of before a time, the oldest first.</summary>
    /// <param name="time">Entries at or after it stay.</param>
    /// <param name="most">How many at once.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The number of removed ones; fewer than <paramref name="most"/>: none is left.</returns>
    Task<int> RemoveBefore(DateTimeOffset time, int most, CancellationToken cancellationToken);
}

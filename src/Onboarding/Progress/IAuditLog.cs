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

/// <summary>Append-only, separate from the engine's history.</summary>
public interface IAuditLog
{
    Task Append(AuditEntry entry, CancellationToken cancellationToken);

    /// <summary>Everything about one subject, oldest first.</summary>
    Task<IReadOnlyList<AuditEntry>> For(string subject, CancellationToken cancellationToken);
}

namespace Onboarding.Http;

/// <summary>
/// The properties of the host that the API needs. <paramref name="Simulated"/>: no Partner Center account is
/// configured, the simulator stands in for Partner Center. <paramref name="IsUnreachable"/>: says of an exception, in
/// the host's own types, whether storage or engine cannot be used just now.
/// </summary>
public sealed record HostFacts(bool Simulated, Func<Exception, bool> IsUnreachable)
{
    /// <summary>
    /// Gets the error because of which nothing can be stored just now; null while data can be stored. For a host whose
    /// storage can be read when it cannot be written; the health check asks it.
    /// </summary>
    public Func<Exception?> WhyNotWritable { get; init; } = static () => null;

    /// <summary>
    /// Gets whether the host tells at <c>GET /api/changes</c> what has changed, so that the page need not ask as often.
    /// </summary>
    public bool TellsChanges { get; init; }

    /// <summary>
    /// Gets how old a summary may be. Zero: each call counts, for a host whose storage counts quickly and that tells
    /// the page what has changed.
    /// </summary>
    public TimeSpan SummaryAge { get; init; }
}

namespace Onboarding.Http;

/// <summary>
/// What callers are told of the host. <paramref name="Simulated"/>: no Partner Center account is configured,
/// Microsoft's part is played by the simulator.
/// <paramref name="IsAway"/>: whether an exception says that storage or engine cannot be used just now, in the host's
/// own types.</summary>
public sealed record HostFacts(bool Simulated, Func<Exception, bool> IsAway)
{
    /// <summary>
    /// Why nothing can be stored just now; null while it can. For a host whose storage can be read when it cannot be
    /// written; the health check asks it.
    /// </summary>
    public Func<Exception?> WhyNotWritable { get; init; } = static () => null;
}

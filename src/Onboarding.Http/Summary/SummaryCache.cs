namespace Onboarding.Http.Summary;

/// <summary>
/// Keeps the last summary of this process for as long as <see cref="HostFacts.SummaryAge"/>, so that many pages that
/// are kept open count the onboardings once. Callers that come while one is made wait for that one.
/// </summary>
public sealed class SummaryCache(HostFacts host, TimeProvider time)
{
    private readonly Lock _gate = new();
    private Task<SummaryResource>? _last;
    private long _begun;

    /// <param name="count">Makes a summary; it is not cancelled by a caller, since others may wait for it.</param>
    /// <param name="cancellationToken">Waits no longer.</param>
    public Task<SummaryResource> Get(
        Func<CancellationToken, Task<SummaryResource>> count,
        CancellationToken cancellationToken
    )
    {
        if (host.SummaryAge == TimeSpan.Zero)
            return count(cancellationToken);
        lock (_gate)
        {
            // One that failed is no answer for the next caller.
            if (_last is not { IsFaulted: false, IsCanceled: false } || time.GetElapsedTime(_begun) >= host.SummaryAge)
            {
                _begun = time.GetTimestamp();
                _last = Task.Run(() => count(CancellationToken.None), CancellationToken.None);
            }

            return _last.WaitAsync(cancellationToken);
        }
    }
}

namespace PartnerCenter.Simulator.Idempotency;

/// <summary>
/// The calls that are running, by replay key (and carts under checkout, by cart). A second call waits for the first, or
/// is told that there is one.
/// </summary>
internal sealed class ReplayLocks
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, TaskCompletionSource> _running = [];

    /// <summary>Enters at once, or answers the task that ends when the running call does.</summary>
    internal Task? TryEnter(string key)
    {
        lock (_gate)
        {
            if (_running.TryGetValue(key, out var other))
                return other.Task;
            _running[key] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return null;
        }
    }

    internal void Leave(string key)
    {
        TaskCompletionSource? done;
        lock (_gate)
            _running.Remove(key, out done);
        done?.SetResult();
    }
}

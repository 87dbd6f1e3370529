namespace OnboardingServer.Changes;

/// <summary>
/// Collects what one reader has not taken yet. A reader that is slow is told less exactly, so that it needs no more
/// memory than a fast one.
/// </summary>
internal sealed class ChangeReader(ChangeSignal signal) : IDisposable
{
    /// <summary>The number of paths that are told one by one; of more only the lists are told.</summary>
    public const int MostPaths = 100;

    private readonly Lock _gate = new();
    private SortedSet<string> _paths = new(StringComparer.Ordinal);
    private TaskCompletionSource _any = NewSource();

    /// <summary>Gets a task that ends as soon as there is something to take.</summary>
    public Task Any
    {
        get
        {
            lock (_gate)
                return _any.Task;
        }
    }

    /// <summary>Takes what has changed since the last time, each path once, in order.</summary>
    public IReadOnlyCollection<string> Take()
    {
        lock (_gate)
        {
            var taken = _paths;
            _paths = new(StringComparer.Ordinal);
            _any = NewSource();
            return taken;
        }
    }

    public void Dispose() => signal.Remove(this);

    internal void Add(string path)
    {
        lock (_gate)
        {
            if (!_paths.Contains(ListOf(path)))
                _paths.Add(path);
            if (_paths.Count > MostPaths)
                _paths = new(_paths.Select(ListOf), StringComparer.Ordinal);
            _any.TrySetResult();
        }
    }

    private static string ListOf(string path) => path.Split('/')[0];

    // What waits for it runs on a thread of its own: the one that tells has written to the store and goes on.
    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

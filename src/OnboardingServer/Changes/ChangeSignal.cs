namespace OnboardingServer.Changes;

/// <summary>
/// Tells the readers in this process which parts of the API have changed: <c>onboardings/{id}</c>, <c>batches/{id}</c>
/// or the name of another list. It holds nothing of what was written.
/// </summary>
internal sealed class ChangeSignal
{
    private readonly Lock _gate = new();
    private readonly HashSet<ChangeReader> _readers = [];

    /// <summary>Begins to read; what is told from now on is not missed.</summary>
    /// <returns>Null: there are as many readers as there may be.</returns>
    public ChangeReader? TryRead(int most)
    {
        lock (_gate)
        {
            if (_readers.Count >= most)
                return null;
            var reader = new ChangeReader(this);
            _readers.Add(reader);
            return reader;
        }
    }

    /// <summary>Tells every reader of one change.</summary>
    public void Tell(string path)
    {
        lock (_gate)
        {
            foreach (var reader in _readers)
                reader.Add(path);
        }
    }

    internal void Remove(ChangeReader reader)
    {
        lock (_gate)
            _readers.Remove(reader);
    }
}

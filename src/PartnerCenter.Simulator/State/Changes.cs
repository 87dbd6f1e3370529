namespace PartnerCenter.Simulator.State;

/// <summary>One record put (or, without a document, removed).</summary>
internal sealed record Change(string Table, string Key, Document? Document);

/// <summary>
/// The changes of the operation under way: undone when it is refused, written to the file before it is answered.
/// </summary>
internal sealed class Changes
{
    private readonly List<Change> _pending = [];
    private readonly List<Action> _undo = [];

    internal bool Any => _pending.Count > 0;

    internal void Record(Change change, Action undo)
    {
        _pending.Add(change);
        _undo.Add(undo);
    }

    internal IReadOnlyList<Change> Take()
    {
        Change[] taken = [.. _pending];
        _pending.Clear();
        _undo.Clear();
        return taken;
    }

    internal void RollBack()
    {
        for (var i = _undo.Count - 1; i >= 0; i--)
            _undo[i]();
        _pending.Clear();
        _undo.Clear();
    }
}

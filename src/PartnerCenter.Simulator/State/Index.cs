namespace PartnerCenter.Simulator.State;

/// <summary>A second way to the records of a table, kept with every change.</summary>
internal abstract class View<T>
    where T : Document
{
    internal abstract void Move(T? before, T? after);

    /// <summary>Forgets everything at once, and answers what brings it back.</summary>
    internal abstract Action Clear();
}

/// <summary>Records by a second key, in order of arrival.</summary>
internal sealed class Index<T>(Func<T, string?> key) : View<T>
    where T : Document
{
    private Dictionary<string, OrderedDictionary<string, T>> _groups = new(StringComparer.OrdinalIgnoreCase);

    internal IReadOnlyList<T> this[string value] => _groups.TryGetValue(value, out var rows) ? rows.Values : [];

    internal override void Move(T? before, T? after)
    {
        var from = before is null ? null : key(before);
        var to = after is null ? null : key(after);
        if (
            from is not null
            && !string.Equals(from, to, StringComparison.OrdinalIgnoreCase)
            && _groups.TryGetValue(from, out var group)
        )
            group.Remove(before!.Key);
        if (to is null)
            return;
        if (!_groups.TryGetValue(to, out var rows))
            _groups[to] = rows = new OrderedDictionary<string, T>(StringComparer.OrdinalIgnoreCase);
        rows[after!.Key] = after;
    }

    internal override Action Clear()
    {
        var before = _groups;
        _groups = new(StringComparer.OrdinalIgnoreCase);
        return () => _groups = before;
    }
}

/// <summary>Records by the beginning of a text, in the text's order.</summary>
internal sealed class Prefixes<T>(Func<T, string> text) : View<T>
    where T : Document
{
    private SortedSet<(string Text, string Key)> _sorted = Empty();

    /// <summary>The keys of the records whose text begins so.</summary>
    internal IEnumerable<string> StartingWith(string prefix) =>
        _sorted.GetViewBetween((prefix, ""), (prefix + char.MaxValue, "")).Select(found => found.Key);

    internal override void Move(T? before, T? after)
    {
        if (before is not null)
            _sorted.Remove((text(before), before.Key));
        if (after is not null)
            _sorted.Add((text(after), after.Key));
    }

    internal override Action Clear()
    {
        var before = _sorted;
        _sorted = Empty();
        return () => _sorted = before;
    }

    private static SortedSet<(string Text, string Key)> Empty() =>
        new(
            Comparer<(string Text, string Key)>.Create(
                (left, right) =>
                    string.Compare(left.Text, right.Text, StringComparison.OrdinalIgnoreCase) is not 0 and var order
                        ? order
                        : string.CompareOrdinal(left.Key, right.Key)
            )
        );
}

using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace PartnerCenter.Simulator.State;

/// <summary>The operations of a table that do not depend on the type of its records.</summary>
internal abstract class Table(string name)
{
    internal string Name => name;
    internal abstract int Count { get; }
    internal abstract void Load(string key, ref Utf8JsonReader document, bool isRemoved);
    internal abstract IEnumerable<Change> Snapshot();

    /// <summary>Forgets all records at once, and answers what brings them back.</summary>
    internal abstract Action Clear();
}

/// <summary>Records of one kind in memory, in order of arrival, with look-ups. Guarded by the world's gate.</summary>
internal sealed class Table<T>(string name, Changes changes) : Table(name)
    where T : Document
{
    private readonly List<View<T>> _views = [];
    private OrderedDictionary<string, T> _rows = new(StringComparer.OrdinalIgnoreCase);

    internal IReadOnlyList<T> All => _rows.Values;
    internal override int Count => _rows.Count;

    internal Index<T> IndexBy(Func<T, string?> key)
    {
        var index = new Index<T>(key);
        _views.Add(index);
        return index;
    }

    internal Prefixes<T> SortBy(Func<T, string> text)
    {
        var prefixes = new Prefixes<T>(text);
        _views.Add(prefixes);
        return prefixes;
    }

    /// <summary>The last to arrive, oldest first.</summary>
    internal IEnumerable<T> Newest(int most)
    {
        var rows = All;
        for (var i = Math.Max(0, rows.Count - most); i < rows.Count; i++)
            yield return rows[i];
    }

    internal T? Find(string? key) => key is not null && _rows.TryGetValue(key, out var row) ? row : null;

    internal bool TryFind(string key, [NotNullWhen(true)] out T? row) => _rows.TryGetValue(key, out row);

    internal void Put(T row)
    {
        var before = Find(row.Key);
        Set(row.Key, before, row);
        changes.Record(new Change(Name, row.Key, row), () => Set(row.Key, row, before));
    }

    internal void Remove(string key)
    {
        if (Find(key) is not { } before)
            return;
        Set(key, before, null);
        changes.Record(new Change(Name, key, null), () => Set(key, null, before));
    }

    internal override void Load(string key, ref Utf8JsonReader document, bool isRemoved) =>
        Set(
            key,
            Find(key),
            isRemoved
                ? null
                : JsonSerializer.Deserialize<T>(ref document, StateJson.Options)
                    ?? throw new JsonException($"the record {key} is null")
        );

    internal override IEnumerable<Change> Snapshot() => _rows.Values.Select(row => new Change(Name, row.Key, row));

    internal override Action Clear()
    {
        var before = _rows;
        _rows = new(StringComparer.OrdinalIgnoreCase);
        var views = _views.ConvertAll(view => view.Clear());
        return () =>
        {
            _rows = before;
            views.ForEach(back => back());
        };
    }

    private void Set(string key, T? before, T? after)
    {
        if (after is null)
            _rows.Remove(key);
        else
            _rows[key] = after;
        foreach (var view in _views)
            view.Move(before, after);
    }
}

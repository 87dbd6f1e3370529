using System.Globalization;

namespace OnboardingServer.Storage;

/// <summary>
/// The conditions of a query that were asked for, with their values. Values are always bound, never written into the
/// SQL.
/// </summary>
internal sealed class Conditions
{
    private readonly List<string> _conditions = [];
    private readonly List<object?> _values = [];

    public string Where => _conditions.Count == 0 ? "" : $" WHERE {string.Join(" AND ", _conditions)}";

    public object?[] Values => [.. _values];

    /// <param name="condition">SQL with <c>{0}</c> for the first value.</param>
    /// <param name="values">The values of the placeholders.</param>
    public void Add(string condition, params object[] values)
    {
        object[] names = [.. values.Select((_, n) => $"?{_values.Count + n + 1}")];
        _values.AddRange(values);
        _conditions.Add(string.Format(CultureInfo.InvariantCulture, condition, names));
    }
}

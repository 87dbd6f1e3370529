using System.Text.Json.Nodes;

namespace Onboarding.Webhooks;

/// <summary>
/// Evaluates the source of a request's member: a JSON pointer (<c>/company/name</c>), a constant (<c>=attestation</c>),
/// a look-up (<c>=table:skus[/variant]</c>), the first that is there (<c>=first:[/company][/name][=unknown]</c>) or
/// texts put together (<c>=join:[/first] [/last]</c>). Such expressions stand in the brackets, too.
/// </summary>
internal static class MapExpression
{
    private const string Table = "=table:";
    private const string First = "=first:";
    private const string Join = "=join:";
    private const int Deepest = 8;

    /// <summary>Gets the reason why a text is no expression; null when it is one.</summary>
    public static string? WhyNot(string from, IReadOnlyCollection<string> tables, int depth = 0)
    {
        if (depth > Deepest)
            return "it is nested too deep.";
        if (from.StartsWith('/') || from.StartsWith('=') && !IsFunction(from))
            return null;
        if (!from.StartsWith('='))
            return "must be a JSON pointer such as /company/name, a constant such as =attestation, or =table:, =first: "
                + "or =join: with pointers in brackets.";
        if (Parts(from) is not { } parts || parts.All(part => !part.IsExpression))
            return "has no pointer in brackets, or a bracket that is not closed.";
        if (from.StartsWith(Table, StringComparison.Ordinal))
        {
            var name = TableName(from);
            if (!tables.Contains(name, StringComparer.OrdinalIgnoreCase))
                return $"names the table '{name}', which is not among Tables.";
            if (parts is not [{ IsExpression: false }, { IsExpression: true }])
                return "a look-up has one pointer in brackets.";
        }

        return parts
            .Where(part => part.IsExpression)
            .Select(part => WhyNot(part.Text, tables, depth + 1))
            .FirstOrDefault(problem => problem is not null);
    }

    /// <summary>Gets the value of an expression; null when there is none.</summary>
    public static JsonNode? Value(JsonNode? root, string from, WebhookSource source)
    {
        if (!from.StartsWith('='))
            return JsonPointer.Find(root, from);
        if (!IsFunction(from) || Parts(from) is not { } parts)
            return JsonValue.Create(from[1..]);
        if (from.StartsWith(First, StringComparison.Ordinal))
            return parts
                .Where(part => part.IsExpression)
                .Select(part => Value(root, part.Text, source))
                .FirstOrDefault(value => value is not null && TextOf(value) is not { Length: 0 });
        if (from.StartsWith(Join, StringComparison.Ordinal))
        {
            var whole = string.Concat(
                    parts.Select(part => part.IsExpression ? TextOf(Value(root, part.Text, source)) : part.Text)
                )
                .Trim();
            return parts.Any(part => part.IsExpression && TextOf(Value(root, part.Text, source)) is { Length: > 0 })
                ? JsonValue.Create(whole)
                : null;
        }

        return
            TextOf(Value(root, parts[1].Text, source)) is { } key
            && source.Tables.TryGetValue(TableName(from), out var table)
            && table.TryGetValue(key, out var found)
            ? JsonValue.Create(found)
            : null;
    }

    private static bool IsFunction(string from) =>
        from.StartsWith(Table, StringComparison.Ordinal)
        || from.StartsWith(First, StringComparison.Ordinal)
        || from.StartsWith(Join, StringComparison.Ordinal);

    private static string TableName(string from) => from[Table.Length..].Split('[', 2)[0];

    // Null: an object, a list, or nothing.
    private static string? TextOf(JsonNode? value) =>
        value is not JsonValue scalar ? null
        : scalar.TryGetValue<string>(out var text) ? text.Trim()
        : scalar.ToJsonString();

    // Null: a bracket is not closed.
    private static List<Part>? Parts(string from)
    {
        var parts = new List<Part>();
        var text = from[(from.IndexOf(':', StringComparison.Ordinal) + 1)..];
        var (begin, depth) = (0, 0);
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '[' && depth++ == 0 || text[at] == ']' && --depth == 0)
            {
                if (at > begin || text[at] == ']')
                    parts.Add(new(text[begin..at], text[at] == ']'));
                begin = at + 1;
            }

            if (depth < 0)
                return null;
        }

        if (begin < text.Length)
            parts.Add(new(text[begin..], IsExpression: false));
        return depth == 0 ? parts : null;
    }

    private sealed record Part(string Text, bool IsExpression);
}

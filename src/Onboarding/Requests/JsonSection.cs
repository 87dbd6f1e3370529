using System.Globalization;
using System.Text;
using System.Text.Json;
using Onboarding.Messages;

namespace Onboarding.Requests;

/// <summary>
/// One JSON object of a request, read member by member: what is wrong becomes a finding and reads as absent, so that
/// one mistake does not hide the others. Texts lose surrounding blanks, an empty text is an absent one. Messages never
/// repeat a value, since any value may be personal.
/// </summary>
internal sealed class JsonSection
{
    private readonly Dictionary<string, JsonElement> _members = new(StringComparer.Ordinal);
    private readonly FindingList _findings;
    private readonly string _path;

    public JsonSection(JsonElement element, string path, FindingList findings, params ReadOnlySpan<string> known)
    {
        (_path, _findings) = (path, findings);
        foreach (var member in element.EnumerateObject())
        {
            var name = NameOf(member);
            if (name is null)
                findings.Error(ErrorCodes.FieldControlCharacters, path, $"A member's name holds broken Unicode.");
            else if (known.IndexOf(name) < 0)
                findings.Error(
                    ErrorCodes.FieldUnknown,
                    At(name),
                    $"There is no member {Shown(name)} here.",
                    Nearest(name, known)
                );
            else if (!_members.TryAdd(name, member.Value))
                findings.Error(ErrorCodes.FieldDuplicate, At(name), $"The member {name} is there more than once.");
        }
    }

    public string At(string name) => $"{_path}/{Pointer(name)}";

    public bool Has(string name) => _members.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null;

    public string? Text(string name, int longest, bool required = false)
    {
        if (!Find(name, JsonValueKind.String, "a text", required, out var value))
            return null;
        string text;
        try
        {
            text = value.GetString()!.Normalize(NormalizationForm.FormC).Trim();
        }
        catch (Exception broken) when (broken is InvalidOperationException or ArgumentException)
        {
            _findings.Error(ErrorCodes.FieldControlCharacters, At(name), $"The text holds broken Unicode.");
            return null;
        }

        if (text.Any(IsUnseen))
        {
            _findings.Error(
                ErrorCodes.FieldControlCharacters,
                At(name),
                $"The text holds control characters, line breaks or invisible characters."
            );
            return null;
        }

        if (text.Length > longest)
        {
            _findings.Error(ErrorCodes.FieldTooLong, At(name), $"At most {longest} characters, found {text.Length}.");
            return null;
        }

        if (text.Contains(GarbledText.Lost, StringComparison.Ordinal) || GarbledText.Repair(text) is not null)
        {
            _findings.Error(
                ErrorCodes.FieldGarbled,
                At(name),
                $"The text was read in another encoding than it was written in. A file is saved as 'CSV UTF-8'.",
                GarbledText.Repair(text)
            );
            return null;
        }

        if (text.Length > 0)
            return text;
        if (required)
            _findings.Error(ErrorCodes.FieldRequired, At(name), $"{name} must not be empty.");
        return null;
    }

    public int? Whole(string name, bool required = false)
    {
        if (!Find(name, JsonValueKind.Number, "a whole number", required, out var value))
            return null;
        if (value.TryGetInt32(out var number))
            return number;
        // One that is whole as it is written is one of its type, however large.
        _findings.Error(
            value.GetRawText().TrimStart('-').All(char.IsAsciiDigit)
                ? ErrorCodes.FieldOutOfRange
                : ErrorCodes.FieldWrongType,
            At(name),
            $"A whole number up to 2147483647, without fraction or exponent."
        );
        return null;
    }

    public bool? Flag(string name)
    {
        if (!Has(name))
            return null;
        var value = _members[name];
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return value.GetBoolean();
        WrongType(name, "true or false", value);
        return null;
    }

    public Guid? Id(string name, bool required = false)
    {
        if (Text(name, 100, required) is not { } text)
            return null;
        if (Guid.TryParseExact(text, "D", out var id) && id != Guid.Empty)
            return id;
        _findings.Error(
            ErrorCodes.FieldInvalid,
            At(name),
            $"A GUID of the form 00000000-0000-0000-0000-000000000000, and not that one itself."
        );
        return null;
    }

    public DateOnly? Date(string name)
    {
        if (Text(name, 100) is not { } text)
            return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            return date;
        _findings.Error(ErrorCodes.FieldInvalid, At(name), $"A date of the form YYYY-MM-DD.");
        return null;
    }

    /// <summary>One of an enumeration's values, by its name in camelCase.</summary>
    public T? Choice<T>(string name, bool required = false)
        where T : struct, Enum
    {
        if (Text(name, 100, required) is not { } text)
            return null;
        foreach (var option in Enum.GetValues<T>())
        {
            if (text == NameOf(option))
                return option;
        }

        var options = Enum.GetValues<T>().Select(NameOf).ToArray();
        _findings.Error(
            ErrorCodes.FieldNotAnOption,
            At(name),
            $"One of {string.Join(", ", options)}.",
            Array.Find(options, option => option.Equals(text, StringComparison.OrdinalIgnoreCase))
        );
        return null;
    }

    public JsonSection? Section(string name, bool required, params ReadOnlySpan<string> known) =>
        Find(name, JsonValueKind.Object, "an object", required, out var value)
            ? new(value, At(name), _findings, known)
            : null;

    /// <summary>
    /// The objects of a list, at most <paramref name="most"/>; an entry that is no object is a finding and left out.
    /// </summary>
    public IReadOnlyList<JsonSection> Sections(string name, int most, params ReadOnlySpan<string> known)
    {
        if (!Find(name, JsonValueKind.Array, "a list", required: false, out var value))
            return [];
        if (value.GetArrayLength() > most)
        {
            _findings.Error(
                ErrorCodes.FieldTooMany,
                At(name),
                $"At most {most} entries, found {value.GetArrayLength()}."
            );
            return [];
        }

        var sections = new List<JsonSection>();
        var index = 0;
        foreach (var entry in value.EnumerateArray())
        {
            var path = $"{index++}";
            if (entry.ValueKind == JsonValueKind.Object)
                sections.Add(new(entry, $"{At(name)}/{path}", _findings, known));
            else
                WrongType($"{name}/{path}", "an object", entry);
        }

        return sections;
    }

    /// <summary>
    /// The texts of a list, at most <paramref name="most"/>; an entry that is no text is a finding and left out. Null:
    /// there is no list, or an empty one.
    /// </summary>
    public IReadOnlyList<string>? Texts(string name, int most, int longest)
    {
        if (!Find(name, JsonValueKind.Array, "a list", required: false, out var value))
            return null;
        if (value.GetArrayLength() > most)
        {
            _findings.Error(
                ErrorCodes.FieldTooMany,
                At(name),
                $"At most {most} entries, found {value.GetArrayLength()}."
            );
            return null;
        }

        var texts = new List<string>();
        foreach (var (index, entry) in value.EnumerateArray().Index())
        {
            if (entry.ValueKind != JsonValueKind.String)
                WrongType($"{name}/{index}", "a text", entry);
            else if (Read(entry) is not { Length: > 0 } text || text.Length > longest)
                _findings.Error(
                    ErrorCodes.FieldInvalid,
                    $"{At(name)}/{index}",
                    $"A text of 1 to {longest} characters."
                );
            else
                texts.Add(text);
        }

        return texts.Count > 0 ? texts : null;
    }

    /// <summary>A member that has no place here, with the reason.</summary>
    public void Forbid(string name, Message reason)
    {
        if (Has(name))
            _findings.Error(ErrorCodes.FieldNotAllowed, At(name), reason);
    }

    private bool Find(string name, JsonValueKind kind, string expected, bool required, out JsonElement value)
    {
        if (!_members.TryGetValue(name, out value) || value.ValueKind == JsonValueKind.Null)
        {
            if (required)
                _findings.Error(ErrorCodes.FieldRequired, At(name), $"{name} is missing.");
            return false;
        }

        if (value.ValueKind == kind)
            return true;
        WrongType(name, expected, value);
        return false;
    }

    // The name may be a path of a list's entry, so it is not escaped.
    private void WrongType(string name, string expected, JsonElement found) =>
        _findings.Error(
            ErrorCodes.FieldWrongType,
            $"{_path}/{name}",
            $"Expected {expected}, found {Kind(found.ValueKind)}."
        );

    private static string Kind(JsonValueKind kind) =>
        kind switch
        {
            JsonValueKind.Object => "an object",
            JsonValueKind.Array => "a list",
            JsonValueKind.String => "a text",
            JsonValueKind.Number => "a number",
            JsonValueKind.True or JsonValueKind.False => "true or false",
            _ => "nothing",
        };

    // Zero-width joiners are part of how some scripts are written.
    private static bool IsUnseen(char c) =>
        c is not ('\u200c' or '\u200d')
        && char.GetUnicodeCategory(c)
            is UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.OtherNotAssigned;

    // Half of a surrogate pair is no text.
    private static string? Read(JsonElement text)
    {
        try
        {
            return text.GetString()?.Trim().Normalize();
        }
        catch (Exception broken) when (broken is InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    private static string? NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string NameOf<T>(T option)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(option.ToString());

    private static string Pointer(string name) =>
        Shown(name).Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    private static string Shown(string name)
    {
        var visible = new string([
            .. name.Take(40).Select(c => char.IsSurrogate(c) || IsUnseen(c) ? '?' : c),
        ]).Normalize();
        return name.Length > 40 ? visible + "…" : visible;
    }

    private static string? Nearest(string name, ReadOnlySpan<string> known)
    {
        foreach (var candidate in known)
        {
            if (Plain(candidate) == Plain(name))
                return candidate;
        }

        foreach (var candidate in known)
        {
            if (name.Length is > 3 and < 40 && IsOneEditAway(candidate, name))
                return candidate;
        }

        return null;

        static string Plain(string text) =>
            text.Replace("_", "", StringComparison.Ordinal)
                .Replace("-", "", StringComparison.Ordinal)
                .ToLowerInvariant();
    }

    private static bool IsOneEditAway(string left, string right)
    {
        if (Math.Abs(left.Length - right.Length) > 1)
            return false;
        var same = left.Zip(right).TakeWhile(pair => pair.First == pair.Second).Count();
        var (longer, shorter) = left.Length >= right.Length ? (left, right) : (right, left);
        return left.Length == right.Length
            ? left[(same + 1)..] == right[(same + 1)..]
            : longer[(same + 1)..] == shorter[same..];
    }
}

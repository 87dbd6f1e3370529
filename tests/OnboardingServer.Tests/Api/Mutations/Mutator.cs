using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OnboardingServer.Tests.Api.Mutations;

/// <summary>Spoils calls: the same chance spoils the same call the same way.</summary>
internal sealed class Mutator(Random random)
{
    // Kestrel itself answers a request line of more than 8 KB, before there is anybody to write a problem.
    private const int LongestTarget = 7_500;

    /// <summary>JSON as it stands, also what no serializer would write.</summary>
    private static readonly string[] Fragments =
    [
        "null",
        "true",
        "false",
        "0",
        "-0",
        "-1",
        "1",
        "25.0",
        "1.5",
        "1e2",
        "1E400",
        "-1e-400",
        "2147483647",
        "2147483648",
        "-2147483649",
        "99999999999999999999999999999999999999",
        "0x10",
        "01",
        "NaN",
        "Infinity",
        "\"\"",
        "\" \"",
        "\"\\t\"",
        "\"x\"",
        "\"\\u0000\"",
        "\"\\ud800\"",
        "\"\\udc00x\"",
        "\"\\ud83d\\ude00\"",
        "\"\\ufffe\"",
        "\"\\uffff\"",
        "\"\\u202e\"",
        "\"\\u00ad\"",
        "\"\\r\\n\"",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\u0001\"",
        "'x'",
        "\"0001-01-01\"",
        "\"9999-12-31\"",
        "\"2026-02-30\"",
        "\"0001-01-01T00:00:00+14:00\"",
        "\"9999-12-31T23:59:59.9999999-14:00\"",
        "\"2027-01-01T25:00:00Z\"",
        "\"00000000-0000-0000-0000-000000000000\"",
        "\"{484e548c-f5f3-4528-93a9-c16c6373cb59}\"",
        "\"approve,reject\"",
        "\"new\"",
        "\"existing\"",
        "\"direct\"",
        "\"enhanced\"",
        "\"required\"",
        "\"DE\"",
        "\"US\"",
        "\"BR\"",
        "\"QQ\"",
        "\"AQ\"",
        "\"=cmd|' /C calc'!A1\"",
        "\"'; DROP TABLE onboardings; --\"",
        "\"<script>\"",
        "\"../../etc/passwd\"",
        "\"%00%ff\"",
        "\"http://[::1\"",
        "\"https://user:pw@crm.example/#x\"",
        "\"javascript:alert(1)\"",
        "\"İıß\"",
        "\"\u0130\u0131\"",
        "[]",
        "{}",
        "[null]",
        "[[]]",
        "[{}]",
        "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
        "{\"\":{}}",
        "{\"kind\":\"new\"}",
        "{\"kind\":\"existing\"}",
        "{\"kind\":\"webhook\"}",
        "{\"mode\":\"direct\"}",
        "{\"$ref\":\"#\"}",
    ];

    private static readonly string[] Texts =
    [
        "",
        " ",
        "\t",
        "\0",
        "\u0001",
        "\u007f",
        "\u0085",
        "\u00a0",
        "\u200b",
        "\u202e",
        "\u2028",
        "\ufffe",
        "\uffff",
        "\ufeff",
        "é",
        "e\u0301",
        "İ",
        "ß",
        "漢字",
        "\U0001F600",
        "\U000E0041",
        "'",
        "\"",
        "\\",
        "\r\n",
        "\n",
        ",",
        ";",
        "=1+1",
        "@x",
        "-1",
        "+",
        "%",
        "%00",
        "%zz",
        "&",
        "#",
        "?",
        "/",
        "//",
        "..",
        "null",
        "true",
        "0",
        "-0",
        "1",
        "200",
        "201",
        "2147483647",
        "2147483648",
        "-2147483648",
        "9223372036854775807",
        "9223372036854775808",
        "1e9",
        "٣",
        "１",
        "0x10",
        "*",
        "\"1\"",
        "W/\"1\"",
        "\"0\"",
        "\"2147483647\"",
        "\"99999999999\"",
        "0001-01-01",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59.9999999-14:00",
        "2026-13-45",
        "00000000-0000-0000-0000-000000000000",
        "{484e548c-f5f3-4528-93a9-c16c6373cb59}",
        "484e548cf5f3452893a9c16c6373cb59",
        "open",
        "dead",
        "pending",
        "DE",
        "QQ",
        "MHx4",
        "LTF8eA",
        "OTIyMzM3MjAzNjg1NDc3NTgwN3x4",
        "fHw",
        "fA==",
        "AAAA",
        "v1,",
        "v1,AAAA v1,BBBB",
        "application/json",
        "text/csv",
        "application/json; charset=utf-16",
        "application/json; charset=\"utf-8\"",
        "text/csv; header=absent",
        "multipart/form-data; boundary=x",
        "%",
        "' OR 1=1 --",
    ];

    private static readonly byte[][] Bytes =
    [
        [0],
        [0x0a],
        [0x0d],
        [0x22],
        [0x5c],
        [0x2c],
        [0x7b],
        [0x7d],
        [0x5b],
        [0x5d],
        [0x3a],
        [0x1f],
        [0x7f],
        [0x80],
        [0xff],
        [0xc0, 0x80],
        [0xed, 0xa0, 0x80],
        [0xf4, 0x90, 0x80, 0x80],
        [0xef, 0xbb, 0xbf],
        [0xef, 0xbf, 0xbe],
        [0xff, 0xfe],
        [0xc3],
        [0xe2, 0x80],
        "\\u0000"u8.ToArray(),
        "\\ud800"u8.ToArray(),
        "null"u8.ToArray(),
        "\"\""u8.ToArray(),
        "e999"u8.ToArray(),
        "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["u8.ToArray(),
        "//"u8.ToArray(),
        "/*"u8.ToArray(),
    ];

    public Call Mutate(Call call)
    {
        for (var times = random.Next(8) == 0 ? 2 : 1; times > 0; times--)
        {
            Call spoilt;
            do spoilt = Once(call);
            while (spoilt.Target.Length > LongestTarget);
            call = spoilt;
        }

        return call;
    }

    private Call Once(Call call)
    {
        var places = new List<Func<Call>>();
        if (call.Body is { } body)
        {
            var isJson = call.Path is not ["batches"];
            for (var weight = 0; weight < 6; weight++)
                places.Add(() => call with { Body = isJson ? Json(body) : Text(body) });
            for (var weight = 0; weight < 3; weight++)
                places.Add(() => call with { Body = Raw(body) });
            places.Add(() => call with { Type = random.Next(4) == 0 ? null : Visible(AnyText()) });
        }

        for (var at = 0; at < call.Query.Count; at++)
            places.Add(() => call with { Query = Pairs(call.Query, AnyText) });
        if (call.Body is null)
            places.Add(() =>
                call with
                {
                    Query = [.. call.Query, (random.Next(2) == 0 ? "limit" : AnyText(), AnyText())],
                }
            );
        for (var at = 0; at < call.Headers.Count; at++)
            places.Add(() => call with { Headers = Pairs(call.Headers, () => Visible(AnyText()), renames: false) });
        if (call.IsWebhook)
            places.Add(() =>
                call with
                {
                    Headers =
                    [
                        .. call.Headers,
                        (Pick(["webhook-id", "webhook-timestamp", "webhook-signature"]), Visible(AnyText())),
                    ],
                }
            );
        if (call.Path.Count > 1)
            places.Add(() => call with { Path = Step(call.Path) });
        return places.Count == 0 ? call : Pick(places)();
    }

    // Kestrel itself answers a NUL in a path, before there is anybody to write a problem.
    private List<string> Step(IReadOnlyList<string> path)
    {
        var steps = path.ToList();
        steps[random.Next(1, steps.Count)] = AnyText().Replace("\0", "", StringComparison.Ordinal);
        return steps;
    }

    private List<(string, string)> Pairs(
        IReadOnlyList<(string Name, string Value)> pairs,
        Func<string> text,
        bool renames = true
    )
    {
        var changed = pairs.ToList();
        var at = random.Next(changed.Count);
        switch (random.Next(renames ? 6 : 4))
        {
            case 0:
                changed.RemoveAt(at);
                break;
            case 1:
                changed.Add((changed[at].Name, text()));
                break;
            case 4:
                changed[at] = (text(), changed[at].Value);
                break;
            case 5:
                changed[at] = (changed[at].Name.ToUpperInvariant(), changed[at].Value);
                break;
            default:
                changed[at] = (changed[at].Name, random.Next(3) == 0 ? changed[at].Value + text() : text());
                break;
        }

        return changed;
    }

    private string AnyText() =>
        random.Next(5) switch
        {
            0 => new string(
                Pick(["x", "0", "é", " ", "\"", "%"])[0],
                Pick([20, 40, 50, 64, 99, 100, 101, 120, 199, 200, 201, 254, 255, 500, 501, 1999, 2000, 2001])
            ),
            1 => Pick(Texts) + Pick(Texts),
            _ => Pick(Texts),
        };

    // What HTTP lets a header hold; anything else ends the connection before the server is asked.
    private static string Visible(string text) =>
        string.Concat(text.Where(c => !char.IsControl(c) && !char.IsSurrogate(c) && c < '\ufff0').Take(2500));

    private byte[] Json(byte[] body)
    {
        try
        {
            return Members(body);
        }
        catch (Exception spoilt) when (spoilt is JsonException or InvalidOperationException or ArgumentException)
        {
            // It was spoilt before and is no JSON any more.
            return Raw(body);
        }
    }

    private byte[] Members(byte[] body)
    {
        var root = JsonNode.Parse(body);
        // What no serializer writes is put in as text afterwards.
        var raw = new List<string>();
        var places = Places(root).ToList();
        if (places.Count == 0)
            return Encoding.UTF8.GetBytes(Pick(Fragments));
        var place = Pick(places);
        switch (random.Next(12))
        {
            case 0:
                Remove(place);
                break;
            case 1:
                Set(place, Raw(raw, AnyString()));
                break;
            case 2:
                Swap(place, Pick(places));
                break;
            case 3:
                Set(place, Raw(raw, Nested()));
                break;
            case 4:
                var copies = string.Join(',', Enumerable.Repeat(Copy(place), Pick([2, 20, 21, 100, 101])));
                Set(place, Raw(raw, place.Parent is JsonArray ? copies : $"[{copies}]"));
                break;
            case 5 when place.Name is { } name:
                Set(place, Raw(raw, $"{Copy(place)},\"{name}\":{Pick(Fragments)}"));
                break;
            case 6 when place.Parent is JsonObject map:
                map[
                    Pick([
                        "colour",
                        "Kind",
                        "companyname",
                        "__proto__",
                        "",
                        "a/b~c",
                        new string('n', 300),
                        "\ud83d\ude00",
                        "\u0000",
                    ])
                ] = Raw(raw, Pick(Fragments));
                break;
            case 7 when place.Name is { } old && place.Parent is JsonObject map:
                Rename(map, old);
                break;
            default:
                Set(place, Raw(raw, Pick(Fragments)));
                break;
        }

        var text = root!.ToJsonString();
        for (var at = raw.Count - 1; at >= 0; at--)
            text = text.Replace($"\"@@{at}@@\"", raw[at], StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(text);
    }

    private static string Copy((JsonNode Parent, string? Name, int Index) place) =>
        (place.Name is { } name ? place.Parent[name] : place.Parent[place.Index])?.ToJsonString() ?? "null";

    private static JsonValue Raw(List<string> raw, string fragment)
    {
        raw.Add(fragment);
        return JsonValue.Create($"@@{raw.Count - 1}@@");
    }

    private static void Set((JsonNode Parent, string? Name, int Index) place, JsonNode? value)
    {
        if (place.Name is { } name)
            place.Parent[name] = value;
        else
            place.Parent[place.Index] = value;
    }

    private static void Remove((JsonNode Parent, string? Name, int Index) place)
    {
        if (place.Name is { } name)
            ((JsonObject)place.Parent).Remove(name);
        else
            ((JsonArray)place.Parent).RemoveAt(place.Index);
    }

    private static void Swap(
        (JsonNode Parent, string? Name, int Index) one,
        (JsonNode Parent, string? Name, int Index) other
    )
    {
        var (left, right) = (JsonNode.Parse(Copy(one)), JsonNode.Parse(Copy(other)));
        Set(one, right);
        if (!ReferenceEquals(one.Parent, other.Parent) || (one.Name, one.Index) != (other.Name, other.Index))
            Set(other, left);
    }

    private void Rename(JsonObject map, string name)
    {
        var value = map[name]?.DeepClone();
        map.Remove(name);
        map[Pick([name.ToUpperInvariant(), name + "s", name[..^1], "_" + name, " " + name])] = value;
    }

    private string Nested()
    {
        var depth = Pick([5, 8, 28, 31, 32, 33, 64, 65, 1000]);
        return random.Next(2) == 0
            ? new string('[', depth) + new string(']', depth)
            : string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth);
    }

    private string AnyString() => JsonSerializer.Serialize(AnyText());

    private static IEnumerable<(JsonNode Parent, string? Name, int Index)> Places(JsonNode? node) =>
        node switch
        {
            JsonObject map => map.SelectMany(member => Places(member.Value).Prepend((map, member.Key, 0))),
            JsonArray list => Enumerable
                .Range(0, list.Count)
                .SelectMany(at => Places(list[at]).Prepend((list, null, at))),
            _ => [],
        };

    /// <summary>Lines and cells: a cell replaced, a line twice or gone, cells swapped.</summary>
    private byte[] Text(byte[] body)
    {
        var lines = Encoding.UTF8.GetString(body).Split('\n').ToList();
        var at = random.Next(lines.Count);
        var cells = lines[at].Split(',').ToList();
        var cell = random.Next(cells.Count);
        switch (random.Next(6))
        {
            case 0:
                lines.RemoveAt(at);
                break;
            case 1:
                lines.Insert(at, lines[random.Next(lines.Count)]);
                break;
            case 2:
                (cells[cell], cells[0]) = (cells[0], cells[cell]);
                lines[at] = string.Join(',', cells);
                break;
            case 3:
                cells.Insert(cell, AnyText());
                lines[at] = string.Join(',', cells);
                break;
            case 4:
                cells[cell] = $"\"{AnyText()}";
                lines[at] = string.Join(',', cells);
                break;
            default:
                cells[cell] = AnyText();
                lines[at] = string.Join(',', cells);
                break;
        }

        return Encoding.UTF8.GetBytes(string.Join('\n', lines));
    }

    private byte[] Raw(byte[] body)
    {
        if (body.Length == 0)
            return Pick(Bytes);
        var at = random.Next(body.Length);
        var piece = Pick(Bytes);
        switch (random.Next(8))
        {
            case 0:
                return body[..at];
            case 1:
                return [.. body[..at], .. body[Math.Min(body.Length, at + random.Next(1, 20))..]];
            case 2:
                return [.. body[..at], .. piece, .. body[at..]];
            case 3:
                return [.. piece, .. body];
            case 4:
                return [.. body, .. random.Next(2) == 0 ? piece : body];
            case 5 when random.Next(20) == 0:
                return
                [
                    .. body,
                    .. Enumerable.Repeat((byte)' ', Math.Max(0, 256 * 1024 - body.Length + random.Next(-1, 2))),
                ];
            case 6:
                var flipped = body.ToArray();
                for (var times = random.Next(1, 4); times > 0; times--)
                    flipped[random.Next(body.Length)] ^= (byte)(1 << random.Next(8));
                return flipped;
            default:
                return [.. body[..at], .. piece, .. body[Math.Min(body.Length, at + 1)..]];
        }
    }

    private T Pick<T>(IReadOnlyList<T> from) => from[random.Next(from.Count)];
}

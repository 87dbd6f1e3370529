using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using PartnerCenter.Simulator.Errors;

namespace PartnerCenter.Simulator.Surface;

/// <summary>
/// The body of a request, read as leniently as the vendor reads it (C §3.3): names in any case, explicit nulls as
/// absent, numbers as text and the reverse. A value of a wrong type is refused with its name.
/// </summary>
internal readonly struct RequestBody(JsonElement element, string? path = null)
{
    internal static readonly RequestBody Empty;

    internal bool IsObject => element.ValueKind == JsonValueKind.Object;
    internal JsonElement Element => element;

    internal RequestBody this[string name]
    {
        get
        {
            var at = path is null ? name : $"{path}.{name}";
            if (element.ValueKind != JsonValueKind.Object)
                return new RequestBody(default, at);
            var found = default(JsonElement);
            foreach (var member in element.EnumerateObject())
            {
                if (string.Equals(member.Name, name, StringComparison.OrdinalIgnoreCase))
                    found = member.Value;
            }
            return new RequestBody(found, at);
        }
    }

    internal bool Exists => element.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    /// <summary>The member is there at all, be it null.</summary>
    internal bool IsPresent => element.ValueKind != JsonValueKind.Undefined;

    internal string? Text =>
        element.ValueKind switch
        {
            JsonValueKind.Undefined or JsonValueKind.Null => null,
            JsonValueKind.String => element.GetString(),
            JsonValueKind.Number => element.GetRawText(),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => throw Wrong("text"),
        };

    /// <summary>Text with something in it, or null.</summary>
    internal string? Filled => string.IsNullOrWhiteSpace(Text) ? null : Text.Trim();

    internal string Required =>
        Filled ?? throw new Refusal(VendorErrors.InvalidProperty, $"The property {path} is required.", [path ?? ""]);

    internal int? Int =>
        element.ValueKind switch
        {
            JsonValueKind.Undefined or JsonValueKind.Null => null,
            JsonValueKind.Number when element.TryGetInt32(out var number) => number,
            JsonValueKind.String
                when int.TryParse(
                    element.GetString(),
                    NumberStyles.Integer,
                    CultureInfo.InvariantCulture,
                    out var number
                ) => number,
            _ => throw Wrong("a whole number"),
        };

    internal bool? Bool =>
        element.ValueKind switch
        {
            JsonValueKind.Undefined or JsonValueKind.Null => null,
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.String when bool.TryParse(element.GetString(), out var value) => value,
            _ => throw Wrong("true or false"),
        };

    internal DateTimeOffset? Date =>
        Filled is not { } text ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? at.ToUniversalTime()
        : throw Wrong("a date");

    internal IReadOnlyList<RequestBody> Items
    {
        get
        {
            if (!Exists)
                return [];
            if (element.ValueKind != JsonValueKind.Array)
                throw Wrong("an array");
            var items = new List<RequestBody>();
            foreach (var item in element.EnumerateArray())
                items.Add(new RequestBody(item, $"{path}[{items.Count}]"));
            return items;
        }
    }

    internal JsonNode? Node => Exists ? JsonNode.Parse(element.GetRawText()) : null;

    internal void MustBeObject()
    {
        if (!IsObject)
            throw new Refusal(
                VendorErrors.BadInput,
                path is null ? "The body must be a JSON object." : $"The property {path} must be an object."
            );
    }

    private Refusal Wrong(string expected) =>
        new(VendorErrors.InvalidProperty, $"The property {path} must be {expected}.", [path ?? ""]);
}

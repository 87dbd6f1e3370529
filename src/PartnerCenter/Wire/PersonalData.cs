using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PartnerCenter.Wire;

/// <summary>
/// Takes personal data out of the service's own words: what looks like it, and what this request carried.
/// </summary>
internal static partial class PersonalData
{
    private const int LongestDescription = 1024;

    private static readonly HashSet<string> PersonalMembers = new(StringComparer.OrdinalIgnoreCase)
    {
        "firstName",
        "middleName",
        "lastName",
        "email",
        "phoneNumber",
        "addressLine1",
        "addressLine2",
        "addressLine3",
        "displayName",
        "password",
        "userPrincipalName",
        "signatoryFirstName",
        "signatoryLastName",
        "organizationRegistrationNumber",
        "companyName",
    };

    public static string? Scrub(string? text, byte[]? requestBody = null)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        foreach (var value in Carried(requestBody).OrderByDescending(value => value.Length))
            text = text.Replace(value, "[removed]", StringComparison.OrdinalIgnoreCase);
        text = Email().Replace(text, "[e-mail]");
        text = Phone().Replace(text, "[phone]");
        return text.Length <= LongestDescription ? text : text[..LongestDescription];
    }

    private static HashSet<string> Carried(byte[]? body)
    {
        var found = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        if (body is null)
            return found;
        try
        {
            Collect(JsonNode.Parse(body), found);
        }
        catch (JsonException)
        {
            // Not JSON, so nothing of ours is named in it.
        }
        return found;
    }

    private static void Collect(JsonNode? node, HashSet<string> found)
    {
        if (node is JsonArray array)
        {
            foreach (var item in array)
                Collect(item, found);
            return;
        }
        foreach (var (name, value) in node as JsonObject ?? [])
        {
            if (value is JsonValue && PersonalMembers.Contains(name) && value.ToString() is { Length: > 2 } text)
                found.Add(text);
            else
                Collect(value, found);
        }
    }

    [GeneratedRegex(@"[^\s@""'<>(),;:]+@[^\s@""'<>(),;:]+", RegexOptions.CultureInvariant)]
    private static partial Regex Email();

    [GeneratedRegex(@"\+\d[\d ().\-/]{5,}\d", RegexOptions.CultureInvariant)]
    private static partial Regex Phone();
}

using System.Text.Json;

namespace Onboarding.Webhooks;

/// <summary>
/// An event of Partner Center (C §21.2): what happened to which resource, and nothing of the resource itself.
/// </summary>
public sealed record PartnerCenterEvent(
    string EventName,
    string? ResourceName,
    string? ResourceUri,
    DateTimeOffset ResourceChangeUtcDate
)
{
    /// <summary>Gets an id of the event, made of these three members, because events have no id on the wire.</summary>
    public string Id => $"{EventName}|{ResourceUri}|{ResourceChangeUtcDate.UtcTicks}";

    /// <summary>Null: it is none.</summary>
    public static PartnerCenterEvent? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new() { MaxDepth = 8 });
            var root = document.RootElement;
            if (
                root.ValueKind != JsonValueKind.Object
                || Text(root, "EventName") is not { Length: > 0 and <= 200 } name
            )
                return null;
            if (Text(root, "ResourceUri") is { Length: > 2000 } || Text(root, "ResourceName") is { Length: > 200 })
                return null;
            return DateTimeOffset.TryParse(
                Text(root, "ResourceChangeUtcDate"),
                System.Globalization.CultureInfo.InvariantCulture,
                System.Globalization.DateTimeStyles.AssumeUniversal,
                out var at
            )
                ? new(name, Text(root, "ResourceName"), Text(root, "ResourceUri"), at)
                : null;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

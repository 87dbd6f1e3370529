using System.Text.Json;
using System.Text.Json.Nodes;
using PartnerCenter.Wire;

namespace PartnerCenter.Agreements;

/// <summary>
/// The input of an enhanced attestation. The contract knows five members; all others, and those of the answer, are
/// configured from the vendor's current reference, by their names on the wire. Source: C §9.6, C §25 row 2.
/// </summary>
public sealed record EnhancedAttestationForm
{
    /// <summary>ISO 3166-1 alpha-2.</summary>
    public required string Country { get; init; }

    public required string Language { get; init; }

    public required string CompanyName { get; init; }

    public required string SignatoryFirstName { get; init; }

    public required string SignatoryLastName { get; init; }

    /// <summary>Further members, such as the signatory's e-mail (required) and phone.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IReadOnlyDictionary<string, string>? FurtherMembers { get; init; }

    internal JsonObject ToWire() =>
        FurtherMembers.AddTo(JsonSerializer.SerializeToNode(this, PartnerCenterJson.Options)!.AsObject());
}

/// <summary>The service's answer, unread.</summary>
public sealed record EnhancedAttestation(JsonObject Answer)
{
    /// <summary>A member as text, without case; null when there is none.</summary>
    public string? Read(string member) =>
        Answer.FirstOrDefault(pair => string.Equals(pair.Key, member, StringComparison.OrdinalIgnoreCase)).Value
            is JsonValue value
            ? value.ToString()
            : null;

    /// <summary>Gives the name of the type without its content, which is personal.</summary>
    public override string ToString() => nameof(EnhancedAttestation);
}

internal static class FurtherMembers
{
    public static JsonObject AddTo(this IReadOnlyDictionary<string, string>? members, JsonObject body)
    {
        foreach (var (name, value) in members ?? new Dictionary<string, string>())
            body[name] = value;
        return body;
    }
}

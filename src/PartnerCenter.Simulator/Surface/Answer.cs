using System.Text.Json.Nodes;

namespace PartnerCenter.Simulator.Surface;

/// <summary>The answer of an operation, before headers that all answers share.</summary>
internal sealed record Answer(int Status, JsonNode? Body = null)
{
    internal IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>The text behind the status; null: the standard text of the status.</summary>
    internal string? Reason { get; init; }

    /// <summary>A body that is not JSON: documents, pages, redirects.</summary>
    internal (byte[] Bytes, string ContentType)? Content { get; init; }

    internal static Answer Ok(JsonNode body) => new(200, body);

    internal static Answer Created(JsonNode body) => new(201, body);

    internal static Answer NoContent { get; } = new(204);
}

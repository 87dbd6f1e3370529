using System.Text.Json.Nodes;

namespace PartnerCenter.Simulator.Errors;

/// <summary>An error as the vendor tells it; C §4.1 has the two shapes.</summary>
public sealed record VendorError(int Code, int Status, string Name, string Description, string Source = "PartnerFD")
{
    /// <summary>The 600xxx and 900xxx services answer the extended shape.</summary>
    internal bool IsExtended => Code is >= 600000 and < 700000 or >= 900000 and < 1000000;

    internal JsonObject ToJson(string? detail = null, IReadOnlyList<string>? data = null)
    {
        var description = detail ?? Description;
        if (IsExtended)
        {
            return new JsonObject
            {
                ["code"] = Code,
                ["message"] = description,
                ["description"] = description,
                ["errorName"] = Name,
                ["isRetryable"] = Status >= 500,
                ["parameters"] = new JsonObject(),
                ["errorMessageExtended"] = $"InternalErrorCode={Code}",
            };
        }

        return new JsonObject
        {
            ["code"] = Code,
            ["description"] = description,
            ["data"] = new JsonArray([.. (data ?? []).Select(d => (JsonNode)d)]),
            ["source"] = Source,
        };
    }
}

/// <summary>The operation under way is refused. Nothing it changed stays.</summary>
internal sealed class Refusal(VendorError error, string? detail = null, IReadOnlyList<string>? data = null)
    : Exception(detail ?? error.Description)
{
    internal VendorError Error => error;
    internal JsonObject Body => error.ToJson(detail, data);
    internal bool HasBody { get; init; } = true;
    internal string? Reason { get; init; }
    internal IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();
}

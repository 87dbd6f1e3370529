using System.Security.Cryptography;
using System.Text.Json.Nodes;
using PartnerCenter.Simulator.Errors;
using PartnerCenter.Simulator.Surface;

namespace PartnerCenter.Simulator.Idempotency;

/// <summary>
/// C §24.4: (partner, MS-RequestId, method, path) → first final answer. Successes and business refusals are final; 429
/// and 5xx are not.
/// </summary>
internal static class ReplayCache
{
    /// <summary>
    /// "Try again later" is no final answer: the vendor tells callers to repeat the same request (C §4.2, retry
    /// classification).
    /// </summary>
    private static readonly int[] NotFinal = [800060, 800064, 800082, 900278, 800014];

    internal static string KeyOf(OperationCall call) =>
        string.Join(
            '|',
            call.Partner.TenantId.ToLowerInvariant(),
            call.RequestId.ToLowerInvariant(),
            call.Request.Method,
            (call.Request.Path.Value ?? "").TrimEnd('/').ToLowerInvariant()
        );

    internal static Answer? Find(OperationCall call, string key)
    {
        if (call.World.Replays.Find(key) is not { } stored || call.Now - stored.At >= call.Core.Options.ReplayRetention)
            return null;
        if (call.Partner.ReplayChecksBody && stored.BodyHash != HashOf(call))
            return new Answer(409, VendorErrors.InvalidRequest.ToJson("The MS-RequestId was used with another body."));
        var body = stored.Body == Replay.NoBody ? null : JsonNode.Parse(stored.Body);
        if (call.Partner.ReplayOmitsCredentials && body is JsonObject members)
            members.Remove("userCredentials");
        return new Answer(stored.Status, body) { Headers = [.. stored.Headers.Select(h => (h.Key, h.Value))] };
    }

    internal static void Keep(OperationCall call, string key, Answer answer)
    {
        if (
            answer.Status is 429 or 408 or >= 500
            || (
                answer.Body is JsonObject body
                && body["code"] is JsonValue code
                && NotFinal.Contains(code.GetValue<int>())
            )
        )
            return;
        DropOldest(call);
        call.World.Replays.Put(
            new Replay
            {
                Id = key,
                Status = answer.Status,
                Body = answer.Body?.ToJsonString() ?? Replay.NoBody,
                Headers = answer.Headers.ToDictionary(h => h.Name, h => h.Value),
                BodyHash = HashOf(call),
                At = call.Now,
            }
        );
    }

    private static void DropOldest(OperationCall call)
    {
        if (call.World.Replays.All is [var oldest, ..] && call.Now - oldest.At >= call.Core.Options.ReplayRetention)
            call.World.Replays.Remove(oldest.Id);
    }

    private static string HashOf(OperationCall call) => Convert.ToHexString(SHA256.HashData(call.RawBody).AsSpan(0, 8));
}

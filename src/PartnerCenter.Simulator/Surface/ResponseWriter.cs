using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Features;

namespace PartnerCenter.Simulator.Surface;

/// <summary>Puts an answer on the wire with the headers of C §3.2.</summary>
internal static class ResponseWriter
{
    private static readonly JsonSerializerOptions Plain = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
    private static readonly string[] Enumerations =
    [
        "status",
        "state",
        "relationshipToPartner",
        "relationshipType",
        "vettingStatus",
        "billingCycle",
        "transactionType",
        "billingType",
    ];

    /// <summary>Objects that clients read as a map of texts: what comes to them later is a text too.</summary>
    private static readonly string[] MapsOfTexts = ["provisioningContext", "properties"];
    private static readonly string ServerId = Guid.NewGuid().ToString()[..8];

    internal static async Task Write(HttpContext http, OperationCall call, Answer answer, bool truncated)
    {
        var headers = http.Response.Headers;
        var quirky = call.HasPartner && call.Partner.HeaderQuirks;
        var joined =
            quirky
            && (
                call.Operation.Name.StartsWith("catalog.", StringComparison.Ordinal)
                || call.Operation.Name.StartsWith("carts.", StringComparison.Ordinal)
            );
        var swapped = quirky && call.Operation.Name == "subscriptions.registrationStatus";
        var (request, correlation) = swapped
            ? (call.CorrelationId, call.RequestId)
            : (call.RequestId, call.CorrelationId);
        headers["MS-RequestId"] = joined ? $"{request},{request}" : request;
        headers["MS-CorrelationId"] = joined ? $"{correlation},{correlation}" : correlation;
        headers["X-Locale"] = joined ? $"{call.Locale},{call.Locale}" : call.Locale;
        headers["MS-CV"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(12)).TrimEnd('=') + ".0";
        headers["MS-ServerId"] = ServerId;
        headers["Request-Context"] = "appId=cid-v1:a2f0c9e4-4c54-4d1c-9d47-5f3c8d5a6b10";
        if (call.HasPartner && RequestReader.First(call.Request, "ValidateMfa") is "true" or "True")
            headers["isMfaCompliant"] = call.Token.IsUser && call.Token.HasMfa ? "true" : "false";
        if (call.HasPartner && (call.Partner.UnknownMembers || call.Partner.UnknownValues))
            MakeNewer(answer.Body, call.Partner.UnknownMembers, call.Partner.UnknownValues);
        await WriteBare(http, answer, truncated);
    }

    /// <summary>
    /// Adds members at every level, and words in enumerations, that no client knows yet, as a later version of the
    /// service may (C §24.5).
    /// </summary>
    private static void MakeNewer(JsonNode? node, bool members, bool values)
    {
        if (node is JsonArray items)
        {
            foreach (var item in items)
                MakeNewer(item, members, values);
        }
        else if (node is JsonObject named)
        {
            foreach (var (name, member) in named)
            {
                if (member is JsonObject map && MapsOfTexts.Contains(name))
                    MakeNewerMap(map, members);
                else
                    MakeNewer(member, members, values);
            }
            foreach (var name in values ? Enumerations.Where(named.ContainsKey) : [])
                named[name] = "not_known_yet";
            if (members)
                named["insightsOfNextYear"] = new JsonObject { ["kind"] = "not_known_yet" };
        }
    }

    private static void MakeNewerMap(JsonObject map, bool members)
    {
        if (members)
            map["insightsOfNextYear"] = "not_known_yet";
    }

    internal static async Task WriteBare(HttpContext http, Answer answer, bool truncated = false)
    {
        var response = http.Response;
        response.StatusCode = answer.Status;
        if (answer.Reason is { } reason && http.Features.Get<IHttpResponseFeature>() is { } feature)
            feature.ReasonPhrase = reason;
        foreach (var (name, value) in answer.Headers)
            response.Headers[name] = value;
        var (bytes, type) =
            answer.Content
            ?? (
                answer.Body is { } json
                    ? (Encoding.UTF8.GetBytes(json.ToJsonString(Plain)), "application/json; charset=utf-8")
                    : ([], "")
            );
        if (bytes.Length == 0 || HttpMethods.IsHead(http.Request.Method))
        {
            if (answer.Status is not 204 and not 304)
                response.ContentLength = 0;
            return;
        }

        response.ContentType = type;
        // A truncated answer is complete for HTTP and cut for JSON: the reader, not the connection, must notice.
        var length = truncated ? bytes.Length / 2 : bytes.Length;
        response.ContentLength = length;
        await response.Body.WriteAsync(bytes.AsMemory(0, length), http.RequestAborted);
    }
}

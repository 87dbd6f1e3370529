using System.Globalization;
using System.Text.Json.Nodes;
using PartnerCenter.Simulator.Errors;
using PartnerCenter.Simulator.Surface;

namespace PartnerCenter.Simulator.Audit;

/// <summary>Audit records and the log of recent calls: C §22, §2.</summary>
internal static class AuditOperations
{
    private const int LongestDays = 90;

    internal static IEnumerable<BoundOperation> All { get; } =
    [
        new("audit.list", "GET", "/v1/auditrecords", TokenRule.Both, List),
        new("audit.get", "GET", "/auditactivity/v1/auditrecords/{auditId}", TokenRule.Both, Get),
        new("partnerRequests.list", "GET", "/v1/partnerRequests", TokenRule.Both, Requests),
    ];

    private static Answer List(OperationCall call)
    {
        if (call.Partner.Cloud == SimulatedCloud.China)
            throw new Refusal(VendorErrors.EnumNotSupported);
        var start = Day(call, "startDate") ?? call.Now.AddDays(-30);
        var end = Day(call, "endDate") ?? DateTimeOffset.MaxValue;
        if (start < call.Now.AddDays(-LongestDays - 1))
            throw new Refusal(VendorErrors.BadInput, $"startDate must not be more than {LongestDays} days ago.");
        var filter = Filter(call);
        return Answer.Ok(
            Seek.Page(
                call,
                NewestFirst(call)
                    .Where(r =>
                        r.At >= start
                        && r.At.UtcDateTime.Date <= end.UtcDateTime.Date
                        && r.VisibleFrom <= call.Now
                        && filter(r)
                    ),
                Shape
            )
        );
    }

    private static IEnumerable<AuditRecord> NewestFirst(OperationCall call)
    {
        var records = call.World.AuditByPartner[call.Partner.TenantId];
        for (var i = records.Count - 1; i >= 0; i--)
            yield return records[i];
    }

    private static Answer Get(OperationCall call) =>
        call.World.Audit.Find(call.Route("auditId")) is { } found && found.Partner == call.Partner.TenantId
            ? Answer.Ok(Shape(found))
            : throw new Refusal(VendorErrors.NotFound);

    private static Answer Requests(OperationCall call) =>
        Answer.Ok(
            Json.Collection(
                call.Core.Journal.Find(partner: call.Partner.TenantId)
                    .TakeLast(100)
                    .Select(e =>
                        (JsonNode)
                            Json.Of(
                                ("requestId", e.RequestId),
                                ("correlationId", e.CorrelationId),
                                ("requestDateTime", Json.Utc(e.At)),
                                ("httpMethod", e.Method),
                                ("uri", e.Path),
                                ("responseCode", e.Status),
                                ("mfaCompliant", call.Partner.UserHasMfa)
                            )
                    ),
                call.Self
            )
        );

    private static Func<AuditRecord, bool> Filter(OperationCall call)
    {
        if (call.Query("filter") is not { } text)
            return _ => true;
        var filter = Seek.ReadFilter(text);
        var value = filter["Value"].Filled ?? throw new Refusal(VendorErrors.BadInput, "The filter needs a Value.");
        return (
            (filter["Field"].Filled ?? "").ToLowerInvariant(),
            (filter["Operator"].Filled ?? "").ToLowerInvariant()
        ) switch
        {
            ("customerid", "equals") => r => r.CustomerId.Equals(value, StringComparison.OrdinalIgnoreCase),
            ("resourcetype", "equals") => r =>
                Bare(r.ResourceType).Equals(Bare(value), StringComparison.OrdinalIgnoreCase),
            ("companyname", "substring") => r => r.CustomerName.Contains(value, StringComparison.OrdinalIgnoreCase),
            var (field, op) => throw new Refusal(
                VendorErrors.BadInput,
                $"The field '{field}' cannot be filtered with '{op}'."
            ),
        };
    }

    /// <summary>The vendor's client asks for CustomerUser, answers say customer_user.</summary>
    private static string Bare(string kind) => kind.Replace("_", "", StringComparison.Ordinal);

    private static DateTimeOffset? Day(OperationCall call, string name) =>
        call.Query(name) is not { } text ? null
        : DateTimeOffset.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var at
        )
            ? new DateTimeOffset(at.UtcDateTime.Date, TimeSpan.Zero)
        : throw new Refusal(VendorErrors.BadInput, $"The query parameter {name} must be a date (yyyy-mm-dd).");

    private static JsonObject Shape(AuditRecord r) =>
        Json.Of(
            ("id", r.Id),
            ("partnerId", r.Partner),
            ("customerId", r.CustomerId),
            ("customerName", r.CustomerName),
            ("userPrincipalName", r.UserPrincipalName),
            ("applicationId", r.ApplicationId),
            ("sessionId", r.Id),
            ("resourceType", r.ResourceType),
            ("resourceNewValue", r.ResourceNewValue),
            ("operationType", r.OperationType),
            ("originalCorrelationId", r.CorrelationId),
            ("operationDate", Json.Utc(r.At)),
            ("operationStatus", "succeeded"),
            (
                "customizedData",
                Json.Array(r.Details.Select(d => (JsonNode)Json.Of(("key", d.Key), ("value", d.Value))))
            ),
            ("attributes", Json.Attributes("AuditRecord"))
        );
}

using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using PartnerCenter.Wire;

namespace PartnerCenter.Audit;

/// <summary>Reads the audit log of operations done in the partner's name. Not in China. Source: C §22.</summary>
public sealed class AuditApi : ApiGroup
{
    internal AuditApi(PartnerCenterHttp http)
        : base(http) { }

    /// <summary>
    /// Records between two days, at most 90 days back, page by page; they appear with a delay. Match <see
    /// cref="AuditRecord.OriginalCorrelationId"/> with the MS-CorrelationId that was sent. Source: C §22.
    /// </summary>
    /// <exception cref="PartnerCenterException">
    /// Refused 2000: the start is more than 90 days ago; 900127: not in 21Vianet.
    /// </exception>
    [Route("GET", "/v1/auditrecords"), Token(TokenKind.Either)]
    public async IAsyncEnumerable<AuditRecord> List(
        DateOnly from,
        DateOnly? to = null,
        CustomerId? customer = null,
        [EnumeratorCancellation] CancellationToken cancellation = default
    )
    {
        var filter = customer is { } id
            ? new JsonObject
            {
                ["Field"] = "CustomerId",
                ["Value"] = id.ToString(),
                ["Operator"] = "equals",
            }.ToJsonString()
            : null;
        var pages = Seek.Pages<AuditRecord>(
            () =>
                Call(member: nameof(List))
                    .Query("startDate", Day(from))
                    .Query("endDate", to is { } day ? Day(day) : null)
                    .Query("filter", filter),
            cancellation
        );
        await foreach (var record in pages)
            yield return record;
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

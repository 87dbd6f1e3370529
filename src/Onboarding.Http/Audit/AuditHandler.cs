using Microsoft.AspNetCore.Http;
using Onboarding.Progress;

namespace Onboarding.Http.Audit;

/// <summary>An entry of the audit log.</summary>
/// <param name="At">The time of the action.</param>
/// <param name="Who">The caller's name.</param>
/// <param name="Action">The action, such as <c>onboarding.cancel</c> or <c>credentials.handed-over</c>.</param>
public sealed record AuditLine(DateTimeOffset At, string Who, string Action)
{
    public string? Detail { get; init; }

    /// <summary>The same as in Microsoft's audit records (C §22), where a call of ours was made for it.</summary>
    public Guid? CorrelationId { get; init; }
}

public sealed record AuditList(IReadOnlyList<AuditLine> Items);

/// <summary>The audit log of one subject.</summary>
public sealed class AuditHandler(IAuditLog audit)
{
    /// <param name="subject">
    /// Id of an onboarding, an open task, a draft, a batch, a message or a delivery. One that nothing was done to has
    /// an empty log.
    /// </param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IResult> List(string subject, CancellationToken cancellationToken) =>
        Results.Json(
            new AuditList([
                .. (await audit.For(subject, cancellationToken)).Select(entry => new AuditLine(
                    entry.At,
                    entry.Who,
                    entry.Action
                )
                {
                    Detail = entry.Detail,
                    CorrelationId = entry.CorrelationId,
                }),
            ]),
            ApiJson.Options
        );
}

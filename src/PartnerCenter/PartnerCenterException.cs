using System.Globalization;
using System.Text;

namespace PartnerCenter;

/// <summary>
/// A call to Partner Center that did not end as asked. Never carries personal data or secrets. Source: C §4.
/// </summary>
public sealed class PartnerCenterException(
    Fault fault,
    string operation,
    string? description = null,
    Exception? innerException = null
) : Exception(null, innerException)
{
    /// <summary>The class of the failure, by the action that the caller takes.</summary>
    public Fault Fault { get; } = fault;

    /// <summary>The method that was called, such as <c>Customers.Create</c>.</summary>
    public string Operation { get; } = operation;

    /// <summary>HTTP status; null when no answer came.</summary>
    public int? Status { get; init; }

    /// <summary>Partner Center's error code as text (<c>600061</c>), or null when the answer carried none.</summary>
    public string? Code
    {
        get;
        init => field = VisibleText.Of(value);
    }

    /// <summary>The time to wait before the next attempt. Always set for <see cref="Fault.Throttled"/>.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>
    /// True: an answer came that settles this request, so the next attempt needs a new MS-RequestId. False: repeat with
    /// the same one.
    /// </summary>
    public bool Answered { get; init; }

    /// <summary>The service's own words or ours, with personal data removed, as one line of visible text.</summary>
    public string? Description { get; } = VisibleText.Of(description);

    /// <summary>The MS-CorrelationId that was sent.</summary>
    public Guid? CorrelationId { get; init; }

    /// <summary>
    /// Creating a customer met a domain that is taken (27100, or any 409 of that operation): by somebody else, or by an
    /// earlier attempt of ours whose answer was lost. Look among the own customers first. Source: C §25 row 4.
    /// </summary>
    public bool DomainTaken => Code == PartnerCenterErrorCodes.DomainNotAvailable;

    public override string Message
    {
        get
        {
            var text = new StringBuilder(Operation)
                .Append(": ")
                .Append(
                    Fault switch
                    {
                        Fault.Throttled => "held back",
                        Fault.Transient => "failed without an effect",
                        Fault.Unauthorized => "not authorized",
                        Fault.NotFound => "not found",
                        Fault.Conflict => "in conflict",
                        Fault.Refused => "refused",
                        _ => "no usable answer, the effect may exist",
                    }
                );
            if (Status is { } status)
                text.Append(CultureInfo.InvariantCulture, $" (status {status}{(Code is null ? "" : ", code ")}{Code}")
                    .Append(
                        PartnerCenterErrorCodes.MeaningOf(Code, Status, Operation) is { } meaning ? $", {meaning}" : ""
                    )
                    .Append(')');
            if (RetryAfter is { } wait)
                text.Append(CultureInfo.InvariantCulture, $", come again in {wait.TotalSeconds:0.#} s");
            if (!string.IsNullOrEmpty(Description))
                text.Append(": ").Append(Description);
            return text.ToString();
        }
    }
}

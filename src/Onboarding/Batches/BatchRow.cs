using System.Text.Json.Serialization;
using Onboarding.Messages;
using Onboarding.Progress;
using Onboarding.Requests;

namespace Onboarding.Batches;

/// <summary>One request of a batch: all rows of the file with its reference.</summary>
public sealed record BatchRow
{
    /// <summary>The number of its first row in the file; the first row after the header is 1.</summary>
    public required int Number { get; init; }

    /// <summary>Empty when the file names none.</summary>
    public required string Reference { get; init; }
    public required IReadOnlyList<BatchLine> Lines { get; init; }

    /// <summary>One of <see cref="RowStatus"/>.</summary>
    public required string Status { get; init; }
    public OnboardingId? Onboarding { get; init; }

    /// <summary>The error code of its refusal or of its end.</summary>
    public string? Code { get; init; }

    /// <summary>A message for people; never repeats a value of the row.</summary>
    public string? Message { get; init; }

    /// <summary>Everything that was found in it: errors, reviews and warnings.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>The number of times that Partner Center could not be asked about it.</summary>
    public int Attempts { get; init; }

    /// <summary>The number of times that submitting it failed with an unexpected error.</summary>
    public int Crashes { get; init; }
}

/// <summary>
/// One row of the file. <paramref name="Cells"/>: of CSV and workbooks, as they came; of NDJSON one, the whole line.
/// <paramref name="ParseError"/>: why there is nothing to be read in it.
/// </summary>
public sealed record BatchLine(
    int Number,
    IReadOnlyList<string> Cells,
    [property: JsonPropertyName("flaw")] Message? ParseError = null
);

/// <summary>The statuses of a row. The texts are stored and searched for.</summary>
public static class RowStatus
{
    /// <summary>The row has not been started.</summary>
    public const string Waiting = "waiting";

    /// <summary>The onboarding of the row runs.</summary>
    public const string Running = "running";

    /// <summary>
    /// The onboarding of the row waits for somebody else: the customer, Microsoft, an approver, an operator.
    /// </summary>
    public const string Pending = "pending";

    /// <summary>Nothing was started, because of an error in the row. It can be corrected and sent again.</summary>
    public const string Refused = "refused";

    /// <summary>The row was not started, because the batch was cancelled.</summary>
    public const string Withdrawn = "withdrawn";

    /// <summary>The stored row is damaged. This status is never stored.</summary>
    public const string Unreadable = "unreadable";

    /// <summary>The statuses of rows that have not ended.</summary>
    public static IReadOnlyList<string> Open { get; } = [Waiting, Running, Pending];

    /// <summary>All there are: an ended onboarding shows its outcome.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Open, Refused, Withdrawn, .. Stage.Outcomes];
}

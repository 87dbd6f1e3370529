using System.Security.Cryptography;

namespace Onboarding.Batches;

/// <summary>The id of one upload, which is also the instance id of its orchestration.</summary>
public readonly record struct BatchId(string Value)
{
    public static BatchId New() => new($"ba-{RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz234567", 26)}");

    public override string ToString() => Value;
}

public enum BatchFormat
{
    /// <summary>A header row, then a row per request or per subscription of one.</summary>
    Csv,

    /// <summary>A request per line, as JSON.</summary>
    Ndjson,

    /// <summary>A workbook whose first sheet has the rows that a CSV file would have.</summary>
    Xlsx,
}

public enum BatchState
{
    /// <summary>Still coming in. One that is cut off stays so and does nothing.</summary>
    Receiving,
    Running,

    /// <summary>Begins nothing more until it is resumed; what runs goes on.</summary>
    Paused,

    /// <summary>Begins nothing more; what runs goes on to its end.</summary>
    Cancelled,

    /// <summary>Every row has come to its end.</summary>
    Ended,
}

/// <summary>The reason for which a batch paused itself.</summary>
/// <param name="Code">The error code of the rows that could not go on.</param>
/// <param name="Message">For people.</param>
public sealed record BatchPause(string Code, string Message);

/// <summary>One upload of many requests.</summary>
public sealed record Batch
{
    public required BatchId Id { get; init; }

    /// <summary>The name that its sender gave to it.</summary>
    public string? Name { get; init; }
    public required BatchFormat Format { get; init; }

    /// <summary>The header row of a CSV file or a workbook as it came.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>The character that separates the cells of the CSV file.</summary>
    public string Delimiter { get; init; } = ",";

    /// <summary>
    /// The number of its onboardings that run at the same time. Those that wait for people or for Microsoft do not
    /// count.
    /// </summary>
    public required int Concurrency { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required string CreatedBy { get; init; }
    public required BatchState State { get; init; }

    /// <summary>Rows of the file without the header.</summary>
    public int Lines { get; init; }

    /// <summary>Requests: rows with the same reference are one.</summary>
    public int Rows { get; init; }

    /// <summary>SHA-256 of the file in hexadecimal digits.</summary>
    public string? ContentHash { get; init; }
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Since when it is paused.</summary>
    public DateTimeOffset? PausedAt { get; init; }

    /// <summary>
    /// The reason for which it paused itself: a code of the error catalogue and a text. Null when an operator paused
    /// it, or when it is not paused.
    /// </summary>
    public BatchPause? PausedBecause { get; init; }

    /// <summary>
    /// The time at which an operator resumed it; an error that stopped rows before then does not pause it again.
    /// </summary>
    public DateTimeOffset? ResumedAt { get; init; }

    /// <summary>The time for which it was paused before.</summary>
    public TimeSpan PausedFor { get; init; }
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The number of rows by their final status; set when it ended.</summary>
    public IReadOnlyDictionary<string, int>? Ends { get; init; }

    /// <summary>Set by the store; a write with another than the stored one is refused.</summary>
    public string? ETag { get; init; }
}

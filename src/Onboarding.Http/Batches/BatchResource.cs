using Onboarding.Batches;
using Onboarding.Requests;

namespace Onboarding.Http.Batches;

/// <summary>One upload and how far it is.</summary>
public sealed record BatchResource
{
    public required string Id { get; init; }
    public string? Name { get; init; }
    public required BatchFormat Format { get; init; }
    public required BatchState State { get; init; }

    /// <summary>
    /// The reason for which the batch paused itself; absent when an operator paused it, or when it is not paused.
    /// </summary>
    public BatchPause? PausedBecause { get; init; }

    /// <summary>True when nothing will change any more.</summary>
    public required bool Ended { get; init; }

    /// <summary>The number of its onboardings that run at the same time.</summary>
    public required int Concurrency { get; init; }

    /// <summary>Rows of the file; those with one reference are one request.</summary>
    public required int Lines { get; init; }

    /// <summary>Headings of the file that are no column of a request and were not read.</summary>
    public required IReadOnlyList<string> IgnoredColumns { get; init; }

    /// <summary>Those of them that are nearly a column: which one was probably meant.</summary>
    public required IReadOnlyDictionary<string, string> MeantColumns { get; init; }
    public required BatchProgress Progress { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required string CreatedBy { get; init; }
    public DateTimeOffset? EndedAt { get; init; }

    internal static BatchResource Of(Batch batch, IReadOnlyDictionary<string, int> counts, DateTimeOffset now) =>
        new()
        {
            Id = batch.Id.Value,
            Name = batch.Name,
            Format = batch.Format,
            State = batch.State,
            PausedBecause = batch.PausedBecause,
            Ended = batch.EndedAt is not null,
            Concurrency = batch.Concurrency,
            Lines = batch.Lines,
            IgnoredColumns = BatchHeadings.Ignored(batch),
            MeantColumns = BatchHeadings.Meant(batch),
            Progress = BatchProgress.Of(batch, counts, now),
            CreatedAt = batch.CreatedAt,
            CreatedBy = batch.CreatedBy,
            EndedAt = batch.EndedAt,
        };
}

public sealed record BatchList(IReadOnlyList<BatchResource> Items, string? Continuation);

/// <summary>One request of a batch.</summary>
/// <param name="Number">Of its first row in the file, from 1 below the header.</param>
/// <param name="Reference">As the file names it.</param>
/// <param name="Lines">The numbers of its rows.</param>
/// <param name="Status">waiting, running, pending, refused, withdrawn, or how its onboarding ended.</param>
/// <param name="Onboarding">The id of its onboarding, once there is one.</param>
public sealed record BatchRowResource(
    int Number,
    string Reference,
    IReadOnlyList<int> Lines,
    string Status,
    string? Onboarding
)
{
    /// <summary>The code of the error, from the error catalogue.</summary>
    public string? Code { get; init; }
    public string? Message { get; init; }

    /// <summary>Everything that was found in it.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    public static BatchRowResource Of(BatchRow row) =>
        new(row.Number, row.Reference, [.. row.Lines.Select(line => line.Number)], row.Status, row.Onboarding?.Value)
        {
            Code = row.Code,
            Message = row.Message,
            Findings = row.Findings,
        };
}

public sealed record BatchRowList(IReadOnlyList<BatchRowResource> Items, string? Continuation);

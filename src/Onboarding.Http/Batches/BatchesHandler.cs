using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Onboarding.Batches;
using Onboarding.Http.Access;
using Onboarding.Http.Problems;

namespace Onboarding.Http.Batches;

/// <summary>
/// Receives files with many requests, shows their progress, pauses and cancels them, and returns their results.
/// </summary>
public sealed class BatchesHandler(
    IBatches batches,
    BatchReceiver reception,
    BatchService service,
    BatchResults results,
    TimeProvider time
)
{
    private const string Unknown = "There is no batch with this id.";

    public async Task<IResult> Receive(
        HttpRequest call,
        string? name,
        int? concurrency,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        // The file is read as it comes, so the server's own limit, which is for what is read whole, is out of place.
        if (call.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = BatchOperations.MostBytes;
        var format =
            call.ContentType!.Contains("csv", StringComparison.OrdinalIgnoreCase) ? BatchFormat.Csv
            : call.ContentType.StartsWith(BatchOperations.Workbook, StringComparison.OrdinalIgnoreCase)
                ? BatchFormat.Xlsx
            : BatchFormat.Ndjson;
        try
        {
            var batch = await reception.Receive(
                new(format, name, concurrency, caller.Name),
                call.Body,
                cancellationToken
            );
            call.HttpContext.Response.Headers.Location = $"{call.PathBase}/api/batches/{batch.Id}";
            call.HttpContext.Response.Headers.RetryAfter = "5";
            return Results.Json(
                await Resource(batch, cancellationToken),
                ApiJson.Options,
                statusCode: StatusCodes.Status202Accepted
            );
        }
        catch (BatchUnreadableException wrong)
        {
            throw new ProblemException(KnownProblems.BatchUnreadable(wrong.Code, wrong.Message));
        }
    }

    public async Task<IResult> List(int limit, string? continuation, CancellationToken cancellationToken)
    {
        try
        {
            var page = await batches.List(limit, continuation, cancellationToken);
            var items = new List<BatchResource>();
            foreach (var batch in page.Items)
                items.Add(await Resource(batch, cancellationToken));
            return Results.Json(new BatchList(items, page.Continuation), ApiJson.Options);
        }
        catch (FormatException) when (continuation is not null)
        {
            throw Binding.BadContinuation();
        }
    }

    public async Task<IResult> Get(BatchId id, CancellationToken cancellationToken) =>
        Results.Json(await Resource(await Existing(id, cancellationToken), cancellationToken), ApiJson.Options);

    public async Task<IResult> Rows(
        BatchId id,
        string? status,
        int limit,
        string? continuation,
        CancellationToken cancellationToken
    )
    {
        await Existing(id, cancellationToken);
        if (status is not null && !RowStatus.All.Contains(status))
            throw new ProblemException(
                KnownProblems.InvalidParameter("status", $"expected one of {string.Join(", ", RowStatus.All)}.")
            );
        var after = 0;
        if (
            continuation is not null
            && !int.TryParse(continuation, NumberStyles.None, CultureInfo.InvariantCulture, out after)
        )
            throw Binding.BadContinuation();
        var rows = await batches.Rows(id, status, after, limit + 1, cancellationToken);
        return Results.Json(
            new BatchRowList(
                [.. rows.Take(limit).Select(BatchRowResource.Of)],
                rows.Count > limit ? rows[limit - 1].Number.ToString(CultureInfo.InvariantCulture) : null
            ),
            ApiJson.Options
        );
    }

    public async Task<IResult> ResultsFile(BatchId id, CancellationToken cancellationToken)
    {
        var batch = await Existing(id, cancellationToken);
        return Results.Stream(
            output => results.Write(batch, output, cancellationToken),
            "text/csv; charset=utf-8",
            $"{batch.Id}-results.csv"
        );
    }

    public async Task<IResult> ResultsWorkbook(BatchId id, CancellationToken cancellationToken)
    {
        var batch = await Existing(id, cancellationToken);
        return Results.Stream(
            await results.WriteWorkbook(batch, cancellationToken),
            BatchOperations.Workbook,
            $"{batch.Id}-results.xlsx"
        );
    }

    public async Task<IResult> Pause(BatchId id, Caller caller, CancellationToken cancellationToken) =>
        await Answer(await service.Pause(id, caller.Name, cancellationToken), cancellationToken);

    public async Task<IResult> Resume(BatchId id, Caller caller, CancellationToken cancellationToken) =>
        await Answer(await service.Resume(id, caller.Name, cancellationToken), cancellationToken);

    public async Task<IResult> Cancel(BatchId id, Caller caller, CancellationToken cancellationToken) =>
        await Answer(await service.Cancel(id, caller.Name, cancellationToken), cancellationToken);

    /// <summary>The batch as the API shows it.</summary>
    public async Task<BatchResource> Resource(Batch batch, CancellationToken cancellationToken) =>
        BatchResource.Of(batch, batch.Ends ?? await batches.Count(batch.Id, cancellationToken), time.GetUtcNow());

    private async Task<Batch> Existing(BatchId id, CancellationToken cancellationToken) =>
        await batches.Get(id, cancellationToken) ?? throw new ProblemException(KnownProblems.NotFound(Unknown));

    private async Task<IResult> Answer(BatchChange change, CancellationToken cancellationToken) =>
        change switch
        {
            BatchChange.Done done => Results.Json(
                await Resource(done.Batch, cancellationToken),
                ApiJson.Options,
                statusCode: StatusCodes.Status202Accepted
            ),
            BatchChange.NotNow other => throw new ProblemException(
                KnownProblems.BatchNotNow(
                    other.Batch.Id.Value,
                    other.Batch.EndedAt is null ? other.Batch.State.ToString().ToLowerInvariant() : "ended"
                )
            ),
            _ => throw new ProblemException(KnownProblems.NotFound(Unknown)),
        };
}

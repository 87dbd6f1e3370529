using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Onboarding.Batches;
using Onboarding.Http.Access;
using Onboarding.Http.Problems;

namespace Onboarding.Http.Batches;

/// <summary>The calls about files of many requests.</summary>
internal static class BatchOperations
{
    /// <summary>
    /// The largest file that Azure Functions accepts, in bytes: a hundred thousand rows of a kilobyte.
    /// </summary>
    public const int MostBytes = 100 * 1024 * 1024;

    /// <summary>The media type of workbooks (.xlsx).</summary>
    public const string Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public static IEnumerable<ApiOperation> All =>
        [
            new()
            {
                Name = "CreateBatch",
                Method = "POST",
                Route = "batches",
                Permission = Permission.Submit,
                Summary =
                    "Takes a file of up to 100,000 rows: CSV or the first sheet of a workbook (.xlsx) with a header "
                    + "row, or a request per line. Each row is refused, runs or ends on its own;"
                    + " what has run before under "
                    + "its reference is not begun again.",
                Parameters =
                [
                    new("name", ParameterPlace.Query, ParameterKind.Text, "What the caller calls it."),
                    new(
                        "concurrency",
                        ParameterPlace.Query,
                        ParameterKind.Number,
                        $"How many of its onboardings work at the same time, 1 to {BatchOptions.MostConcurrency}; "
                            + "Batches:Concurrency when left out."
                    ),
                ],
                Body = typeof(string),
                BodyRequired = true,
                MediaTypes = ["text/csv", "application/x-ndjson", Workbook],
                MaxBody = MostBytes,
                Answers = [new(202, typeof(BatchResource), "Kept and started; Location leads to it.")],
                Handle = call =>
                    Handler(call)
                        .Receive(
                            call.Request,
                            call.Text("name"),
                            Concurrency(call),
                            Caller.Of(call),
                            call.RequestAborted
                        ),
            },
            new()
            {
                Name = "ListBatches",
                Method = "GET",
                Route = "batches",
                Permission = Permission.Read,
                Summary = "Batches, newest first.",
                Parameters = [.. Paging],
                Answers = [new(200, typeof(BatchList), "A page; with a continuation there are more.")],
                Handle = call => Handler(call).List(call.Limit(), call.Continuation(), call.RequestAborted),
            },
            new()
            {
                Name = "GetBatch",
                Method = "GET",
                Route = "batches/{id}",
                Permission = Permission.Read,
                Summary = "How far a batch is: how many rows stand where, how fast it goes, when it will have ended.",
                Parameters = [IdInPath],
                Answers = [new(200, typeof(BatchResource), "The batch.")],
                Handle = call => Handler(call).Get(Id(call), call.RequestAborted),
            },
            new()
            {
                Name = "ListBatchRows",
                Method = "GET",
                Route = "batches/{id}/rows",
                Permission = Permission.Read,
                Summary = "The rows of a batch, in the order of the file.",
                Parameters =
                [
                    IdInPath,
                    new(
                        "status",
                        ParameterPlace.Query,
                        ParameterKind.Text,
                        "waiting, running, pending, refused, withdrawn, or an outcome."
                    ),
                    .. Paging,
                ],
                Answers = [new(200, typeof(BatchRowList), "A page; with a continuation there are more.")],
                Handle = call =>
                    Handler(call)
                        .Rows(Id(call), call.Text("status"), call.Limit(), call.Continuation(), call.RequestAborted),
            },
            new()
            {
                Name = "GetBatchResults",
                Method = "GET",
                Route = "batches/{id}/results.csv",
                Permission = Permission.Read,
                Summary =
                    "The file with id, outcome, code and message of each row. Safe to be opened in a spreadsheet, "
                    + "corrected and sent again.",
                Parameters = [IdInPath],
                Answers =
                [
                    new(200, typeof(string), "CSV in UTF-8, with the separator of the file that was sent.")
                    {
                        MediaType = "text/csv",
                    },
                ],
                Handle = call => Handler(call).ResultsFile(Id(call), call.RequestAborted),
            },
            new()
            {
                Name = "GetBatchResultsWorkbook",
                Method = "GET",
                Route = "batches/{id}/results.xlsx",
                Permission = Permission.Read,
                Summary =
                    "The same as results.csv, as a workbook whose cells a spreadsheet program leaves as they are.",
                Parameters = [IdInPath],
                Answers = [new(200, typeof(string), "A workbook with one sheet.") { MediaType = Workbook }],
                Handle = call => Handler(call).ResultsWorkbook(Id(call), call.RequestAborted),
            },
            new()
            {
                Name = "PauseBatch",
                Method = "POST",
                Route = "batches/{id}/pause",
                Permission = Permission.Cancel,
                Summary = "Begins no more rows until it is resumed; what runs goes on.",
                Parameters = [IdInPath],
                Answers = [new(202, typeof(BatchResource), "Paused.")],
                Handle = call => Handler(call).Pause(Id(call), Caller.Of(call), call.RequestAborted),
            },
            new()
            {
                Name = "ResumeBatch",
                Method = "POST",
                Route = "batches/{id}/resume",
                Permission = Permission.Cancel,
                Summary = "Goes on with a paused batch.",
                Parameters = [IdInPath],
                Answers = [new(202, typeof(BatchResource), "It goes on.")],
                Handle = call => Handler(call).Resume(Id(call), Caller.Of(call), call.RequestAborted),
            },
            new()
            {
                Name = "CancelBatch",
                Method = "POST",
                Route = "batches/{id}/cancel",
                Permission = Permission.Cancel,
                Summary =
                    "Begins no more rows, for good. Onboardings that run go on to their end; each can be cancelled "
                    + "on its own.",
                Parameters = [IdInPath],
                Answers = [new(202, typeof(BatchResource), "What has not begun is withdrawn.")],
                Handle = call => Handler(call).Cancel(Id(call), Caller.Of(call), call.RequestAborted),
            },
        ];

    private static ApiParameter IdInPath => new("id", ParameterPlace.Path, ParameterKind.Text, "Id of the batch.");

    private static IEnumerable<ApiParameter> Paging =>
        [
            new("limit", ParameterPlace.Query, ParameterKind.Number, "1 to 200; 50 when left out."),
            new(
                "continuation",
                ParameterPlace.Query,
                ParameterKind.Text,
                "Of the answer before; the other parameters as there."
            ),
        ];

    private static int? Concurrency(HttpContext call)
    {
        if (call.Text("concurrency") is not { } text)
            return null;
        return
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number is >= 1 and <= BatchOptions.MostConcurrency
            ? number
            : throw new ProblemException(
                KnownProblems.InvalidParameter(
                    "concurrency",
                    $"expected a number from 1 to {BatchOptions.MostConcurrency}."
                )
            );
    }

    private static BatchId Id(HttpContext call) => new(call.Route("id"));

    private static BatchesHandler Handler(HttpContext call) =>
        call.RequestServices.GetRequiredService<BatchesHandler>();
}

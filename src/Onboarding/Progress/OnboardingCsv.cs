using System.Globalization;
using System.Text;
using Onboarding.Batches;
using PartnerCenter;

namespace Onboarding.Progress;

/// <summary>Writes onboardings as a CSV file that can be opened in a spreadsheet.</summary>
public static class OnboardingCsv
{
    private const int RowsAtOnce = 200;
    private static readonly string[] Columns =
    [
        "id",
        "reference",
        "partner",
        "companyName",
        "country",
        "domain",
        "tenantId",
        "reseller",
        "batch",
        "stage",
        "waitsFor",
        "since",
        "submittedAt",
        "submittedBy",
        "errorCode",
        "ended",
    ];

    /// <summary>Writes what a query finds, page by page.</summary>
    /// <param name="search">Searches a page.</param>
    /// <param name="query">What to search for; its limit and continuation are not used.</param>
    /// <param name="output">Where the file is written.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task Write(
        Func<OnboardingQuery, CancellationToken, Task<OnboardingPage>> search,
        OnboardingQuery query,
        Stream output,
        CancellationToken cancellationToken
    )
    {
        // With the mark a spreadsheet takes the file for UTF-8.
        await using var csv = new StreamWriter(
            output,
            new UTF8Encoding(encoderShouldEmitUTF8Identifier: true),
            -1,
            true
        );
        await Row(Columns);
        string? continuation = null;
        do
        {
            var page = await search(query with { Limit = RowsAtOnce, Continuation = continuation }, cancellationToken);
            foreach (var record in page.Items)
                await Row(Cells(record));
            continuation = page.Continuation;
        } while (continuation is not null);
        await csv.FlushAsync(cancellationToken);

        Task Row(IEnumerable<string?> cells) =>
            csv.WriteAsync(
                CsvText
                    .Row(cells.Select(cell => SpreadsheetText.Guard(VisibleText.WithLines(cell ?? ""))), ',')
                    .AsMemory(),
                cancellationToken
            );
    }

    private static string?[] Cells(OnboardingRecord record) =>
        [
            record.Id.Value,
            record.Request.Reference,
            record.Request.Partner,
            record.Request.Customer.CompanyName,
            record.Request.Customer.Address?.Country,
            record.Exists.Domain ?? record.Domain,
            record.Exists.TenantId?.ToString(),
            record.Request.Reseller?.TenantId.ToString(),
            record.Batch,
            record.Stage,
            record.WaitsFor.ToString().ToLowerInvariant(),
            Time(record.Since),
            Time(record.SubmittedAt),
            record.SubmittedBy,
            record.ErrorCode,
            record.Outcome is null ? "no" : "yes",
        ];

    private static string Time(DateTimeOffset at) => at.ToString("u", CultureInfo.InvariantCulture);
}

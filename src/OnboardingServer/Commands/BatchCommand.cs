using System.Text.Json;
using Onboarding.Approvals;
using Onboarding.Batches;
using Onboarding.Http;
using Onboarding.Http.Batches;
using OnboardingServer.Hosting;

namespace OnboardingServer.Commands;

/// <summary>
/// A file of many requests to its end, with a progress bar. The same file again goes on with the same batch, or begins
/// what has not run.
/// </summary>
internal static class BatchCommand
{
    private const int MostHeld = 1000;
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(250);

    public static Task<int> Run(ServerSettings settings, FileInfo file, FileInfo? results, bool json) =>
        Terminal.Guard(async () =>
        {
            if (!file.Exists)
                throw new StartException($"There is no file {file.FullName}.");
            await using var host = ServerHost.Build(settings);
            await host.Start(CancellationToken.None);
            if (host.Simulated)
                Console.Error.WriteLine(Terminal.SimulationNotice(host));
            if (Terminal.CustomersNotice(host) is { } customers)
                Console.Error.WriteLine(customers);
            Batch batch;
            try
            {
                batch = await Begin(host, file);
            }
            catch (BatchUnreadableException wrong)
            {
                Console.Error.WriteLine($"The file is no batch. {wrong.Message} Nothing was begun.");
                return ExitCodes.Refused;
            }

            if (
                await BatchDisplay.Show(batch.Id.Value, json, report => Watch(host, batch.Id, report)) is not { } end
                || !end.Ended && end.PausedBecause is null && await HeldRows(host, batch.Id) == 0
            )
            {
                WrappedText.WriteLine(
                    Console.Error,
                    "Stopped before the end. Nothing is lost: run the same command again, or start the server, and "
                        + $"{batch.Id} goes on."
                );
                return ExitCodes.Else;
            }

            if (results is not null)
                await WriteResults(host, end.Id, results);
            if (end.PausedBecause is { } pause)
            {
                WrappedText.WriteLine(
                    Console.Error,
                    $"The batch paused itself: {pause.Message} Run the same command again once that is done."
                );
                if (json)
                    Console.Out.WriteLine(JsonSerializer.Serialize(end, ApiJson.Options));
                return ExitCodes.NeedsAttention;
            }

            if (!end.Ended)
            {
                WrappedText.WriteLine(
                    Console.Error,
                    $"{await HeldRows(host, batch.Id)} rows wait for somebody to look at what was found in them. The "
                        + "results say what (--results). Put its codes into the column acknowledged and run the "
                        + "file again, or have them approved on the page."
                );
                if (json)
                    Console.Out.WriteLine(JsonSerializer.Serialize(end, ApiJson.Options));
                return ExitCodes.Refused;
            }

            if (json)
                Console.Out.WriteLine(JsonSerializer.Serialize(end, ApiJson.Options));
            else
                BatchDisplay.Summarize(end, results);
            await WriteRefused(host, end);
            return ExitCodes.Of(end.Progress.Rows);
        });

    /// <summary>The batch of the same file that has not ended, if there is one; else a new one.</summary>
    private static async Task<Batch> Begin(ServerHost host, FileInfo file)
    {
        await using var content = file.OpenRead();
        var hash = Convert.ToHexStringLower(await System.Security.Cryptography.SHA256.HashDataAsync(content));
        var open = await host.Services.GetRequiredService<IBatches>().Open(CancellationToken.None);
        if (
            open.FirstOrDefault(batch => batch.ContentHash == hash && batch.State is not BatchState.Receiving) is
            { } same
        )
        {
            // Whoever runs it again has put right what it paused itself for.
            return
                same.PausedBecause is not null
                && await host
                    .Services.GetRequiredService<BatchService>()
                    .Resume(same.Id, "terminal", CancellationToken.None)
                    is BatchChange.Done resumed
                ? resumed.Batch
                : same;
        }

        content.Position = 0;
        return await host
            .Services.GetRequiredService<BatchReceiver>()
            .Receive(
                new(FormatOf(file, content), file.Name, null, "terminal"),
                content,
                host.Lifetime.ApplicationStopping
            );
    }

    internal static BatchFormat FormatOf(FileInfo file, Stream content)
    {
        if (file.Extension.Equals(".csv", StringComparison.OrdinalIgnoreCase))
            return BatchFormat.Csv;
        if (file.Extension.ToLowerInvariant() is ".ndjson" or ".jsonl")
            return BatchFormat.Ndjson;
        if (IsWorkbook(file))
            return BatchFormat.Xlsx;
        var first = content.ReadByte();
        content.Position = 0;
        return first switch
        {
            '{' => BatchFormat.Ndjson,
            'P' when IsArchive(content) => BatchFormat.Xlsx,
            _ => BatchFormat.Csv,
        };
    }

    internal static bool IsWorkbook(FileInfo file) =>
        file.Extension.Equals(".xlsx", StringComparison.OrdinalIgnoreCase);

    private static bool IsArchive(Stream content)
    {
        Span<byte> beginning = stackalloc byte[4];
        var read = content.ReadAtLeast(beginning, beginning.Length, throwOnEndOfStream: false);
        content.Position = 0;
        return beginning[..read].SequenceEqual("PK\u0003\u0004"u8);
    }

    /// <returns>As it stands at its end; null: the host was told to stop.</returns>
    private static async Task<BatchResource?> Watch(ServerHost host, BatchId id, Action<BatchResource> report)
    {
        var (batches, handler) = (
            host.Services.GetRequiredService<IBatches>(),
            host.Services.GetRequiredService<BatchesHandler>()
        );
        using var timer = new PeriodicTimer(Glance, host.Services.GetRequiredService<TimeProvider>());
        try
        {
            while (true)
            {
                var now = await handler.Resource(
                    (await batches.Get(id, CancellationToken.None))!,
                    CancellationToken.None
                );
                report(now);
                var pending = now.Progress.Rows[RowStatus.Pending];
                if (
                    now.Ended
                    || now.PausedBecause is not null && now.Progress.Rows[RowStatus.Running] == 0
                    || pending > 0
                        && pending == now.Progress.Total - now.Progress.Ended
                        && await HeldRows(host, id) == pending
                )
                    return now;
                if (!await timer.WaitForNextTickAsync(host.Lifetime.ApplicationStopping))
                    return null;
            }
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>
    /// Counts the rows that wait only for an approval of their findings; 0 when there are rows that wait for anything
    /// else.
    /// </summary>
    private static async Task<int> HeldRows(ServerHost host, BatchId id)
    {
        var (rows, approvals) = (
            await host
                .Services.GetRequiredService<IBatches>()
                .Rows(id, RowStatus.Pending, 0, MostHeld, CancellationToken.None),
            host.Services.GetRequiredService<IApprovals>()
        );
        foreach (var row in rows)
        {
            if (
                row.Onboarding is not { } onboarding
                || await approvals.Get(onboarding, CancellationToken.None)
                    is not { State: ApprovalState.Pending } approval
                || !approval.IsReview()
            )
                return 0;
        }

        return rows.Count;
    }

    private static async Task WriteRefused(ServerHost host, BatchResource end)
    {
        var refused = await host
            .Services.GetRequiredService<IBatches>()
            .Rows(new(end.Id), RowStatus.Refused, 0, RefusedRows.Most, CancellationToken.None);
        RefusedRows.Write([.. refused.Select(BatchRowResource.Of)], end.Progress.Rows[RowStatus.Refused]);
    }

    private static async Task WriteResults(ServerHost host, string id, FileInfo file)
    {
        var batch = await host.Services.GetRequiredService<IBatches>().Get(new(id), CancellationToken.None);
        var results = host.Services.GetRequiredService<BatchResults>();
        await using var output = file.Create();
        if (!IsWorkbook(file))
        {
            await results.Write(batch!, output, CancellationToken.None);
            return;
        }

        await using var workbook = await results.WriteWorkbook(batch!, CancellationToken.None);
        await workbook.CopyToAsync(output);
    }
}

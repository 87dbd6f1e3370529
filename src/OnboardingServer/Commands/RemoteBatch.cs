using System.Text.Json;
using Onboarding.Approvals;
using Onboarding.Batches;
using Onboarding.Http;
using Onboarding.Http.Approvals;
using Onboarding.Http.Batches;
using OnboardingServer.Hosting;

namespace OnboardingServer.Commands;

/// <summary>Sends a file of many requests to a server that runs, and follows the batch to its end.</summary>
internal static class RemoteBatch
{
    private const int MostLookedAt = 50;
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(1);

    public static async Task<int> Run(
        ServerClient server,
        FileInfo file,
        FileInfo? results,
        bool json,
        CancellationToken cancellationToken
    )
    {
        if (!file.Exists)
            throw new StartException($"There is no file {file.FullName}.");
        BatchResource batch;
        try
        {
            batch = await Begin(server, file, cancellationToken);
        }
        catch (ServerRefusal refusal) when (refusal.Status is 400 or 413 or 415 or 422)
        {
            FindingLines.Write($"The file is no batch. {refusal.Message} Nothing was begun.", refusal.Findings);
            return ExitCodes.Refused;
        }

        BatchResource end;
        try
        {
            end = await BatchDisplay.Show(
                batch.Id,
                json,
                report => Follow(server, batch.Id, report, cancellationToken)
            );
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine($"{batch.Id} goes on at {server.Address}.");
            return ExitCodes.Else;
        }

        if (results is not null)
        {
            await using var output = results.Create();
            var form = BatchCommand.IsWorkbook(results) ? "xlsx" : "csv";
            await server.Download($"batches/{end.Id}/results.{form}", output, CancellationToken.None);
        }

        if (json)
            Console.Out.WriteLine(JsonSerializer.Serialize(end, ApiJson.Options));
        else if (end.Ended)
            BatchDisplay.Summarize(end, results);
        await WriteRefused(server, end, cancellationToken);
        if (end.Ended)
            return ExitCodes.Of(end.Progress.Rows);
        WrappedText.WriteLine(
            Console.Error,
            end.PausedBecause is { } pause
                ? $"The batch paused itself: {pause.Message} Once that is done: resume {end.Id} --server "
                    + $"{server.Address}"
                : $"{end.Progress.Rows[RowStatus.Pending]} rows wait for somebody to look at what was found in them. "
                    + "Have them approved on the page."
        );
        return end.PausedBecause is null ? ExitCodes.Refused : ExitCodes.NeedsAttention;
    }

    private static async Task<BatchResource> Begin(
        ServerClient server,
        FileInfo file,
        CancellationToken cancellationToken
    )
    {
        await using var content = file.OpenRead();
        var mediaType = BatchCommand.FormatOf(file, content) switch
        {
            BatchFormat.Csv => "text/csv",
            BatchFormat.Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            _ => "application/x-ndjson",
        };
        return await server.Post<BatchResource>(
            $"batches?name={Uri.EscapeDataString(file.Name)}",
            content,
            mediaType,
            cancellationToken
        );
    }

    /// <returns>As it stands at its end, or when nothing but people is waited for.</returns>
    private static async Task<BatchResource> Follow(
        ServerClient server,
        string id,
        Action<BatchResource> report,
        CancellationToken cancellationToken
    )
    {
        using var timer = new PeriodicTimer(Glance, TimeProvider.System);
        while (true)
        {
            var now = await server.Get<BatchResource>($"batches/{id}", cancellationToken);
            report(now);
            if (
                now.Ended
                || now.PausedBecause is not null && now.Progress.Rows[RowStatus.Running] == 0
                || await AreHeld(server, now, cancellationToken)
            )
                return now;
            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    // The rest waits for nothing but a word on what was found in it.
    private static async Task<bool> AreHeld(ServerClient server, BatchResource now, CancellationToken cancellationToken)
    {
        var pending = now.Progress.Rows[RowStatus.Pending];
        if (pending == 0 || pending < now.Progress.Total - now.Progress.Ended)
            return false;
        var rows = await server.Get<BatchRowList>(
            $"batches/{now.Id}/rows?status={RowStatus.Pending}&limit={MostLookedAt}",
            cancellationToken
        );
        foreach (var row in rows.Items)
        {
            if (
                row.Onboarding is not { } onboarding
                || await server.Find<ApprovalResource>($"approvals/{onboarding}", cancellationToken)
                    is not { State: ApprovalState.Pending, Rule: Approval.ReviewRule }
            )
                return false;
        }

        return rows.Items.Count > 0;
    }

    private static async Task WriteRefused(ServerClient server, BatchResource end, CancellationToken cancellationToken)
    {
        if (end.Progress.Rows[RowStatus.Refused] == 0)
            return;
        var refused = await server.Get<BatchRowList>(
            $"batches/{end.Id}/rows?status={RowStatus.Refused}&limit={RefusedRows.Most}",
            cancellationToken
        );
        RefusedRows.Write(refused.Items, end.Progress.Rows[RowStatus.Refused]);
    }
}

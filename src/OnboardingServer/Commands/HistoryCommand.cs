using System.Globalization;
using DurableTask.Sqlite;
using Onboarding;
using OnboardingServer.Hosting;
using OnboardingServer.Journal;
using PartnerCenter;

namespace OnboardingServer.Commands;

/// <summary>Shows the history of an instance, row by row; also while the server runs.</summary>
internal static class HistoryCommand
{
    private const int MostOfAPayload = 100;

    public static Task<int> Run(ServerSettings settings, string id, bool all, bool whole) =>
        Terminal.Guard(async () =>
        {
            await using var host = ServerHost.Build(settings);
            var file = host.Services.GetRequiredService<JournalFile>();
            var (found, history) = file.Inspect(reader =>
                (reader.State(id), reader.Key(id) is { } key ? reader.History(key) : [])
            );
            if (found is null)
                throw new StartException($"There is no instance {id} in {file.Directory}.");
            var state = JournalEngine.StateOf(found);
            if (all || whole)
                Write(Console.Out, state, history, whole);
            else
                ShortHistory.Write(Console.Out, state, history);
            return ExitCodes.Completed;
        });

    public static void Write(TextWriter output, InstanceState state, IReadOnlyList<HistoryRow> history, bool whole)
    {
        WriteHead(output, state);
        output.WriteLine();
        string[] headings = ["POSITION", "AT (UTC)", "EVENT", "CALL", "NAME", "WHAT"];
        var rows = history.Select(row => Columns(row, whole)).Prepend(headings).ToList();
        var widths = Enumerable
            .Range(0, headings.Length - 1)
            .Select(column => rows.Max(row => row[column].Length))
            .ToList();
        foreach (var row in rows)
        {
            output.WriteLine(
                string.Join(
                        "  ",
                        row.Select((text, column) => column < widths.Count ? text.PadRight(widths[column]) : text)
                    )
                    .TrimEnd()
            );
        }
    }

    internal static void WriteHead(TextWriter output, InstanceState state)
    {
        WrappedText.WriteLine(
            output,
            VisibleText.Of(
                $"{state.InstanceId}  {state.Name}  "
                    + $"{state.Status}{(state.Failure is { } failure ? $": {failure.Code}: {failure.Message}" : "")}"
            )
        );
        if (state.CustomStatus is { } status)
            WrappedText.WriteLine(output, VisibleText.Of($"status {status}"));
    }

    private static string[] Columns(HistoryRow row, bool whole)
    {
        var what = string.Join(
            " ",
            ((string?[])[row.Detail, row.Payload]).Where(text => !string.IsNullOrEmpty(text)).Select(VisibleText.Of)
        );
        return
        [
            row.Position.ToString(CultureInfo.InvariantCulture),
            row.At.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture),
            row.Kind.ToString(),
            row.Task == 0 ? "" : row.Task.ToString(CultureInfo.InvariantCulture),
            VisibleText.Of(row.Name) ?? "",
            whole || what.Length <= MostOfAPayload
                ? what
                : $"{what[..MostOfAPayload]}… ({what.Length} characters; --whole shows them)",
        ];
    }
}

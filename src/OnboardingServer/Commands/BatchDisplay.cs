using Onboarding.Http.Batches;
using Spectre.Console;

namespace OnboardingServer.Commands;

/// <summary>Shows how far a batch is: a bar on a terminal, and how it ended.</summary>
internal static class BatchDisplay
{
    public static Task<T> Show<T>(string id, bool json, Func<Action<BatchResource>, Task<T>> follow)
    {
        if (json ? Console.IsErrorRedirected : Console.IsOutputRedirected)
            return follow(_ => { });
        return AnsiConsole
            .Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(json ? Console.Error : Console.Out) })
            .Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new SpinnerColumn())
            .StartAsync(async progress =>
            {
                var bar = progress.AddTask(Markup.Escape(id));
                return await follow(now =>
                {
                    bar.MaxValue = Math.Max(1, now.Progress.Total);
                    bar.Value = now.Progress.Ended;
                    bar.Description = Markup.Escape(Line(now));
                });
            });
    }

    public static void Summarize(BatchResource end, FileInfo? results)
    {
        WrappedText.WriteLine(
            Console.Out,
            $"{end.State.ToString().ToUpperInvariant()}  {end.Name ?? end.Id}  ({end.Id}): {end.Progress.Total} "
                + $"requests in {end.Lines} rows"
        );
        foreach (var (status, count) in end.Progress.Rows.Where(row => row.Value > 0))
            Console.Out.WriteLine($"  {status.PadRight(16)} {count}");
        if (end.IgnoredColumns.Count > 0)
            WrappedText.WriteLine(Console.Out, $"  not read: {string.Join(", ", end.IgnoredColumns)}", 4);
        foreach (var (heading, column) in end.MeantColumns)
            WrappedText.WriteLine(Console.Out, $"  '{heading}' is probably meant to be {column}", 4);
        if (results is not null)
            Console.Out.WriteLine($"  results in {results.FullName}");
    }

    private static string Line(BatchResource now)
    {
        var rate = now.Progress.RowsPerMinute is { } rows ? FormattableString.Invariant($", {rows:0} a minute") : "";
        var until = now.Progress.EstimatedEnd is { } end ? $", until {end.ToLocalTime():HH:mm}" : "";
        return $"{now.Progress.Ended} of {now.Progress.Total}{rate}{until}";
    }
}

using System.Globalization;
using Onboarding.Http.Onboardings;
using PartnerCenter;
using Spectre.Console;

namespace OnboardingServer.Commands;

/// <summary>
/// Shows a timeline as it grows: with a moving line on a terminal, as plain lines anywhere else. With <c>--json</c> on
/// stderr, because stdout is the caller's.
/// </summary>
internal static class ProgressDisplay
{
    private const int StageWidth = 24;

    public static Task<T> Show<T>(bool json, Func<Action<TimelineEntry>, Task<T>> follow)
    {
        var live = json ? !Console.IsErrorRedirected : !Console.IsOutputRedirected;
        var writer = json ? Console.Error : Console.Out;
        if (!live)
            return follow(entry => Write(writer, entry));

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
        return console
            .Status()
            .Spinner(Spinner.Known.Dots)
            .StartAsync(
                "submitted",
                status =>
                    follow(entry =>
                    {
                        console.Write(
                            new Grid()
                                .AddColumn(new GridColumn().NoWrap().PadLeft(0).PadRight(1))
                                .AddColumn(new GridColumn().NoWrap().Width(StageWidth).PadLeft(0).PadRight(1))
                                .AddColumn(new GridColumn().PadLeft(0))
                                .AddRow(
                                    new Markup($"[grey]{Clock(entry)}[/]"),
                                    new Markup($"[blue]{Markup.Escape(entry.Stage)}[/]"),
                                    new Text(VisibleText.Of(entry.Text.ToString()))
                                )
                        );
                        status.Status(Markup.Escape($"{entry.Stage}, {Waiting(entry)}"));
                    })
            );
    }

    /// <summary>Writes one line of a timeline.</summary>
    public static void Write(TextWriter writer, TimelineEntry entry) =>
        WrappedText.WriteLine(
            writer,
            VisibleText.Of($"{Clock(entry)} {entry.Stage.PadRight(StageWidth)} {entry.Text}"),
            StageWidth + 10
        );

    private static string Clock(TimelineEntry entry) =>
        entry.At.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Waiting(TimelineEntry entry) =>
        entry.WaitsFor switch
        {
            Onboarding.Progress.Actor.Us => "working",
            Onboarding.Progress.Actor.Nobody => "done",
            var actor => $"waiting for {actor.ToString().ToLowerInvariant()}",
        };
}

using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using PartnerCenter;

namespace OnboardingServer.Hosting;

/// <summary>
/// Writes an entry of the log as one line, in which nothing of what others sent moves the cursor or looks like another
/// entry.
/// </summary>
internal sealed class VisibleConsoleFormatter() : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "visible";

    public override void Write<TState>(
        in LogEntry<TState> logEntry,
        IExternalScopeProvider? scopeProvider,
        TextWriter textWriter
    )
    {
        var message = logEntry.Formatter(logEntry.State, logEntry.Exception);
        var exception = logEntry.Exception is null ? "" : $" {logEntry.Exception}";
        textWriter.WriteLine(
            VisibleText.Of(
                $"{LevelOf(logEntry.LogLevel)}: {logEntry.Category}[{logEntry.EventId.Id}] {message}{exception}"
            )
        );
    }

    private static string LevelOf(LogLevel level) =>
        level switch
        {
            LogLevel.Trace => "trce",
            LogLevel.Debug => "dbug",
            LogLevel.Information => "info",
            LogLevel.Warning => "warn",
            LogLevel.Error => "fail",
            _ => "crit",
        };
}

using System.Net.Sockets;
using DurableTask.Sqlite;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using PartnerCenter;

namespace OnboardingServer.Hosting;

/// <summary>
/// Makes the messages for the terminal when the host cannot start. Null when the exception is a fault of this program.
/// </summary>
internal static class StartErrors
{
    public static IReadOnlyList<string>? MessagesOf(Exception exception) =>
        exception switch
        {
            StartException start => start.Messages,
            PartnerCenterConfigurationException configuration => [configuration.Message],
            OptionsValidationException options => [.. options.Failures.Select(OptionNames.WithKey)],
            JournalOpenException journal => [journal.Message],
            AggregateException aggregate => All(aggregate),
            // The binder's words name the key and the value: "Failed to convert configuration value 'x' at
            // 'Waits:Operator' to type …".
            InvalidOperationException { Source: "Microsoft.Extensions.Configuration.Binder" } binder =>
            [
                Expected(binder),
            ],
            InvalidDataException { InnerException: FormatException broken } file =>
            [
                $"{file.Message} {broken.Message}",
            ],
            InvalidDataException file => [file.Message],
            IOException { InnerException: AddressInUseException or SocketException } port =>
            [
                $"{port.Message} Stop what listens there, or choose another address with --urls.",
            ],
            IOException file => [file.Message],
            SocketException socket =>
            [
                $"The address cannot be listened on: {socket.Message}. Choose another with --urls.",
            ],
            UnauthorizedAccessException denied => [denied.Message],
            FormatException format => [$"--urls is not valid: {format.Message}"],
            _ => null,
        };

    private static List<string>? All(AggregateException aggregate)
    {
        var all = aggregate.Flatten().InnerExceptions.Select(MessagesOf).ToList();
        return all.Contains(null) ? null : [.. all.SelectMany(messages => messages!)];
    }

    private static string Expected(InvalidOperationException exception) =>
        OptionNames.WithKey(
            exception.InnerException is { InnerException: { } why }
                ? $"{exception.Message} {why.Message}"
                : exception.Message
        );
}

using System.Globalization;
using OnboardingServer.Hosting;
using PartnerCenter;

namespace OnboardingServer.Commands;

/// <summary>Runs what a command does and says in plain words why it could not.</summary>
internal static class Terminal
{
    public static string SimulationNotice(ServerHost host) =>
        host.Simulator is null
            ? "SIMULATION: the address of Partner Center is a simulator's. Nothing reaches Microsoft; nothing that is "
                + "shown exists."
            : "SIMULATION: no Partner Center account is configured. A simulator answers in its place"
                + $"{(host.RulesAsOf is { } day ? $", by the rules of {day:yyyy-MM-dd}" : "")}; nothing that is "
                + "shown exists.";

    /// <summary>Gets the notice that the customers are simulated too; null when they are not.</summary>
    public static string? CustomersNotice(ServerHost host) =>
        host.CustomersAnswer is { } after
            ? "Customers who are asked to accept something are simulated too: they do so after "
                + string.Create(CultureInfo.InvariantCulture, $"{after.TotalSeconds:0.#} s.")
            : null;

    /// <summary>Does the same with a server that runs, until it is told to stop.</summary>
    public static Task<int> Remote(string address, Func<ServerClient, CancellationToken, Task<int>> run) =>
        Guard(async () =>
        {
            using var server = ServerClient.For(address);
            using var stop = new StopSignal();
            try
            {
                return await run(server, stop.Token);
            }
            catch (ServerRefusal refusal)
            {
                FindingLines.Write(refusal.Message, refusal.Findings);
                return ExitCodes.Else;
            }
            catch (OperationCanceledException)
            {
                return ExitCodes.Else;
            }
        });

    public static async Task<int> Guard(Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (Exception exception) when (StartErrors.MessagesOf(exception) is { } messages)
        {
            foreach (var message in messages)
                WrappedText.WriteLine(Console.Error, VisibleText.WithLines(message));
            return ExitCodes.Else;
        }
    }
}

using OnboardingServer.Hosting;

namespace OnboardingServer.Commands;

/// <summary>The server, until it is told to stop.</summary>
internal static class ServeCommand
{
    public static Task<int> Run(ServerSettings settings) =>
        Terminal.Guard(async () =>
        {
            await using var host = ServerHost.Build(settings);
            await host.Start(CancellationToken.None);
            Console.WriteLine(
                $"Onboarding server on {host.Address}   page: /   API: /api   data: {host.DataDirectory}"
            );
            if (host.Simulated)
            {
                Console.WriteLine(Terminal.SimulationNotice(host));
                if (host.Simulator is { } simulator)
                    Console.WriteLine($"Simulator on {simulator.Address}   what exists there: /control/ledger");
            }

            foreach (var address in host.OpenAddresses)
                Console.Error.WriteLine(
                    $"{address} is reached from other machines without encryption: whoever listens on the way has "
                        + "the callers' keys. Listen on https, or on a loopback address behind a proxy that does."
                );
            if (host.VaultKeyBeside is { } key && !host.Simulated)
                Console.WriteLine(
                    $"The vault's key lies beside the vault, in {key}: whoever copies the data folder can open it. "
                        + "Move it and name its place with Server:VaultKey."
                );

            Console.WriteLine("Ctrl+C stops it; whatever is running goes on at the next start.");
            await host.WaitForShutdown();
            if (!host.HasFailed)
                return ExitCodes.Completed;
            Console.Error.WriteLine(
                $"The journal in {host.DataDirectory} could not be written; the log says why. Nothing acknowledged "
                    + "is lost: start the server again."
            );
            return ExitCodes.Else;
        });
}

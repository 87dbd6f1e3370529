using OnboardingServer.Hosting;
using OnboardingServer.Journal;

namespace OnboardingServer.Commands;

/// <summary>Marks a halted instance, so that it is resumed at the next start of the server.</summary>
internal static class ResumeCommand
{
    public static Task<int> Run(ServerSettings settings, string id, string? version) =>
        Terminal.Guard(async () =>
        {
            if (version is { Length: 0 or > 100 })
                throw new StartException("A version is 1 to 100 characters.");
            await using var host = ServerHost.Build(settings);
            var engine = host.Services.GetRequiredService<JournalEngine>();
            if (!await engine.Hub.ResumeHaltedAtNextStart(id, version))
                throw new StartException($"There is no instance {id} in {host.DataDirectory} that is halted.");
            Console.WriteLine(
                $"{id} goes on{(version is null ? "" : $" on version {version}")} at the next start of the server."
            );
            return ExitCodes.Completed;
        });
}

using DurableTask.Sqlite;
using OnboardingServer.Hosting;
using OnboardingServer.Storage;

namespace OnboardingServer.Commands;

/// <summary>Writes a backup of the data directory, also while the server runs.</summary>
internal static class BackupCommand
{
    public static Task<int> Run(ServerSettings settings, FileInfo target) =>
        Terminal.Guard(async () =>
        {
            if (target.Exists)
                throw new StartException(
                    $"{target.FullName} is there already; a backup is never written over another."
                );
            await using var host = ServerHost.Build(settings);
            var (file, time) = (
                host.Services.GetRequiredService<JournalFile>(),
                host.Services.GetRequiredService<TimeProvider>()
            );
            BackupFile.Write(file, target.FullName, time.GetUtcNow());
            Console.WriteLine(
                $"Backup of {file.Directory} written to {target.FullName}, and checked. The vault's key is not in "
                    + "it: keep that elsewhere."
            );
            return ExitCodes.Completed;
        });
}

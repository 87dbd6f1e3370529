using System.Globalization;
using DurableTask.Sqlite;
using OnboardingServer.Hosting;
using OnboardingServer.Storage;

namespace OnboardingServer.Commands;

/// <summary>
/// Puts a backup in the place of what is in the data directory, which is moved aside. From then on every onboarding of
/// before looks at Microsoft for each effect before it does it.
/// </summary>
internal static class RestoreCommand
{
    public static Task<int> Run(ServerSettings settings, FileInfo backup) =>
        Terminal.Guard(async () =>
        {
            if (!backup.Exists)
                throw new StartException($"There is no file {backup.FullName}.");
            await using var host = ServerHost.Build(settings);
            var (file, time) = (
                host.Services.GetRequiredService<JournalFile>(),
                host.Services.GetRequiredService<TimeProvider>()
            );
            var now = time.GetUtcNow();
            var parts = Path.Combine(file.Directory, $"restore-{Guid.NewGuid():N}");
            var aside = Path.Combine(
                file.Directory,
                string.Create(CultureInfo.InvariantCulture, $"before-restore-{now:yyyyMMdd-HHmmss}")
            );
            try
            {
                var takenAt = BackupFile.Extract(backup.FullName, parts);
                // Everything is known to be good before anything is moved.
                file.CheckCopy(Path.Combine(parts, BackupFile.Database));
                file.ReplaceBy(Path.Combine(parts, BackupFile.Database), aside);
                PutBack(parts, file.Directory, aside);
                // Upgrades it where it is older, and notes that it is a copy.
                file.Open();
                Console.WriteLine($"The backup of {takenAt:u} is in place in {file.Directory}.");
                if (Directory.Exists(aside))
                    Console.WriteLine($"What was there before is in {aside}.");
                Console.WriteLine(
                    "Onboardings of before look at Microsoft for each effect before they do it. Requests that came "
                        + "after the backup are not known: have them sent again."
                );
                return ExitCodes.Completed;
            }
            finally
            {
                if (Directory.Exists(parts))
                    Directory.Delete(parts, recursive: true);
            }
        });

    // Secrets that are there stay: they are the same or newer, and those that were handed over do not come back.
    private static void PutBack(string parts, string directory, string aside)
    {
        var (vault, present) = (Path.Combine(parts, BackupFile.Vault), Path.Combine(directory, BackupFile.Vault));
        if (Directory.Exists(vault) && !Directory.Exists(present))
            Directory.Move(vault, present);
        var partners = Path.Combine(parts, BackupFile.Partners);
        if (!File.Exists(partners))
            return;
        var old = Path.Combine(directory, BackupFile.Partners);
        if (File.Exists(old))
        {
            Directory.CreateDirectory(aside);
            File.Move(old, Path.Combine(aside, BackupFile.Partners), overwrite: true);
        }

        File.Move(partners, old);
    }
}

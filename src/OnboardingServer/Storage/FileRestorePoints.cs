using DurableTask.Sqlite;
using Microsoft.Extensions.Options;
using Onboarding.Restores;

namespace OnboardingServer.Storage;

/// <summary>
/// The times that the file knows nothing of, because a copy was put in its place, and those of the configuration.
/// </summary>
internal sealed class FileRestorePoints(JournalFile file, IOptions<RestoreOptions> configured) : IRestorePoints
{
    private readonly Lazy<IReadOnlyList<RestorePoint>> _all = new(() => All(file, configured.Value));

    IReadOnlyList<RestorePoint> IRestorePoints.All => _all.Value;

    private static IReadOnlyList<RestorePoint> All(JournalFile file, RestoreOptions configured)
    {
        file.Open();
        return
        [
            .. file
                .Copies.Select(copy => new RestorePoint(copy.LastAt, copy.FoundAt))
                .Concat(configured.Copies.Select(copy => new RestorePoint(copy.TakenAt!.Value, copy.RestoredAt!.Value)))
                .OrderBy(point => point.Until),
        ];
    }
}

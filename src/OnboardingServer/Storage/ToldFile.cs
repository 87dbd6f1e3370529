using DurableTask.Sqlite;
using Microsoft.Data.Sqlite;
using OnboardingServer.Changes;

namespace OnboardingServer.Storage;

/// <summary>
/// The file for the stores whose content is shown: it takes no write that does not name what changes, so that none is
/// left untold.
/// </summary>
internal sealed class ToldFile(JournalFile file, ChangeSignal signal)
{
    /// <summary>
    /// Writes, and tells of it once it is on disk, also where its caller no longer waits for it. Of a write that fails
    /// nothing is told.
    /// </summary>
    /// <param name="path">A path as <see cref="ChangeSignal"/> describes it.</param>
    /// <param name="change">Runs on the writer's thread.</param>
    /// <param name="cancellationToken">Waits no longer; what was begun is written.</param>
    /// <exception cref="JournalUnavailableException">The disk refuses.</exception>
    public Task<T> Write<T>(string path, Func<SqliteConnection, T> change, CancellationToken cancellationToken)
    {
        return Told().WaitAsync(cancellationToken);

        async Task<T> Told()
        {
            var answer = await file.Write(change);
            signal.Tell(path);
            return answer;
        }
    }

    public T Read<T>(Func<JournalReader, T> read) => file.Read(read);
}

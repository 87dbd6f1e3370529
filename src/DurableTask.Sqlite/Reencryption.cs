using DurableTask.Sqlite.Writes;

namespace DurableTask.Sqlite;

/// <summary>
/// Encrypts what lies there plain or under an older key with the present one, a little at a time between the writes of
/// others. Cut off, it begins anew at the next start and skips what is done. When it has ended, the next start writes
/// the file anew, since the slack of pages may still show what lay there.
/// </summary>
internal sealed class Reencryption(SqliteTaskHub hub)
{
    /// <summary>Ends when nothing is left.</summary>
    public async Task Run()
    {
        var (position, instance) = (0L, 0L);
        var done = false;
        while (!done)
        {
            var write = new ReencryptWrite(hub.File.Codec, position, instance);
            hub.Enqueue(write);
            (position, instance, done) = await write.Done;
        }

        Log.HistoryReencrypted(hub.Logger, HistoryCodec.Name(hub.File.Codec.Current));
    }

    public async Task RunInBackground()
    {
        try
        {
            await Run();
        }
        catch (JournalStoppedException)
        {
            // It goes on at the next start.
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Log.ReencryptionFailed(hub.Logger, e);
        }
    }
}

namespace OnboardingServer.Changes;

/// <summary>Tells of a write of the stores.</summary>
internal static class ToldWrites
{
    /// <summary>
    /// Tells of it once it is on disk, also where its caller no longer waits for it. Of a write that fails nothing is
    /// told.
    /// </summary>
    public static async Task<T> Telling<T>(this Task<T> write, ChangeSignal signal, string path)
    {
        var answer = await write;
        signal.Tell(path);
        return answer;
    }
}

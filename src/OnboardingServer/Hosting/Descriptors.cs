using System.Globalization;

namespace OnboardingServer.Hosting;

/// <summary>
/// The files and sockets that this process may have open. Some are kept for the database, the vault and the calls of
/// Partner Center; callers share the rest, so that however many they are, none of the others fails.
/// </summary>
internal sealed class Descriptors
{
    /// <summary>
    /// The number that the process needs for itself: the runtime, the database's readers, 64 activities with their
    /// calls.
    /// </summary>
    public const int ForItself = 384;

    /// <summary>The smallest limit with which the process starts.</summary>
    public const int Least = 512;

    private int _connections;

    private Descriptors(int? limit) => Limit = limit;

    /// <summary>Gets the largest number that may be open; null: it is not known, or there is no limit.</summary>
    public int? Limit { get; }

    /// <summary>Gets the largest number of connections of callers; null: any number.</summary>
    public int? MostConnections => Limit is { } limit ? Math.Max(1, limit - ForItself) : null;

    /// <summary>Gets whether as many callers are connected as can be served: the next are told to come again.</summary>
    public bool AreShort =>
        MostConnections is { } most && Volatile.Read(ref _connections) > most - Math.Max(most / 10, 8);

    /// <summary>Reads the limit of this process.</summary>
    public static Descriptors OfThisProcess() => new(ReadLimit());

    /// <exception cref="StartException">There are too few.</exception>
    public void Demand()
    {
        if (Limit < Least)
            throw new StartException(
                $"This process may have {Limit} files and sockets open; expected at least {Least}. Raise the limit "
                    + "(ulimit -n, LimitNOFILE of systemd); 4096 serve some 3,700 callers at once."
            );
    }

    /// <summary>Counts a connection while it is open.</summary>
    public async Task Count(Func<Task> connection)
    {
        Interlocked.Increment(ref _connections);
        try
        {
            await connection();
        }
        finally
        {
            Interlocked.Decrement(ref _connections);
        }
    }

    // "Max open files            1024                 524288               files"; the runtime has raised the first to
    // the second.
    private static int? ReadLimit()
    {
        const string Limits = "/proc/self/limits";
        if (!File.Exists(Limits))
            return null;
        var line = File.ReadLines(Limits)
            .FirstOrDefault(line => line.StartsWith("Max open files", StringComparison.Ordinal));
        var words = line?.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return
            words is [_, _, _, var soft, ..]
            && int.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
            ? limit
            : null;
    }
}

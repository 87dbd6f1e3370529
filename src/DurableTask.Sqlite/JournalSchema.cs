using System.Globalization;
using System.Reflection;
using Microsoft.Data.Sqlite;

namespace OnboardingServer.Journal;

/// <summary>The version of the file, kept in its header, and the numbered scripts that lead from each to the next. Scripts are never changed, only added.</summary>
internal static class JournalSchema
{
    // "OnbJ": tells our file from any other SQLite database.
    private const long ApplicationId = 0x4F6E624A;

    private static readonly IReadOnlyList<(int Version, string Name)> Scripts =
    [
        .. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(name => name.EndsWith(".sql", StringComparison.Ordinal))
            .Select(name => (int.Parse(name.Split('.')[^2].Split('-')[0].TrimStart('_'), CultureInfo.InvariantCulture), name))
            .Order(),
    ];

    public static int Newest => Scripts[^1].Version;

    /// <summary>Brings the file to <paramref name="target"/>, by default the newest version; each step is one transaction.</summary>
    /// <exception cref="JournalOpenException">The file is newer than this program, or none of ours.</exception>
    public static void Upgrade(SqliteConnection connection, string path, int? target = null)
    {
        var found = Check(connection, path);
        foreach (var (version, name) in Scripts.Where(script => script.Version > found && script.Version <= (target ?? Newest)))
        {
            using var resource = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!);
            using var command = connection.CreateCommand();
            command.CommandText = $"BEGIN IMMEDIATE; {resource.ReadToEnd()} PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {version}; COMMIT;";
            command.ExecuteNonQuery();
        }
    }

    /// <summary>Sees whether this program may write to the file; only reads. Returns its version.</summary>
    /// <exception cref="JournalOpenException">The file is newer than this program, or none of ours.</exception>
    public static long Check(SqliteConnection connection, string path)
    {
        var found = Pragma(connection, "user_version");
        var owner = Pragma(connection, "application_id");
        if (owner != ApplicationId && !(owner == 0 && found == 0 && Tables(connection) == 0))
        {
            throw new JournalFileException($"{path} is a database of another program. Choose another directory with Server:DataDirectory (--data).");
        }

        if (found > Newest)
        {
            throw new JournalVersionException(
                $"{path} has schema version {found}; this program knows versions up to {Newest}. Run the newer program that wrote it, or choose another directory with Server:DataDirectory (--data).");
        }

        return found;
    }

    /// <summary>Sees that a file that is only looked at is of this program's version.</summary>
    /// <exception cref="JournalVersionException">It is older or newer.</exception>
    public static void Demand(SqliteConnection connection, string path)
    {
        var found = Pragma(connection, "application_id") == ApplicationId ? Pragma(connection, "user_version") : 0;
        if (found == Newest) return;
        throw new JournalVersionException(found > Newest
            ? $"{path} has schema version {found}; this program knows versions up to {Newest}. Look at it with the newer program that wrote it."
            : $"{path} has schema version {found}, and this program's is {Newest}. Start the server once to upgrade it.");
    }

    private static long Pragma(SqliteConnection connection, string name)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"PRAGMA {name}";
        return (long)command.ExecuteScalar()!;
    }

    private static long Tables(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM sqlite_schema";
        return (long)command.ExecuteScalar()!;
    }
}

using System.Globalization;
using System.Reflection;
using Microsoft.Data.Sqlite;

namespace DurableTask.Sqlite;

/// <summary>
/// The form of the file: its own numbered scripts, whose last number stands in the table <c>task_hub</c>, and those of
/// the application, whose last number is the file's <c>user_version</c>. Scripts are never changed, only
/// added.
/// </summary>
internal sealed class JournalSchema(SqliteTaskHubOptions options)
{
    private static readonly IReadOnlyList<(int Version, string Name)> Own =
    [
        .. Assembly
            .GetExecutingAssembly()
            .GetManifestResourceNames()
            .Where(name => name.EndsWith(".sql", StringComparison.Ordinal))
            .Select(name =>
                (int.Parse(name.Split('.')[^2].Split('-')[0].TrimStart('_'), CultureInfo.InvariantCulture), name)
            )
            .Order(),
    ];

    /// <summary>Gets the number of the newest script of our own.</summary>
    public static int Newest => Own[^1].Version;

    private int NewestOfApplication => options.Scripts.Count == 0 ? 0 : options.Scripts.Keys.Last();

    /// <summary>Brings the file to the newest form, or to the numbers named; each step is one transaction.</summary>
    /// <exception cref="JournalOpenException">The file is newer than this program, or none of ours.</exception>
    public void Upgrade(SqliteConnection connection, string path, int? target = null, int? applicationTarget = null)
    {
        var (own, application) = Check(connection, path);
        foreach (
            var (version, name) in Own.Where(script => script.Version > own && script.Version <= (target ?? Newest))
        )
        {
            using var resource = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!);
            var sql = resource.ReadToEnd();
            Run(
                connection,
                $"BEGIN IMMEDIATE; {sql} {(version > 3 ? $"UPDATE task_hub SET version = {version};" : "")} PRAGMA "
                    + $"application_id = {options.ApplicationId}; COMMIT;"
            );
        }

        foreach (
            var (version, sql) in options.Scripts.Where(script =>
                script.Key > application && script.Key <= (applicationTarget ?? int.MaxValue)
            )
        )
        {
            Run(connection, $"BEGIN IMMEDIATE; {sql}\n; PRAGMA user_version = {version}; COMMIT;");
        }
    }

    /// <summary>
    /// Sees whether this program may write to the file; only reads. Returns the numbers of the last scripts that it has
    /// had.
    /// </summary>
    /// <exception cref="JournalOpenException">The file is newer than this program, or none of ours.</exception>
    public (int Own, int Application) Check(SqliteConnection connection, string path)
    {
        var (own, application) = Numbers(connection);
        var owner = Number(connection, "PRAGMA application_id");
        if (
            owner != options.ApplicationId
            && !(owner == 0 && application == 0 && Number(connection, "SELECT COUNT(*) FROM sqlite_schema") == 0)
        )
        {
            throw new JournalFileException(
                $"{path} is a database of another program. Choose another place with {options.PathSetting}."
            );
        }

        if (own > Newest || application > NewestOfApplication)
        {
            throw new JournalVersionException(
                $"{path} has schema version {Name(own, application)}; this program knows versions up to "
                    + $"{Name(Newest, NewestOfApplication)}. Run the newer program that wrote it, or choose another "
                    + $"place with {options.PathSetting}."
            );
        }

        return (own, application);
    }

    /// <summary>Sees that a file that is only looked at is of this program's form.</summary>
    /// <exception cref="JournalVersionException">It is older or newer.</exception>
    public void Demand(SqliteConnection connection, string path)
    {
        var (own, application) =
            Number(connection, "PRAGMA application_id") == options.ApplicationId ? Numbers(connection) : (0, 0);
        if (own == Newest && application == NewestOfApplication)
            return;
        throw new JournalVersionException(
            own > Newest || application > NewestOfApplication
                ? $"{path} has schema version {Name(own, application)}; this program knows versions up to "
                    + $"{Name(Newest, NewestOfApplication)}. Look at it with the newer program that wrote it."
                : $"{path} has schema version {Name(own, application)}, and this program's is "
                    + $"{Name(Newest, NewestOfApplication)}. Start the program once to upgrade it."
        );
    }

    // Before the table that says it, files are told apart by what they hold.
    private static (int Own, int Application) Numbers(SqliteConnection connection)
    {
        var own =
            Number(connection, "SELECT COUNT(*) FROM sqlite_schema WHERE name = 'task_hub'") == 1
                ? Number(connection, "SELECT MAX(version) FROM task_hub")
            : Number(connection, "SELECT COUNT(*) FROM pragma_table_info('instances') WHERE name = 'ended_at'") == 1 ? 2
            : Number(connection, "SELECT COUNT(*) FROM sqlite_schema WHERE name = 'activity_restarts'") == 1 ? 1
            : 0;
        return ((int)own, (int)Number(connection, "PRAGMA user_version"));
    }

    private static string Name(int own, int application) =>
        application == 0
            ? own.ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{application} (task hub {own})");

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static long Number(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}

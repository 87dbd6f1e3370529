using Microsoft.Data.Sqlite;

namespace DurableTask.Sqlite;

/// <summary>
/// The free pages of a file. A tenth of the file stays free, and 1 MB at least: what is used again soon is not worth
/// moving. A file that was made before the hub gave pages back keeps its pages.
/// </summary>
internal readonly record struct FreePages(long Free, long All, long Mode)
{
    /// <summary>The number of pages that are given back in one write: 1 MB.</summary>
    public const int AtOnce = 256;

    public const string Query =
        "SELECT freelist_count, page_count, auto_vacuum FROM pragma_freelist_count, pragma_page_count, "
        + "pragma_auto_vacuum";

    private const int FewestFree = 256;
    private const int Incremental = 2;

    /// <summary>Gets whether some are to be given back.</summary>
    public bool AreTooMany => Mode == Incremental && Free > Math.Max(FewestFree, All / 10) + AtOnce;

    /// <param name="statement">A statement of <see cref="Query"/>.</param>
    public static FreePages Read(Statement statement)
    {
        statement.Step();
        try
        {
            return new(statement.Int(0), statement.Int(1), statement.Int(2));
        }
        finally
        {
            statement.Reset();
        }
    }

    public static FreePages Read(SqliteConnection connection)
    {
        using var statement = new Statement(connection, Query);
        return Read(statement);
    }
}

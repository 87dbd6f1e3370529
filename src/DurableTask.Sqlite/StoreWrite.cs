using Microsoft.Data.Sqlite;

namespace DurableTask.Sqlite;

/// <summary>
/// Changes the application's own tables in a commit of the hub. A change that throws is rolled back alone and refused
/// to its caller; the writes beside it are committed.
/// </summary>
internal sealed class StoreWrite<T>(Func<SqliteConnection, T> change) : JournalWrite<T>
{
    private Exception? _fault;

    public override void Execute(JournalStatements sql, DateTimeOffset now)
    {
        _fault = null;
        sql.Savepoint.Run();
        try
        {
            Result = change(sql.Connection);
        }
        catch (Exception e) when (!JournalWriter.IsOfTheDisk(e))
        {
            _fault = e;
            sql.RollbackToSavepoint.Run();
        }

        sql.ReleaseSavepoint.Run();
    }

    public override void Committed()
    {
        if (_fault is null)
            base.Committed();
        else
            Refused(_fault);
    }
}

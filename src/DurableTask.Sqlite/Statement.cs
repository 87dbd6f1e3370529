using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace DurableTask.Sqlite;

/// <summary>
/// A prepared statement, run tens of thousands of times a second: bound by position without a parameter object per
/// value. Belongs to one connection and one thread at a time. A statement that has answered rows is to be <see
/// cref="Reset"/>, or it holds its read transaction open.
/// </summary>
internal sealed class Statement : IDisposable
{
    private readonly sqlite3 _connection;
    private readonly sqlite3_stmt _statement;
    private byte[] _utf8 = new byte[1024];

    public Statement(SqliteConnection connection, string sql)
    {
        _connection = connection.Handle!;
        Check(raw.sqlite3_prepare_v3(_connection, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement));
    }

    public Statement Bind(int index, long value)
    {
        Check(raw.sqlite3_bind_int64(_statement, index, value));
        return this;
    }

    public Statement Bind(int index, long? value)
    {
        Check(
            value is { } number
                ? raw.sqlite3_bind_int64(_statement, index, number)
                : raw.sqlite3_bind_null(_statement, index)
        );
        return this;
    }

    public Statement Bind(int index, string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            Check(
                value is null
                    ? raw.sqlite3_bind_null(_statement, index)
                    : raw.sqlite3_bind_text(_statement, index, value)
            );
            return this;
        }

        var most = Encoding.UTF8.GetMaxByteCount(value.Length);
        if (_utf8.Length < most && most <= 1 << 20)
            _utf8 = new byte[most];
        var bytes =
            most <= _utf8.Length
                ? _utf8.AsSpan(0, Encoding.UTF8.GetBytes(value, _utf8))
                : Encoding.UTF8.GetBytes(value);
        Check(raw.sqlite3_bind_text(_statement, index, bytes));
        return this;
    }

    public Statement Bind(int index, byte[] value)
    {
        Check(raw.sqlite3_bind_blob(_statement, index, value));
        return this;
    }

    /// <summary>Moves to the next row; false after the last.</summary>
    public bool Step()
    {
        var code = raw.sqlite3_step(_statement);
        if (code == raw.SQLITE_ROW)
            return true;
        if (code == raw.SQLITE_DONE)
            return false;
        Reset();
        throw Error(code);
    }

    public long Int(int column) => raw.sqlite3_column_int64(_statement, column);

    public string? Text(int column) =>
        raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL
            ? null
            : raw.sqlite3_column_text(_statement, column).utf8_to_string();

    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(_statement, column);

    public long? IntOrNull(int column) =>
        raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL ? null : Int(column);

    public void Reset() => raw.sqlite3_reset(_statement);

    /// <summary>Runs it to its end and returns the number of rows it changed.</summary>
    public int Run()
    {
        while (Step()) { }

        Reset();
        return raw.sqlite3_changes(_connection);
    }

    /// <summary>Runs it as a question: whether there is any row.</summary>
    public bool HasRow()
    {
        var has = Step();
        Reset();
        return has;
    }

    public void Dispose() => _statement.Dispose();

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
            throw Error(code);
    }

    private SqliteException Error(int code) =>
        new(
            $"SQLite Error {code}: {raw.sqlite3_errmsg(_connection).utf8_to_string()}",
            code,
            raw.sqlite3_extended_errcode(_connection)
        );
}

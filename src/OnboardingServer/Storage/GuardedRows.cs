using System.Globalization;
using Microsoft.Data.Sqlite;
using Onboarding.Progress;

namespace OnboardingServer.Storage;

/// <summary>Describes the rows of one table.</summary>
/// <param name="Table">
/// Its name. It has the columns <c>id</c>, <c>revision</c>, <c>body</c> (the thing as JSON) and those named here.
/// </param>
/// <param name="TimeColumn">By which lists are ordered, oldest first.</param>
/// <param name="Columns">The columns by which lists are restricted.</param>
/// <param name="Id">The thing's id.</param>
/// <param name="At">Its time.</param>
/// <param name="Values">Its values of <paramref name="Columns"/>.</param>
/// <param name="ETag">The number of the row's last change.</param>
/// <param name="WithETag">The thing with another one.</param>
internal sealed record RowShape<T>(
    string Table,
    string TimeColumn,
    string[] Columns,
    Func<T, string> Id,
    Func<T, DateTimeOffset> At,
    Func<T, object[]> Values,
    Func<T, string?> ETag,
    Func<T, string?, T> WithETag
)
{
    /// <summary>
    /// Gets the thing that a list shows for a row that cannot be read, made of its id and time; null: nothing.
    /// </summary>
    public Func<string, DateTimeOffset, T>? Damaged { get; init; }
}

/// <summary>Things that are written once, changed under an ETag, and listed oldest first.</summary>
internal sealed class GuardedRows<T>(ToldFile file, RowShape<T> shape)
    where T : class
{
    private string Select => $"SELECT id, revision, body, {shape.TimeColumn} FROM {shape.Table}";

    /// <summary>Writes it unless its id is there already; of two at once exactly one is written.</summary>
    public Task<(bool IsNew, T Stored)> Add(T thing, CancellationToken cancellationToken) =>
        file.Write(
            shape.Table,
            connection =>
            {
                var names = string.Join(", ", shape.Columns);
                var places = string.Join(", ", Enumerable.Range(4, shape.Columns.Length).Select(n => $"?{n}"));
                var written = connection.Run(
                    $"INSERT INTO {shape.Table} (id, {shape.TimeColumn}, revision, body, {names}) VALUES (?1, ?2, 1, "
                        + $"?3, {places}) ON CONFLICT (id) DO NOTHING",
                    [shape.Id(thing), shape.At(thing).UtcTicks, Body(thing), .. shape.Values(thing)]
                );
                return (written == 1, Find(connection, shape.Id(thing))!);
            },
            cancellationToken
        );

    public Task<T?> Get(string id, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(file.Read(reader => Find(reader.Connection, id)));
    }

    /// <summary>Replaces it.</summary>
    /// <returns>As it is stored. Null: another write came between, or it is not there.</returns>
    public async Task<T?> Update(T thing, CancellationToken cancellationToken)
    {
        if (!long.TryParse(shape.ETag(thing), NumberStyles.None, CultureInfo.InvariantCulture, out var revision))
            return null;
        var sets = string.Join(", ", shape.Columns.Select((column, n) => $"{column} = ?{n + 5}"));
        var updated = await file.Write(
            shape.Table,
            connection =>
                connection.Run(
                    $"UPDATE {shape.Table} SET revision = revision + 1, {shape.TimeColumn} = ?3, body = ?4, {sets} "
                        + "WHERE id = ?1 AND revision = ?2",
                    [shape.Id(thing), revision, shape.At(thing).UtcTicks, Body(thing), .. shape.Values(thing)]
                ),
            cancellationToken
        );
        return updated == 1 ? shape.WithETag(thing, (revision + 1).ToString(CultureInfo.InvariantCulture)) : null;
    }

    /// <summary>Removes it.</summary>
    /// <returns>False: another write came between, or it is not there.</returns>
    public async Task<bool> Remove(T thing, CancellationToken cancellationToken) =>
        long.TryParse(shape.ETag(thing), NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
        && await file.Write(
            shape.Table,
            connection =>
                connection.Run($"DELETE FROM {shape.Table} WHERE id = ?1 AND revision = ?2", shape.Id(thing), revision),
            cancellationToken
        ) == 1;

    /// <param name="only">Column and value; null does not restrict.</param>
    /// <param name="limit">At least 1.</param>
    /// <param name="continuation">Of the page before.</param>
    /// <exception cref="FormatException">The continuation is none of ours.</exception>
    public (IReadOnlyList<T> Items, string? Continuation) List(
        IReadOnlyDictionary<string, object?> only,
        int limit,
        string? continuation
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var conditions = new Conditions();
        foreach (var (column, value) in only)
        {
            if (value is not null)
                conditions.Add($"{column} = {{0}}", value);
        }

        if (PageToken.Of(continuation) is { } mark)
            conditions.Add($"({shape.TimeColumn}, id) > ({{0}}, {{1}})", mark.Ticks, mark.Id);
        var found = file.Read(reader =>
            reader.Connection.Query(
                $"{Select}{conditions.Where} ORDER BY {shape.TimeColumn}, id LIMIT {(long)limit + 1}",
                ReadOrSkip,
                conditions.Values
            )
        );
        var items = found.Take(limit).Select(row => row.Thing).OfType<T>().ToList();
        return (items, found.Count <= limit ? null : found[limit - 1].Mark.ToContinuation());
    }

    // One that is damaged does not hide the others; the check of the rows says which it is.
    private (PageToken Mark, T? Thing) ReadOrSkip(SqliteDataReader row)
    {
        var mark = new PageToken(row.GetInt64(3), row.GetString(0));
        try
        {
            return (mark, Read(row));
        }
        catch (DamagedRowException)
        {
            return (mark, shape.Damaged?.Invoke(row.GetString(0), Sql.Time(mark.Ticks)));
        }
    }

    private T? Find(SqliteConnection connection, string id) =>
        connection.Query($"{Select} WHERE id = ?1", Read, id).SingleOrDefault();

    private string Body(T thing) => StoredBody.Write(shape.Table, shape.Id(thing), shape.WithETag(thing, null));

    private T Read(SqliteDataReader row) =>
        shape.WithETag(
            StoredBody.Read<T>(row, 2, shape.Table, row.GetString(0)),
            row.GetInt64(1).ToString(CultureInfo.InvariantCulture)
        );
}

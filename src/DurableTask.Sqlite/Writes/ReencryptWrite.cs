namespace DurableTask.Sqlite.Writes;

/// <summary>
/// Encrypts a stretch of history anew, and when that is through, of custom statuses; with the last of them the older
/// keys are no longer needed.
/// </summary>
internal sealed class ReencryptWrite(HistoryCodec codec, long position, long instance) : JournalWrite
{
    // The limit of one write, because other writes of the group wait for it: a few milliseconds.
    private const int Stretch = 400;

    private readonly TaskCompletionSource<(long Position, long Instance, bool IsDone)> _done = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private (long Position, long Instance, bool IsDone) _reached;

    /// <summary>The positions that were reached, and whether no more are left.</summary>
    public Task<(long Position, long Instance, bool IsDone)> Done => _done.Task;

    public override bool MayFail => true;

    public override void Execute(JournalStatements sql, DateTimeOffset now)
    {
        if (position < Last(sql.LastPosition))
        {
            Rows(sql);
            _reached = (position + Stretch, instance, false);
        }
        else if (instance < Last(sql.LastInstance))
        {
            Statuses(sql);
            _reached = (position, instance + Stretch, false);
        }
        else
        {
            sql.ForgetKeys.Bind(1, codec.Current).Run();
            sql.NoteKey.Bind(1, HistoryKeys.Slack).Run();
            _reached = (position, instance, true);
        }
    }

    public override void Committed() => _done.TrySetResult(_reached);

    public override void Refused(Exception reason) => _done.TrySetException(reason);

    private void Rows(JournalStatements sql)
    {
        var found = new List<(long Position, Seal Seal, string Text)>();
        var rows = sql.RowsToReencrypt.Bind(1, position).Bind(2, position + Stretch).Bind(3, codec.Current);
        while (rows.Step())
        {
            var seal = new Seal(rows.Int(1), (int)rows.Int(2), (int)rows.Int(3));
            found.Add((rows.Int(0), seal, Text(rows, 4, seal)));
        }

        rows.Reset();
        foreach (var (place, seal, text) in found)
            sql.ReencryptRow.Bind(1, place).Bind(2, codec.Encrypt(text, seal)).Bind(3, codec.Current).Run();
    }

    private void Statuses(JournalStatements sql)
    {
        var found = new List<(long Key, string Text)>();
        var rows = sql.StatusesToReencrypt.Bind(1, instance).Bind(2, instance + Stretch).Bind(3, codec.Current);
        while (rows.Step())
            found.Add((rows.Int(0), Text(rows, 1, Seal.Status(rows.Int(0)))));
        rows.Reset();
        foreach (var (key, text) in found)
            sql.WriteStatus(key, text);
    }

    private string Text(Statement rows, int column, Seal seal) =>
        rows.IntOrNull(column + 1) is { } key ? codec.Decrypt(rows.Bytes(column), key, seal) : rows.Text(column)!;

    private static long Last(Statement statement)
    {
        var last = statement.Step() ? statement.IntOrNull(0) ?? 0 : 0;
        statement.Reset();
        return last;
    }
}

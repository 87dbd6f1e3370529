namespace DurableTask.Sqlite.Writes;

/// <summary>The rows of a new instance.</summary>
internal static class Starting
{
    /// <summary>Null: the id is taken.</summary>
    public static NewInstance? Insert(JournalStatements sql, DateTimeOffset now, InstanceHead head, string? input)
    {
        sql.InsertInstance.Bind(1, head.Id).Bind(2, head.Name).Bind(3, head.Version).Bind(4, now.UtcTicks);
        sql.InsertInstance.Bind(5, head.Parent?.Key)
            .Bind(6, head.Parent?.Run)
            .Bind(7, head.Parent?.Task)
            .Bind(8, head.Parent?.Id)
            .Bind(9, head.Parent?.Name);
        sql.InsertInstance.Bind(10, Tags.Write(head.Tags)).Bind(11, head.StartAt?.UtcTicks);
        if (sql.InsertInstance.Run() == 0)
            return null;
        head = head with { Key = sql.LastRow };
        var start = sql.Append(
            head.Key,
            new HistoryRow
            {
                Kind = HistoryKind.Started,
                Name = head.Name,
                Detail = head.Trace,
                Payload = input,
            },
            now
        );
        // Call 0 is the start itself.
        if (head.StartAt is { } due)
            sql.InsertTimer.Bind(1, head.Key).Bind(2, 0L).Bind(3, due.UtcTicks).Run();
        return new NewInstance(head, start);
    }

    /// <summary>Hands a new instance over to be run, now or when its time comes.</summary>
    public static void Committed(SqliteTaskHub hub, NewInstance started)
    {
        if (started.Head.StartAt is { } due)
            hub.Clock.Arm(due);
        else
            hub.Instances.Add(started.Head, started.Start);
    }

    /// <summary>Removes an instance whose id is used again, with all that it has.</summary>
    public static void Remove(JournalStatements sql, long key)
    {
        sql.DeleteTimers.Bind(1, key).Run();
        sql.DeleteRestarts.Bind(1, key).Run();
        sql.PurgeHistory.Bind(1, key).Bind(2, -1L).Run();
        sql.PurgeInstance.Bind(1, key).Run();
    }
}

internal sealed record NewInstance(InstanceHead Head, HistoryRow Start);

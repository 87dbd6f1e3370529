namespace OnboardingServer.Journal.Writes;

/// <summary>The rows of a new instance.</summary>
internal static class Starting
{
    /// <summary>Null: the id is taken.</summary>
    public static NewInstance? Insert(JournalStatements sql, DateTimeOffset now, InstanceHead head, string input)
    {
        sql.InsertInstance.Bind(1, head.Id).Bind(2, head.Name).Bind(3, head.Version).Bind(4, now.UtcTicks);
        sql.InsertInstance.Bind(5, head.Parent?.Key).Bind(6, head.Parent?.Run).Bind(7, head.Parent?.Task);
        if (sql.InsertInstance.Run() == 0) return null;
        head = head with { Key = sql.LastRow };
        return new NewInstance(head, sql.Append(head.Key, new HistoryEvent { Kind = HistoryKind.Started, Name = head.Name, Detail = head.Trace, Payload = input }, now));
    }
}

internal sealed record NewInstance(InstanceHead Head, HistoryEvent Start);

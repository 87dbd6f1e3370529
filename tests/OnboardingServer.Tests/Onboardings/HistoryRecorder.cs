using DurableTask.Sqlite;
using OnboardingServer.Journal;
using Scenarios.Histories;

namespace OnboardingServer.Tests.Onboardings;

/// <summary>
/// Writes the histories of everything that a scenario ran to the folder <c>RECORD_HISTORIES</c>, when it is set. This
/// is how the files that every later release has to replay are made; CONTRIBUTING.md says when.
/// </summary>
internal static class HistoryRecorder
{
    private static readonly string? Folder = Environment.GetEnvironmentVariable("RECORD_HISTORIES");

    public static async Task Record(JournalEngine engine)
    {
        if (Folder is null)
            return;
        var file = engine.Hub.File;
        var ids = file.Read(reader => Ids(reader));
        var lines = ids.Select(id =>
        {
            var state = engine.Hub.Get(id)!;
            return RecordedHistory
                .Of(id, state.Name, state.Version, HistoryEvents.Of(state, engine.Hub.History(id)))
                .ToLine();
        });
        await File.WriteAllLinesAsync(Path.Combine(Folder, $"{Guid.NewGuid():n}.jsonl"), lines);
    }

    private static List<string> Ids(JournalReader reader)
    {
        using var command = reader.Connection.CreateCommand();
        command.CommandText = "SELECT id FROM instances ORDER BY key";
        using var row = command.ExecuteReader();
        var ids = new List<string>();
        while (row.Read())
            ids.Add(row.GetString(0));
        return ids;
    }
}

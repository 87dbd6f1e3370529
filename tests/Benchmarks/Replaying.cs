using DurableTask.Sqlite.Replay;

namespace Benchmarks;

/// <summary>An instance with a long history that has to be read and replayed.</summary>
internal static class Replaying
{
    private const string Id = "long";

    public static async Task<IReadOnlyList<Figure>> Measure(Sizes sizes)
    {
        await using var rig = await Rig.Started();
        await rig.Engine.Start(Rounds.StoredName, Id, sizes.HistoryRounds, default);
        await rig.Engine.WhenIdle();
        var key = rig.Ask("SELECT key FROM instances WHERE parked = 1");
        var rows = rig.Ask("SELECT COUNT(*) FROM history");
        if (rows != 1 + (sizes.HistoryRounds * Rounds.Activities * 2))
            throw new InvalidOperationException($"A history of {rows} rows is another than was to be written.");

        var (read, whole) = (new Samples(), new Samples());
        for (var round = 0; round < 4 * sizes.Rounds; round++)
        {
            whole.Time(() =>
            {
                read.Time(() => rig.File.Read(reader => reader.Load(key)));
                var stored = rig.File.Read(reader => reader.Load(key))!;
                var run = new OrchestrationRun(stored.Head, rig.Engine.Hub.Worker, () => { });
                if (run.Replay(stored.History, stored.History[0].Payload, []).Count > 0 || run.End is not null)
                    throw new InvalidOperationException("The replay came out elsewhere than the first run.");
            });
        }

        await rig.Engine.CrashAsync();
        await rig.Start();
        var woken = new Samples();
        var ended = rig.Engine.WhenEnded(Id, default);
        await woken.Time(async () =>
        {
            await rig.Engine.RaiseEvent(Id, Approval.Decided, 1, default);
            await ended;
        });
        rig.Expect(1, "SELECT COUNT(*) FROM instances WHERE status = 1");
        return
        [
            new($"history of {rows:N0} events, read and replayed", whole.Median - read.Median, "ms") { Under = 200 },
            new("… reading it", read.Median, "ms"),
            new("… event to it after a restart, until it has ended", woken.Median, "ms"),
        ];
    }
}

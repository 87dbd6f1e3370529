using System.Diagnostics;

namespace Benchmarks;

/// <summary>A hundred thousand approvals that nobody has decided yet.</summary>
internal static class Waiting
{
    private const double Megabyte = 1024 * 1024;
    private const int CallersAtOnce = 2_000;

    public static async Task<IReadOnlyList<Figure>> Measure(Sizes sizes)
    {
        await using var rig = await Rig.Started();
        var before = Environment.WorkingSet;
        var rate = await StartAll(rig, sizes.Waiting);
        var resident = Environment.WorkingSet;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        var heap = GC.GetTotalMemory(forceFullCollection: false);
        var settled = Environment.WorkingSet;

        await rig.Engine.CrashAsync();
        var opened = Stopwatch.GetTimestamp();
        await rig.Start();
        await rig.Engine.WhenIdle();
        var ready = Stopwatch.GetElapsedTime(opened).TotalSeconds;
        var replayed = rig.Engine.Instances.Count;

        var (delivered, acknowledged, floor) = await RaiseSome(rig, sizes);
        return
        [
            new($"{sizes.Waiting:N0} waiting with a deadline: started", rate, "/s") { AtLeast = 2_000 },
            new("resident when all of them wait", resident / Megabyte, "MB") { Under = 300 },
            new("… more than before the first", Math.Max(0, resident - before) / Megabyte, "MB"),
            new("… after a collection", settled / Megabyte, "MB") { Under = 200 },
            new("… managed heap after a collection", heap / Megabyte, "MB"),
            new("ready after a crash and restart", ready, "s") { Under = 3 },
            new("… instances read or replayed for it", replayed, "instances") { Under = 1 },
            new("event to one of them until it has ended, p50", delivered.Median, "ms")
            {
                Ratio = (delivered.Median / floor.Median, "one fsync"),
            },
            new("… p99", delivered.Percentile(0.99), "ms") { Under = 20 },
            new("… acknowledged, p99", acknowledged.Percentile(0.99), "ms"),
            new("one commit of one row (fsync) in between, p50", floor.Median, "ms"),
            new("… p99", floor.Percentile(0.99), "ms"),
            new("on disk, each", (double)rig.Bytes() / sizes.Waiting, "bytes"),
        ];
    }

    private static async Task<double> StartAll(Rig rig, int count)
    {
        var start = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, count),
            new ParallelOptions { MaxDegreeOfParallelism = CallersAtOnce },
            async (number, cancellation) =>
                await rig.Engine.Start(Approval.StoredName, Id(number), number, cancellation)
        );
        await rig.Engine.WhenIdle();
        var rate = count / Stopwatch.GetElapsedTime(start).TotalSeconds;
        rig.Expect(count, "SELECT COUNT(*) FROM instances WHERE status = 0 AND parked = 1");
        return rate;
    }

    private static async Task<(Samples Delivered, Samples Acknowledged, Samples Floor)> RaiseSome(Rig rig, Sizes sizes)
    {
        var (delivered, acknowledged, floor) = (new Samples(), new Samples(), new Samples());
        using var sqlite = new RawSqlite(rig.Folder);
        var chosen = Enumerable.Range(0, sizes.Waiting).ToArray();
        new Random(1).Shuffle(chosen);
        foreach (var id in chosen.Take(sizes.Events).Select(Id))
        {
            var ended = rig.Engine.WhenEnded(id, default);
            await delivered.Time(async () =>
            {
                await acknowledged.Time(() => rig.Engine.RaiseEvent(id, Approval.Decided, 1, default));
                await ended;
            });
            floor.Add(sqlite.OneCommit());
        }

        rig.Expect(sizes.Events, "SELECT COUNT(*) FROM instances WHERE status = 1");
        return (delivered, acknowledged, floor);
    }

    // Spread over the index of ids as hashes would be.
    private static string Id(int number) => $"{(uint)number * 2654435761u:x8}-{number}";
}

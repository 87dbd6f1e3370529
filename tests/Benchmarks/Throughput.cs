using System.Diagnostics;

namespace Benchmarks;

/// <summary>
/// Orchestrations of five trivial activities, all at once, against what raw SQLite does with the same rows at the same
/// time.
/// </summary>
internal static class Throughput
{
    public static async Task<IReadOnlyList<Figure>> Measure(Sizes sizes)
    {
        var (rates, raw, shares, cpu, groups, rows) = (
            new Samples(),
            new Samples(),
            new Samples(),
            new Samples(),
            new Samples(),
            0L
        );
        // The first runs compile what the others run, and what runs often is compiled once more: on a fast disk that is
        // most of their time.
        for (var round = 0; round < sizes.WarmUps; round++)
        {
            await using var warm = await Rig.Started();
            await PerSecond(warm, sizes.AtOnce);
        }

        for (var round = 0; round < sizes.Rounds; round++)
        {
            await using var rig = await Rig.Started();
            var commits = 0L;
            rig.File.Hook = (_, number) => commits = number;
            var before = Process.GetCurrentProcess().TotalProcessorTime;
            var rate = await PerSecond(rig, sizes.AtOnce);
            cpu.Add((Process.GetCurrentProcess().TotalProcessorTime - before).TotalMilliseconds / sizes.AtOnce);
            // An instance is one more row than its history.
            rows = rig.Ask("SELECT COUNT(*) FROM history") + sizes.AtOnce;
            var history = rig.File.Read(reader =>
                Enumerable.Range(1, sizes.AtOnce).SelectMany(key => reader.History(key)).ToList()
            );
            groups.Add((double)rows / commits);
            using var sqlite = new RawSqlite(rig.Folder);
            var rawRate = sqlite.GroupCommit(history);
            rates.Add(rate);
            raw.Add(rawRate);
            shares.Add(rate * rows / sizes.AtOnce / rawRate);
        }

        return
        [
            new($"five activities, {sizes.AtOnce:N0} at once, synchronous=FULL", rates.Median, "/s")
            {
                AtLeast = 2_000,
            },
            new("processor time of one", cpu.Median, "ms"),
            new("rows of one", (double)rows / sizes.AtOnce, "rows"),
            new("rows to a commit", groups.Median, "rows"),
            new("raw SQLite, the same rows, 1,000 to a commit", raw.Median, "rows/s"),
            new("the engine's rows against raw", shares.Median * 100, "%")
            {
                AtLeast = 12,
                Ratio = (shares.Median, "raw SQLite"),
            },
        ];
    }

    /// <summary>From the first start until all have ended.</summary>
    public static async Task<double> PerSecond(Rig rig, int instances)
    {
        var last = rig.Ask("SELECT COALESCE(MAX(seq), 0) FROM sqlite_sequence");
        var start = Stopwatch.GetTimestamp();
        await rig.StartMany(FiveSteps.StoredName, instances, 1);
        // Not by the engine being idle: what goes on beside them, goes on.
        while (rig.Ask("SELECT EXISTS (SELECT 1 FROM instances WHERE status = 0 AND parked = 0)") == 1)
            await Task.Delay(2);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        rig.Expect(instances, $"SELECT COUNT(*) FROM instances WHERE key > {last} AND status = 1");
        return instances / seconds;
    }
}

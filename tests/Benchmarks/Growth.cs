using System.Diagnostics;

namespace Benchmarks;

/// <summary>
/// The same work in a file with few and with a great many finished instances, and while those are removed.
/// </summary>
internal static class Growth
{
    private const double Megabyte = 1024 * 1024;

    public static async Task<IReadOnlyList<Figure>> Measure(Sizes sizes)
    {
        await using var few = await FinishedInstances.In(sizes.FewFinished);
        await using var many = await FinishedInstances.In(sizes.Finished);
        var (fewRates, manyRates) = (new Samples(), new Samples());
        for (var round = 0; round < sizes.Rounds; round++)
        {
            fewRates.Add(await Throughput.PerSecond(few, sizes.AtOnce));
            manyRates.Add(await Throughput.PerSecond(many, sizes.AtOnce));
        }

        var calm = await Starts(many, sizes.Alone);
        var before = many.Bytes();
        await FinishedInstances.Age(many, sizes.Aged);
        var start = Stopwatch.GetTimestamp();
        var purge = many.Engine.Retention.Sweep();
        var beside = await Starts(many, sizes.Alone);
        var duringRates = new Samples();
        do duringRates.Add(await Throughput.PerSecond(many, sizes.AtOnce));
        while (!purge.IsCompleted && duringRates.Count < sizes.Rounds);
        var wasThrough = purge.IsCompleted;
        await purge;
        var purged = Stopwatch.GetElapsedTime(start).TotalSeconds;
        many.Expect(0, $"SELECT COUNT(*) FROM instances WHERE key <= {sizes.Aged}");
        var ratio = manyRates.Median / fewRates.Median;
        var during = duringRates.Median / manyRates.Median;
        return
        [
            new($"five activities, {sizes.FewFinished:N0} finished in the file", fewRates.Median, "/s"),
            new(
                $"… {sizes.Finished:N0} finished{(sizes.Finished < 1_000_000 ? " (a million: full)" : "")}",
                manyRates.Median,
                "/s"
            )
            {
                Ratio = (ratio, "that with few"),
            },
            new("… throughput kept", ratio * 100, "%") { AtLeast = 80 },
            new(
                $"… while retention removes some of them{(wasThrough ? " (which was through before)" : "")}",
                duringRates.Median,
                "/s"
            )
            {
                Ratio = (during, "that without"),
            },
            new("start of one, acknowledged, without retention, p99", calm.Percentile(0.99), "ms"),
            new("… while retention removes, p99", beside.Percentile(0.99), "ms")
            {
                Ratio = (beside.Percentile(0.99) / calm.Percentile(0.99), "that without"),
            },
            new("removed", sizes.Aged, "instances"),
            new("… per second, beside the writers", sizes.Aged / purged, "/s"),
            new("file before", before / Megabyte, "MB"),
            new("… after", many.Bytes() / Megabyte, "MB") { Ratio = ((double)many.Bytes() / before, "before") },
            new(
                "… of which free for what comes",
                many.Ask("SELECT freelist_count * page_size FROM pragma_freelist_count, pragma_page_size") / Megabyte,
                "MB"
            ),
        ];
    }

    /// <summary>How long one caller waits for the answer, again and again.</summary>
    private static async Task<Samples> Starts(Rig rig, int count)
    {
        var starts = new Samples();
        for (var number = 0; number < count; number++)
            await starts.Time(() => rig.Engine.Start(FiveSteps.StoredName, Guid.NewGuid().ToString("N"), 1, default));
        return starts;
    }
}

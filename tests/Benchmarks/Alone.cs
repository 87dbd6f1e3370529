namespace Benchmarks;

/// <summary>
/// One orchestration of five activities with nothing beside it: what is left is mostly the waiting for the disk.
/// </summary>
internal static class Alone
{
    public static async Task<IReadOnlyList<Figure>> Measure(Sizes sizes)
    {
        await using var rig = await Rig.Started();
        using var sqlite = new RawSqlite(rig.Folder);
        // Until the log has been written over, as that of a server is after its first minutes: one that grows takes the
        // disk twice as long.
        for (var round = 0; round < sizes.Rounds; round++)
            await Throughput.PerSecond(rig, sizes.AtOnce);
        var (whole, commits, floors) = (new Samples(), new Samples(), new Samples());
        long commit = 0;
        rig.File.Hook = (_, number) => commit = number;
        for (var number = 0; number < sizes.Alone; number++)
        {
            var (id, before) = ($"alone-{number}", commit);
            await whole.Time(async () =>
            {
                await rig.Engine.Start(FiveSteps.StoredName, id, number, default);
                await rig.Engine.WhenEnded(id, default);
            });
            await rig.Engine.WhenIdle();
            commits.Add(commit - before);
            // In between, since a disk has moods.
            floors.Add(sqlite.OneCommit());
        }

        rig.Expect((sizes.Rounds * sizes.AtOnce) + sizes.Alone, "SELECT COUNT(*) FROM instances WHERE status = 1");
        var floor = floors.Median * commits.Median;
        return
        [
            new("five activities, nothing beside them, p50", whole.Median, "ms")
            {
                Under = 5,
                Ratio = (whole.Median / floor, "the floor"),
            },
            new("… p99", whole.Percentile(0.99), "ms"),
            new("commits of one", commits.Median, "commits"),
            new("one commit of one row (fsync), p50", floors.Median, "ms"),
            new("the floor: its commits one after the other", floor, "ms"),
        ];
    }
}

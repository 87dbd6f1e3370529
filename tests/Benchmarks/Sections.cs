namespace Benchmarks;

/// <summary>
/// What is measured, by the name that chooses it on the command line. <c>full</c> beside it takes the sizes that need a
/// quarter of an hour.
/// </summary>
internal static class Sections
{
    // The one that looks at the memory of the process comes first, before others have grown it.
    public static IReadOnlyDictionary<string, Func<Sizes, Task<IReadOnlyList<Figure>>>> All { get; } =
        new Dictionary<string, Func<Sizes, Task<IReadOnlyList<Figure>>>>
        {
            ["waiting"] = Waiting.Measure,
            ["throughput"] = Throughput.Measure,
            ["alone"] = Alone.Measure,
            ["replay"] = Replaying.Measure,
            ["poll"] = Polling.Measure,
            ["growth"] = Growth.Measure,
            ["allocations"] = Allocations.Measure,
            ["simulator"] = SimulatorFigures.Measure,
        };

    public static async Task<int> Run(string[] args, TextWriter output)
    {
        var names = args.Where(name => name != "full").ToList();
        if (names.Find(name => !All.ContainsKey(name)) is { } unknown)
        {
            await output.WriteLineAsync(
                $"There is no section {unknown}. Sections: {string.Join(", ", All.Keys)}; full for a million "
                    + "finished instances and a poll of every hour."
            );
            return 1;
        }

        var table = new FigureTable(output);
        foreach (var (name, measure) in All.Where(section => names.Count == 0 || names.Contains(section.Key)))
        {
            table.Print(name, await measure(args.Contains("full") ? Sizes.Full : Sizes.Default));
        }

        return 0;
    }
}

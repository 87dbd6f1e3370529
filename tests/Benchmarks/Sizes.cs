namespace Benchmarks;

/// <summary>How much of everything is run.</summary>
internal sealed record Sizes
{
    public static Sizes Default { get; } = new();

    public static Sizes Full { get; } =
        Default with
        {
            Finished = 1_000_000,
            Aged = 250_000,
            PollEvery = TimeSpan.FromHours(1),
        };

    /// <summary>Just enough that every line runs.</summary>
    public static Sizes Smoke { get; } =
        new()
        {
            AtOnce = 20,
            Alone = 3,
            Waiting = 50,
            Events = 5,
            HistoryRounds = 2,
            FewFinished = 20,
            Finished = 200,
            Aged = 50,
            PollEvery = TimeSpan.FromDays(30),
            Rounds = 1,
            WarmUps = 1,
            AllocationRounds = 1,
            Customers = 20,
        };

    /// <summary>Orchestrations started at once.</summary>
    public int AtOnce { get; init; } = 5_000;

    /// <summary>Orchestrations run one after the other.</summary>
    public int Alone { get; init; } = 200;

    /// <summary>Instances that wait for an event with a deadline, and how many of them get one.</summary>
    public int Waiting { get; init; } = 100_000;
    public int Events { get; init; } = 1_000;

    /// <summary>Of a hundred activities, 200 rows each.</summary>
    public int HistoryRounds { get; init; } = 50;

    /// <summary>Customers of the simulator.</summary>
    public int Customers { get; init; } = 5_000;

    public int FewFinished { get; init; } = 10_000;
    public int Finished { get; init; } = 200_000;

    /// <summary>Those of them that ended so long ago that retention removes them.</summary>
    public int Aged { get; init; } = 50_000;
    public TimeSpan PollEvery { get; init; } = TimeSpan.FromHours(6);

    /// <summary>How often what is compared is run; the median counts.</summary>
    public int Rounds { get; init; } = 5;

    /// <summary>Runs of the throughput that do not count.</summary>
    public int WarmUps { get; init; } = 12;
    public int AllocationRounds { get; init; } = 5;
}

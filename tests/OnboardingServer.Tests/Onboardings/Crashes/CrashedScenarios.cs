using OnboardingServer.Tests.Journal.Crashes;

namespace OnboardingServer.Tests.Onboardings.Crashes;

/// <summary>
/// Every scenario once more with the process stopped before and after writes of the journal: the outcome that the
/// scenario asserts, every effect once, no completed activity run again. A sample of the writes is taken, the same
/// every time; <c>CRASHES=full</c> takes every write of every scenario.
/// </summary>
[Trait("Category", CrashBudget.Category)]
public sealed class CrashedScenarios
{
    private const int Sample = 2;

    public static TheoryData<string> Names() => [.. ScenarioRun.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Stopped_at_a_write_it_ends_the_same(string scenario)
    {
        var run = ScenarioRun.All[scenario];
        var writes = await run.Writes;
        if (CrashBudget.IsFull)
        {
            for (var write = 1; write <= writes; write++)
            {
                foreach (var side in Enum.GetValues<CommitSide>())
                    await run.Run(new CrashPoint(side, write));
            }

            return;
        }

        var random = new Random(run.Seed);
        for (var n = 0; n < CrashBudget.Of(Sample, full: int.MaxValue); n++)
        {
            // How the writes fall into groups differs a little from run to run: the last may not come, and an earlier
            // one is taken.
            var write = random.Next(1, writes + 1);
            while (!await run.Run(new CrashPoint((CommitSide)(n % 2), write)) && write > 1)
                write /= 2;
        }
    }
}

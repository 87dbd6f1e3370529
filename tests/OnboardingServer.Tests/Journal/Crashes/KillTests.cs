using System.Globalization;
using DurableTask.Sqlite;
using Onboarding;
using OnboardingServer.Tests.Storage;

namespace OnboardingServer.Tests.Journal.Crashes;

/// <summary>A process of its own, killed with SIGKILL again and again: at random moments, and at commits.</summary>
[Trait("Category", CrashBudget.Category)]
public sealed class KillTests
{
    private const int KillsPerFile = 10;
    private const int NewEachTime = 8;
    private const int Instances = KillsPerFile * NewEachTime;

    public static TheoryData<int> Files() => [.. Enumerable.Range(0, CrashBudget.Of(sample: 2, full: 20))];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Killed_ten_times_everything_acknowledged_is_there_and_everything_is_done_once(int seed)
    {
        using var directory = new DataDirectory();
        var random = new Random(seed);
        var inTheMiddle = 0;
        for (var kill = 0; kill < KillsPerFile; kill++)
        {
            // Each has new instances beside those that it finds.
            string[] end = kill % 2 == 0 ? [] : [random.Next(2) == 0 ? "before" : "after", $"{random.Next(1, 30)}"];
            using var victim = VictimProcess.Start([directory.FullPath, $"{(kill + 1) * NewEachTime}", .. end]);
            if (end.Length == 0)
            {
                // One that dies at a commit may do so at that of its start, before it can say anything.
                await victim.Ready();
                await Task.Delay(random.Next(0, 50), CancellationToken.None);
                victim.Kill();
            }

            await victim.End();
            if (LookAt(directory, (kill + 1) * NewEachTime))
                inTheMiddle++;
        }

        // Else the sample says nothing.
        Assert.InRange(inTheMiddle, KillsPerFile / 3, KillsPerFile);
        using var last = VictimProcess.Start(directory.FullPath, $"{Instances}");
        await last.Ready();
        Assert.Equal(0, await last.End());
        LookAt(directory, Instances);
        AssertOutcomes(directory);
    }

    private readonly Dictionary<string, int> _runsOfCompleted = [];

    /// <summary>What was acknowledged is there; what was completed before has not run since.</summary>
    /// <returns>Whether anything was left to do.</returns>
    private bool LookAt(DataDirectory directory, int started)
    {
        var log = VictimLog.Read(directory.FullPath);
        using var file = directory.Open();
        foreach (
            var id in log.Where(line => line.StartsWith("started ", StringComparison.Ordinal))
                .Select(line => line.Split(' ')[1])
        )
            Assert.NotNull(file.Read(reader => reader.State(id)));
        foreach (var (call, runs) in _runsOfCompleted)
            Assert.Equal((call, runs), (call, log.Count(line => line == call)));
        foreach (var call in Completed(file))
            _runsOfCompleted.TryAdd(call, log.Count(line => line == call));
        return Enumerable
            .Range(0, started)
            .Any(n => file.Read(reader => reader.State($"i{n}")) is not { Condition: InstanceCondition.Completed });
    }

    private static void AssertOutcomes(DataDirectory directory)
    {
        var log = VictimLog.Read(directory.FullPath);
        using var file = directory.Open();
        for (var n = 0; n < Instances; n++)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"i{n}");
            Assert.Equal(
                (InstanceCondition.Completed, DurableJson.Write(VictimStory.Outcome)),
                file.Read(reader => (reader.State(id)!.Condition, reader.State(id)!.Output))
            );
            Assert.Equal(
                ["child1", "child2", "first1", "first2", "left1", "left2", "right1", "right2"],
                log.Where(line =>
                        line.StartsWith($"effect {id} ", StringComparison.Ordinal)
                        || line.StartsWith($"effect {id}:", StringComparison.Ordinal)
                    )
                    .Select(line => line.Split(' ')[2])
                    .Distinct()
                    .Order()
            );
        }
    }

    private static IEnumerable<string> Completed(JournalFile file)
    {
        for (var n = 0; n < Instances; n++)
        {
            foreach (var id in (string[])[$"i{n}", $"i{n}:1", $"i{n}:2"])
            {
                if (file.Read(reader => reader.Key(id)) is not { } key)
                    continue;
                var history = file.Read(reader => reader.History(key));
                foreach (var row in history.Where(row => row.Kind == HistoryKind.ActivityCompleted))
                {
                    yield return $"effect {id} {DurableJson.Read<StepResult<string>>(row.Payload!).Value}";
                }
            }
        }
    }
}

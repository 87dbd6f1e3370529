using Microsoft.DurableTask;
using Onboarding;
using OnboardingFunctions.Tests.Replaying;
using Scenarios.Histories;

namespace OnboardingFunctions.Tests.Onboardings;

/// <summary>
/// Replays what every release has recorded of every scenario on Durable Task. Where one fails, today's code would make
/// other calls than instances that wait now: CONTRIBUTING.md says how to add a branch by version.
/// </summary>
public sealed class RecordedHistoryTests
{
    private static readonly TaskCatalog Catalog = OnboardingServices.Tasks();

    public static TheoryData<string> Releases =>
        [
            .. Directory
                .GetFiles(Path.Combine(AppContext.BaseDirectory, "Histories"), "*-functions.jsonl.gz")
                .Select(path => Path.GetFileName(path)!),
        ];

    [Theory]
    [MemberData(nameof(Releases))]
    public async Task Every_recorded_history_is_replayed_with_the_same_calls(string file)
    {
        var histories = await RecordedHistory.Read(Path.Combine(AppContext.BaseDirectory, "Histories", file));

        var differences = histories
            .Select(history => (history, What: Difference(history)))
            .Where(replayed => replayed.What is not null)
            .Select(replayed => $"{replayed.history.Name} {replayed.history.Instance}: {replayed.What}")
            .ToList();

        Assert.True(
            differences.Count == 0,
            $"See 'Change an orchestration' in CONTRIBUTING.md.\n{string.Join("\n", differences.Take(20))}"
        );
        Assert.InRange(histories.Count, 300, int.MaxValue);
    }

    private static string? Difference(RecordedHistory history)
    {
        ITaskOrchestrator orchestrator = Catalog.Orchestrators[history.Name].Orchestrator;
        return HistoryReplay.Difference(history, orchestrator, FunctionTable.Converter);
    }
}

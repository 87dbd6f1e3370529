using Microsoft.DurableTask.Converters;
using Onboarding;
using Scenarios.Histories;

namespace OnboardingServer.Tests.Onboardings;

/// <summary>
/// Replays what every release has recorded of every scenario. Where one fails, today's code would make other calls than
/// instances that wait now: CONTRIBUTING.md says how to add a branch by version.
/// </summary>
public sealed class RecordedHistoryTests
{
    private static readonly TaskCatalog Catalog = OnboardingServices.Tasks();
    private static readonly JsonDataConverter Converter = new(DurableJson.Options);

    public static TheoryData<string> Releases =>
        [
            .. Directory
                .GetFiles(Path.Combine(AppContext.BaseDirectory, "Histories"), "*-sqlite.jsonl.gz")
                .Select(path => Path.GetFileName(path)!),
        ];

    [Theory]
    [MemberData(nameof(Releases))]
    public async Task Every_recorded_history_is_replayed_with_the_same_calls(string file)
    {
        var histories = await RecordedHistory.Read(Path.Combine(AppContext.BaseDirectory, "Histories", file));

        var differences = histories
            .Select(history =>
                (
                    history,
                    What: HistoryReplay.Difference(history, Catalog.Orchestrators[history.Name].Orchestrator, Converter)
                )
            )
            .Where(replayed => replayed.What is not null)
            .Select(replayed => $"{replayed.history.Name} {replayed.history.Instance}: {replayed.What}")
            .ToList();

        Assert.True(
            differences.Count == 0,
            $"See 'Change an orchestration' in CONTRIBUTING.md.\n{string.Join("\n", differences.Take(20))}"
        );
        Assert.InRange(histories.Count, 300, int.MaxValue);
    }
}

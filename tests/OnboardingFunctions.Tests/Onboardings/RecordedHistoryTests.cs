using OnboardingFunctions.Tests.Replaying;
using Scenarios.Histories;

namespace OnboardingFunctions.Tests.Onboardings;

/// <summary>
/// Replays what every release has recorded of every scenario on this host. Where one fails, today's code would make
/// other calls than instances that wait now.
/// </summary>
public sealed class RecordedHistoryTests
{
    public static TheoryData<string> Releases => HistoryReplay.Files("functions");

    [Theory]
    [MemberData(nameof(Releases))]
    public Task Every_recorded_history_is_replayed_with_the_same_calls(string file) =>
        HistoryReplay.AssertReplays(file, FunctionTable.Converter);
}

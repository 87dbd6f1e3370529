using Benchmarks;

namespace OnboardingServer.Tests.Journal;

/// <summary>The benchmarks still run. What they measure on a machine that does other things is not asked.</summary>
public sealed class BenchmarkTests
{
    public static TheoryData<string> Names { get; } = new(Sections.All.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Section_InTheSmallest_CountsWhatItRanAndGivesFigures(string name)
    {
        var figures = await Sections.All[name](Sizes.Smoke);

        Assert.NotEmpty(figures);
        Assert.All(
            figures,
            figure => Assert.True(double.IsFinite(figure.Value) && figure.Value >= 0, $"{figure.Name}: {figure.Value}")
        );
    }
}

using FsCheck.Xunit;
using Onboarding.Effects;

namespace Onboarding.Tests.Effects;

public sealed class RetryRuleTests
{
    private static readonly RetryRule _rule = new(12, TimeSpan.FromSeconds(1), 2, TimeSpan.FromMinutes(2));

    [Fact]
    public void DelayAfter_WithoutAWordOfTheOtherSide_DoublesUpToTheMost()
    {
        var waits = Enumerable
            .Range(1, 10)
            .Select(attempt => _rule.DelayAfter(attempt, "one", null).TotalSeconds)
            .ToList();

        Assert.InRange(waits[0], 1, 1.2);
        Assert.InRange(waits[3], 8, 9.6);
        Assert.All(waits[7..], wait => Assert.InRange(wait, 120, 144));
    }

    [Property]
    public void DelayAfter_AskedToWait_NeverComesEarlierAndHardlyLater(byte attempt, ushort seconds)
    {
        var asked = TimeSpan.FromSeconds(seconds);
        var wait = _rule.DelayAfter(attempt + 1, "one", asked);

        Assert.True(wait >= asked);
        Assert.True(wait <= TimeSpan.FromSeconds(Math.Max(1, (int)seconds) * 1.2));
    }

    [Property]
    public void DelayAfter_TheSameInstance_WaitsTheSameAtReplay(byte attempt, string? instance) =>
        Assert.Equal(
            _rule.DelayAfter(attempt + 1, instance ?? "", null),
            _rule.DelayAfter(attempt + 1, instance ?? "", null)
        );

    [Fact]
    public void DelayAfter_ManyInstances_AreSpread()
    {
        var waits = Enumerable
            .Range(0, 200)
            .Select(number => _rule.DelayAfter(5, $"instance-{number}", null))
            .Distinct()
            .Count();

        Assert.True(waits > 100);
    }

    [Property]
    public void DelayPostponed_ForTheFirstTwentyTimes_IsWhatWasAskedAndThenGrows(byte postponement, ushort seconds)
    {
        var (asked, nth) = (TimeSpan.FromSeconds(1 + seconds), postponement + 1);

        var wait = _rule.DelayPostponed(nth, "one", asked);

        Assert.InRange(wait / asked, 1 + ((nth - 1) / 20), 1.21 * (1 + ((nth - 1) / 20)));
    }
}

using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace DurableTask.Sqlite.Tests;

public sealed class ClockTests
{
    [Fact]
    public async Task Timer_AfterTheClockWasADayBehind_FiresWithinAMinuteOfItBeingRight()
    {
        var clock = new SetClock(new FakeTimeProvider(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero)));
        await using var hub = await TestHub.Started(
            tasks =>
                tasks.AddOrchestratorFunc<string, string>(
                    "waits",
                    async (context, input) =>
                    {
                        await context.CreateTimer(TimeSpan.FromMinutes(10), default);
                        return input;
                    }
                ),
            hub => hub.Services = services => services.AddSingleton<TimeProvider>(clock)
        );
        var before = await hub.Schedule("waits", "before");
        await hub.Hub.WhenIdle();

        clock.Behind = TimeSpan.FromDays(1);
        var meanwhile = await hub.Schedule("waits", "meanwhile");
        for (var minute = 0; minute < 30; minute++)
            await Advance(hub, clock);
        var late = await hub.Client.GetInstanceAsync(before);
        clock.Behind = TimeSpan.Zero;
        await Advance(hub, clock);

        Assert.Equal(OrchestrationRuntimeStatus.Running, late!.RuntimeStatus);
        foreach (var id in (string[])[before, meanwhile])
        {
            var state = await hub.Client.GetInstanceAsync(id);
            Assert.Equal(OrchestrationRuntimeStatus.Completed, state!.RuntimeStatus);
        }
    }

    private static async Task Advance(TestHub hub, SetClock clock)
    {
        clock.Inner.Advance(TimeSpan.FromMinutes(1));
        await hub.Hub.WhenIdle();
    }

    /// <summary>A clock that somebody sets, while what measures spans of time goes on.</summary>
    private sealed class SetClock(FakeTimeProvider inner) : TimeProvider
    {
        public FakeTimeProvider Inner => inner;

        public TimeSpan Behind { get; set; }

        public override DateTimeOffset GetUtcNow() => inner.GetUtcNow() - Behind;

        public override long GetTimestamp() => inner.GetTimestamp();

        public override long TimestampFrequency => inner.TimestampFrequency;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            inner.CreateTimer(callback, state, dueTime, period);
    }
}

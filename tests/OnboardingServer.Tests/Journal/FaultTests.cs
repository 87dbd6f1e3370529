using DurableTask.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.DurableTask;
using Onboarding;
using Onboarding.Effects;
using static OnboardingServer.Tests.Journal.Names;

namespace OnboardingServer.Tests.Journal;

/// <summary>
/// Writes that cannot be done for a reason that is not a disk's that may come back, such as a damaged page.
/// </summary>
public sealed class FaultTests
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private long _commits;
    private long? _faulty;

    /// <param name="timer">Whether the story waits for a timer or for an activity.</param>
    /// <param name="write">
    /// Which write after the start of the instance cannot be done: its first turn; the result or the timer; its end.
    /// </param>
    [Theory]
    [InlineData(false, 1)]
    [InlineData(false, 2)]
    [InlineData(false, 3)]
    [InlineData(true, 1)]
    [InlineData(true, 2)]
    [InlineData(true, 3)]
    public async Task Write_OfTheEngine_StopsItAsACrashWouldAndTheNextStartGoesOn(bool timer, int write)
    {
        await using var harness = await Started(
            async (context, input) =>
            {
                if (timer)
                    await context.CreateTimer(context.CurrentUtc.AddMinutes(30), default);
                else
                    await context.CallStep(Echo, input);
                return "went on";
            }
        );
        // The first sweep of what ended long ago comes after a minute and the next an hour later: neither is the write
        // that is meant.
        harness.Clock.Advance(TimeSpan.FromMinutes(2));
        await harness.Settle();
        _faulty = _commits + 1 + write;
        await harness.Engine.Start(Main, "i1", "a", default);
        await harness.Settle();
        if (_faulty is not null)
            harness.ToNextTimer();
        await harness.Settle();

        Assert.Null(_faulty);
        await Assert.ThrowsAsync<JournalStoppedException>(() =>
            harness.Engine.Start(Main, "i2", "b", default).WaitAsync(LongestWait, TimeProvider.System)
        );

        await harness.CrashAndRestart();
        Assert.Equal("\"went on\"", (await harness.UntilEnded("i1")).Output);
    }

    [Fact]
    public async Task Write_ThatCountsARestart_StopsTheEngineToo()
    {
        await using var harness = await Started((context, input) => context.CallStep(Echo, input));
        // Stopped before its result: the activity is begun again.
        harness.Hook = (moment, commit) =>
            _ = moment == CommitMoment.Before && harness.Trace.Lines.Count > 0 ? throw new JournalCrash() : commit;
        await harness.CrashAndRestart();
        await harness.Engine.Start(Main, "i1", "a", default);
        await harness.Settle();
        harness.Hook = Hook;
        await harness.Crash();
        // The first looks for due timers.
        _faulty = 2;
        await harness.Start();
        await harness.Settle();

        Assert.Null(_faulty);
        await Assert.ThrowsAsync<JournalStoppedException>(() =>
            harness.Engine.Start(Main, "i2", "b", default).WaitAsync(LongestWait, TimeProvider.System)
        );

        await harness.CrashAndRestart();
        Assert.Equal("\"a\"", (await harness.UntilEnded("i1")).Output);
    }

    [Fact]
    public async Task Write_OfACaller_IsToldToThatCallerAlone()
    {
        await using var harness = await Started((context, input) => context.CallStep(Echo, input));
        _faulty = _commits + 1;

        await Assert.ThrowsAsync<SqliteException>(() => harness.Engine.Start(Main, "i1", "a", default));
        Assert.Equal(StartResult.Started, await harness.Engine.Start(Main, "i1", "a", default));
        Assert.Equal("\"a\"", (await harness.UntilEnded("i1")).Output);
    }

    [Fact]
    public async Task Sweep_ThatCannotBeWritten_IsTriedAgainInAnHour()
    {
        await using var harness = await Started((context, input) => context.CallStep(Echo, input));
        await harness.Engine.Start(Main, "old", "x", default);
        await harness.Settle();
        _faulty = _commits + 1;
        harness.Clock.Advance(harness.Options.HistoryRetention + TimeSpan.FromMinutes(1));
        await harness.Settle();
        Assert.Null(_faulty);
        Assert.NotNull(await harness.Engine.Get("old", default));

        await harness.AdvanceUntil(TimeSpan.FromHours(1), async () => await harness.Engine.Get("old", default) is null);
    }

    [Fact]
    public async Task Lane_CallThatThrows_GivesItsPlaceBack()
    {
        var ran = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var lane = new ActivityLane(
            1,
            async call =>
            {
                await Task.Yield();
                if (call.Row.Name == "bad")
                    throw new InvalidOperationException("A fault.");
                ran.SetResult();
            }
        );

        lane.Enqueue(Call("bad"));
        lane.Enqueue(Call("good"));

        await ran.Task.WaitAsync(LongestWait, TimeProvider.System);
        await lane.Stop().WaitAsync(LongestWait, TimeProvider.System);

        static ActivityCall Call(string name) =>
            new(
                new InstanceHead(1, "i1", "main", "1", 0),
                new HistoryRow { Kind = HistoryKind.ActivityScheduled, Name = name }
            );
    }

    private async Task<EngineHarness> Started(Func<TaskOrchestrationContext, string, Task<string>> run)
    {
        var harness = new EngineHarness(registry => registry.AddMain(run)) { Hook = Hook };
        await harness.Start();
        await harness.Settle();
        return harness;
    }

    private void Hook(CommitMoment moment, long commit)
    {
        if (moment == CommitMoment.After)
            _commits = commit;
        if (moment != CommitMoment.Before || commit != _faulty)
            return;
        _faulty = null;
        throw new SqliteException("database disk image is malformed", 11);
    }
}

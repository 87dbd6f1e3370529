using Onboarding;
using Onboarding.Effects;
using static OnboardingServer.Tests.Journal.Names;

namespace OnboardingServer.Tests.Journal;

public sealed class RetentionTests
{
    [Fact]
    public async Task Sweep_InstancesThatEndedLongAgo_AreGoneAndTheOthersStay()
    {
        await using var harness = await EngineHarness.Started(registry =>
            registry.AddMain(
                async (context, input) =>
                {
                    if (input == "waits")
                        return await context.WaitForEvent(Go);
                    for (var n = 0; n < 20; n++)
                        await context.CallStep(Echo, input);
                    return input;
                }
            )
        );
        for (var n = 0; n < 40; n++)
            await harness.Engine.Start(Main, $"old{n}", "x", default);
        await harness.Engine.Start(Main, "waiting", "waits", default);
        await harness.Settle();
        harness.Clock.Advance(harness.Options.HistoryRetention - TimeSpan.FromDays(1));
        await harness.Engine.Start(Main, "new", "x", default);
        await harness.Settle();
        Assert.Equal(0, await harness.Engine.Retention.Sweep());
        harness.Clock.Advance(TimeSpan.FromDays(2));

        var removed = await harness.Engine.Retention.Sweep();

        // The sweep of the hour may have been there first.
        Assert.InRange(removed, 0, 40);
        for (var n = 0; n < 40; n++)
            Assert.Null(await harness.Engine.Get($"old{n}", default));
        Assert.Equal(InstanceStatus.Completed, (await harness.Engine.Get("new", default))!.Status);
        Assert.Equal(InstanceStatus.Running, (await harness.Engine.Get("waiting", default))!.Status);
        Assert.Equal(StartResult.Started, await harness.Engine.Start(Main, "old0", "x", default));
    }

    [Fact]
    public async Task Sweep_OfTheHour_RunsByItself()
    {
        await using var harness = await EngineHarness.Started(registry =>
            registry.AddMain((context, input) => context.CallStep(Echo, input))
        );
        await harness.Engine.Start(Main, "old", "x", default);
        await harness.Settle();

        harness.Clock.Advance(harness.Options.HistoryRetention + TimeSpan.FromMinutes(1));
        await harness.AdvanceUntil(TimeSpan.FromHours(1), async () => await harness.Engine.Get("old", default) is null);
    }

    [Fact]
    public async Task Sweep_OneVeryLongHistory_IsRemovedInSeveralWrites()
    {
        var writes = 0;
        await using var harness = new EngineHarness(registry =>
            registry.AddMain(
                async (context, _) =>
                {
                    await Task.WhenAll(Enumerable.Range(0, 1000).Select(n => context.CallStep(Echo, $"{n}")));
                    return "";
                }
            )
        );
        harness.Hook = (moment, _) => writes += moment == DurableTask.Sqlite.CommitMoment.After ? 1 : 0;
        await harness.Start();
        await harness.Engine.Start(Main, "long", "", default);
        await harness.Settle();
        harness.Clock.SetUtcNow(harness.Clock.GetUtcNow() + harness.Options.HistoryRetention + TimeSpan.FromSeconds(1));
        await harness.Settle();
        var before = writes;

        await harness.Engine.Retention.Sweep();

        Assert.Null(await harness.Engine.Get("long", default));
        Assert.InRange(writes - before, 0, 50);
        Assert.Equal(
            0L,
            harness.File.Read(reader =>
            {
                using var command = reader.Connection.CreateCommand();
                command.CommandText = "SELECT COUNT(*) FROM history";
                return (long)command.ExecuteScalar()!;
            })
        );
    }
}

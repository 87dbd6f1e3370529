using DurableTask.Sqlite;
using Microsoft.DurableTask;
using Microsoft.Extensions.DependencyInjection;
using Onboarding;
using Onboarding.Effects;
using static OnboardingServer.Tests.Journal.Names;

namespace OnboardingServer.Tests.Journal;

public sealed class RestartTests
{
    private readonly Gates _gates = new();

    [Fact]
    public async Task Start_UnfinishedActivity_RunsAgainAndCompletedOnesDoNot()
    {
        await using var harness = await Started(
            async (context, _) => $"{await context.CallStep(Echo, "a")} {await context.CallStep(Gate, "g")}"
        );
        await harness.Engine.Start(Main, "i1", "", default);
        await _gates.Reached("g");
        await harness.Crash();
        _gates.Open("g");

        await harness.Start();
        var state = await harness.UntilEnded("i1");

        Assert.Equal("\"a g\"", state.Output);
        Assert.Equal(["i1 a", "i1 g", "i1 g"], harness.Trace.Lines);
    }

    [Fact]
    public async Task Start_InstancesThatOnlyWait_AreNotLoaded()
    {
        await using var harness = await Started(
            async (context, input) =>
            {
                await context.CallStep(Echo, input);
                var deadline = context.CreateTimer(context.CurrentUtc.AddDays(30), default);
                var go = context.WaitForEvent(Go);
                return await Task.WhenAny(go, deadline) == go ? await go : "expired";
            }
        );
        for (var n = 0; n < 20; n++)
            await harness.Engine.Start(Main, $"i{n}", $"{n}", default);
        await harness.Settle();

        await harness.CrashAndRestart();
        await harness.Settle();
        Assert.Equal(0, harness.Engine.Instances.Count);

        await harness.Engine.RaiseEvent("i7", Go, "went", default);
        Assert.Equal("\"went\"", (await harness.UntilEnded("i7")).Output);
        Assert.Equal("\"expired\"", (await harness.UntilEnded("i8")).Output);
        Assert.Equal(20, harness.Trace.Lines.Count);
    }

    [Fact]
    public async Task Start_TimerThatFellDueMeanwhile_FiresAtOnce()
    {
        await using var harness = await Started(
            async (context, _) =>
            {
                await context.CreateTimer(context.CurrentUtc.AddHours(1), default);
                return "fired";
            }
        );
        await harness.Engine.Start(Main, "i1", "", default);
        await harness.Settle();
        await harness.Crash();
        harness.Clock.Advance(TimeSpan.FromHours(2));

        await harness.Start();
        await harness.Settle();

        Assert.Equal("\"fired\"", (await harness.Engine.Get("i1", default))!.Output);
    }

    [Fact]
    public async Task Stop_RunningActivity_MayEndAndItsResultIsKept()
    {
        await using var harness = await Started(async (context, _) => await context.CallStep(Gate, "g"));
        await harness.Engine.Start(Main, "i1", "", default);
        await _gates.Reached("g");

        var stop = harness.Stop();
        _gates.Open("g");
        await stop;
        await harness.Start();

        Assert.Equal("\"g\"", (await harness.UntilEnded("i1")).Output);
        Assert.Single(harness.Trace.Lines);
    }

    [Fact]
    public async Task Crash_UnacknowledgedCalls_AreToldAndAfterwardsRefused()
    {
        await using var harness = await Started((context, _) => context.WaitForEvent(Go));
        await harness.Crash();

        await Assert.ThrowsAsync<JournalStoppedException>(() => harness.Engine.Start(Main, "i1", "", default));
        Assert.True(harness.Engine.WhenIdle().IsCompleted);
    }

    [Fact]
    public async Task Poison_ActivityThatStopsTheProcessEachTime_HaltsItsInstanceAndOnlyIt()
    {
        await using var harness = await Started((context, input) => context.CallStep(Gate, input));
        string[] bystanders = ["b1", "b2", "b3"];
        await harness.Engine.Start(Main, "killer", "kill", default);
        foreach (var id in bystanders)
            await harness.Engine.Start(Main, id, id, default);
        await Task.WhenAll(bystanders.Append("kill").Select(_gates.Reached));

        // Bystanders take longer than the killer needs: they too are under way when the process stops, until the
        // suspects run one by one and each has its time.
        for (var stops = 1; stops <= 8; stops++)
        {
            await harness.Crash();
            foreach (var name in bystanders.Append("kill"))
                _gates.Close(name);
            foreach (var name in bystanders.Where(_ => stops >= 3))
                _gates.Open(name);
            await harness.Start();
            if (stops < 3)
                await AsTimePasses(harness, Task.WhenAll(bystanders.Append("kill").Select(_gates.Reached)));
            else if (stops < 8)
                await AsTimePasses(harness, _gates.Reached("kill"));
        }

        await AsTimePasses(harness, Task.WhenAll(bystanders.Select(harness.UntilEnded)));
        var halted = await harness.UntilEnded("killer");
        Assert.Equal((InstanceStatus.NeedsAttention, ErrorCodes.Poison), (halted.Status, halted.Failure!.Code));
        Assert.Contains("8 times while gate ran", halted.Failure.Message, StringComparison.Ordinal);
        Assert.Equal(8, harness.Trace.Count("killer kill"));
        foreach (var id in bystanders)
        {
            Assert.Equal($"\"{id}\"", (await harness.UntilEnded(id)).Output);
            Assert.Equal(4, harness.Trace.Count($"{id} {id}"));
        }

        // It stays halted over a restart too, and is tried again when it is resumed.
        await harness.CrashAndRestart();
        await harness.Settle();
        Assert.Equal(8, harness.Trace.Count("killer kill"));
        _gates.Open("kill");
        Assert.True(await harness.Engine.Resume("killer", null, default));
        Assert.Equal("\"kill\"", (await harness.UntilEnded("killer")).Output);
    }

    [Fact]
    public async Task Suspects_WhoseTrialIsLater_DoNotHoldUpTheOthers()
    {
        await using var harness = await Started((context, input) => context.CallStep(Gate, input));
        foreach (var id in (string[])["often", "seldom"])
        {
            await harness.Engine.Start(Main, id, id, default);
            await _gates.Reached(id);
        }

        await harness.File.Write(connection =>
        {
            using var command = connection.CreateCommand();
            command.CommandText =
                "INSERT INTO activity_restarts (instance, task, restarts) SELECT key, 1, iif(id = 'often', 6, 2) "
                + "FROM instances";
            return command.ExecuteNonQuery();
        });
        await harness.Crash();
        foreach (var id in (string[])["often", "seldom"])
            _gates.Close(id);
        _gates.Open("seldom");
        await harness.Start();

        // One has its trial after a second, the other after sixteen.
        harness.Clock.Advance(TimeSpan.FromSeconds(4));
        await _gates.Reached("seldom");
        Assert.Equal("\"seldom\"", (await harness.Engine.WhenEnded("seldom", default))!.Output);
        Assert.Equal(1, harness.Trace.Count("often often"));

        harness.Clock.Advance(TimeSpan.FromSeconds(16));
        await _gates.Reached("often");
    }

    [Fact]
    public async Task Poison_CleanStops_CountForNothing()
    {
        await using var harness = await Started((context, input) => context.CallStep(Gate, "g"));
        await harness.Engine.Start(Main, "i1", "", default);
        for (var n = 0; n < 4; n++)
        {
            await AsTimePasses(harness, _gates.Reached("g"));
            await harness.Crash();
            _gates.Close("g");
            await harness.Start();
        }

        await AsTimePasses(harness, _gates.Reached("g"));
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await harness.Engine.StopAsync(now.Token);
        harness.File.Dispose();
        await harness.Start();
        _gates.Open("g");

        await AsTimePasses(harness, harness.UntilEnded("i1"));
        Assert.Equal("\"g\"", (await harness.UntilEnded("i1")).Output);
    }

    [Fact]
    public async Task NonDeterminism_ChangedCode_StopsThatInstanceAndNamesBothCalls()
    {
        await using var harness = await Started(
            async (context, input) =>
            {
                await context.CallStep(Echo, "a");
                await context.WaitForEvent(Go);
                return await context.CallStep(Echo, "b");
            }
        );
        await harness.Engine.Start(Main, "i1", "", default);
        await harness.Settle();

        await harness.CrashAndRestart(registry =>
            registry.AddMain(
                async (context, input) =>
                {
                    await context.CreateTimer(context.CurrentUtc.AddHours(1), default);
                    return await context.CallStep(Echo, "changed");
                }
            )
        );
        await harness.Engine.Start(Main, "i2", "", default);
        await harness.Engine.RaiseEvent("i1", Go, "", default);
        var stopped = await harness.UntilEnded("i1");

        Assert.Equal(
            (InstanceStatus.NeedsAttention, ErrorCodes.NonDeterministic),
            (stopped.Status, stopped.Failure!.Code)
        );
        Assert.Contains(
            "expected ActivityScheduled 'echo' (call 1)",
            stopped.Failure.Message,
            StringComparison.Ordinal
        );
        Assert.Contains("found TimerCreated (call 1)", stopped.Failure.Message, StringComparison.Ordinal);
        Assert.Equal(InstanceStatus.Completed, (await harness.UntilEnded("i2")).Status);
        Assert.Equal(["i1 a", "i2 changed"], harness.Trace.Lines);
    }

    public static TheoryData<string, string, string> Changes() =>
        new()
        {
            { "other activity", "ActivityScheduled 'echo' (call 1)", "ActivityScheduled 'fail' (call 1)" },
            { "call left out", "nothing more", "ActivityScheduled 'echo' (call 2)" },
            { "call put in before", "ActivityScheduled 'echo' (call 1)", "ActivityScheduled 'gate' (call 1)" },
            { "call put in beside", "nothing more", "ActivityScheduled 'echo' (call 2)" },
            { "ends early", "ActivityScheduled 'echo' (call 2)", "nothing" },
            { "other among several", "ActivityScheduled 'echo' (call 3)", "ActivityScheduled 'fail' (call 3)" },
        };

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task NonDeterminism_AnyChangeOfTheCallsMade_IsFoundWhereItBegins(
        string change,
        string expected,
        string found
    )
    {
        await using var harness = await Started((context, _) => Calls(context, ""));
        await harness.Engine.Start(Main, "i1", "", default);
        await harness.Settle();

        await harness.CrashAndRestart(registry => registry.AddMain((context, _) => Calls(context, change)));
        await harness.Engine.RaiseEvent("i1", Go, "", default);
        var state = await harness.UntilEnded("i1");

        Assert.Equal(ErrorCodes.NonDeterministic, state.Failure?.Code);
        Assert.EndsWith($"expected {expected}, found {found}.", state.Failure!.Message, StringComparison.Ordinal);
        Assert.Equal(4, harness.Trace.Lines.Count);

        static async Task<string> Calls(TaskOrchestrationContext context, string change)
        {
            if (change == "call put in before")
                await context.CallStep(Gate, "new");
            var first =
                change == "call left out"
                    ? Task.FromResult("")
                    : context.CallStep(change == "other activity" ? Fail : Echo, "a");
            if (change == "call put in beside")
                _ = context.CallStep(Echo, "new");
            await first;
            if (change == "ends early")
                return "early";
            await Task.WhenAll(
                context.CallStep(Echo, "b"),
                context.CallStep(change == "other among several" ? Fail : Echo, "c"),
                context.CallStep(Echo, "d")
            );
            return await context.WaitForEvent(Go);
        }
    }

    [Fact]
    public async Task Version_RunningInstance_KeepsTheOneItStartedOn()
    {
        await using var harness = await Started(Versioned);
        await harness.Engine.Hub.TryStart(Main.Value, "1", "old", "\"\"", default);
        await harness.Settle();

        await harness.CrashAndRestart();
        await harness.Engine.Start(Main, "new", "", default);
        foreach (var id in (string[])["old", "new"])
            await harness.Engine.RaiseEvent(id, Go, "", default);

        Assert.Equal("\"1\"", (await harness.UntilEnded("old")).Output);
        Assert.Equal($"\"{TaskCatalog.Version}\"", (await harness.UntilEnded("new")).Output);

        static async Task<string> Versioned(TaskOrchestrationContext context, string input)
        {
            await context.WaitForEvent(Go);
            return await context.CallStep(Echo, context.Version);
        }
    }

    [Fact]
    public async Task ContinueAsNew_EventBetweenTheLastTurnAndItsWrite_IsThereForTheNextRunAfterACrash()
    {
        await using var harness = await Started(
            async (context, input) =>
            {
                var raised = await context.WaitForEvent(Go);
                if (input == "")
                    context.ContinueAsNew("second run");
                return raised;
            }
        );
        await harness.Engine.Start(Main, "i1", "", default);
        await harness.Settle();
        var crashAt = long.MaxValue;
        harness.File.Hook = (moment, commit) =>
        {
            // Two more: the write that held the writer, and both events. The third is that of the next run.
            if (moment == CommitMoment.Before && crashAt == long.MaxValue)
                crashAt = commit + 2;
            if (moment == CommitMoment.Before && commit == crashAt)
                throw new JournalCrash();
        };
        using var go = new ManualResetEventSlim();
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var holding = harness.File.Write(_ =>
        {
            held.SetResult();
            return go.Wait(TimeSpan.FromSeconds(30));
        });
        await held.Task;
        var events = Task.WhenAll(
            harness.Engine.RaiseEvent("i1", Go, "one", default),
            harness.Engine.RaiseEvent("i1", Go, "two", default)
        );
        go.Set();
        Assert.True(await holding);
        foreach (var raised in await events)
            Assert.True(raised);
        await harness.Settle();

        await harness.CrashAndRestart();

        Assert.Equal("\"two\"", (await harness.UntilEnded("i1")).Output);
    }

    [Fact]
    public async Task UnknownOrchestration_InstanceStays_AndGoesOnWhenItIsKnownAgain()
    {
        await using var harness = await Started((context, _) => context.CallStep(Gate, "g"));
        await harness.Engine.Start(Main, "i1", "", default);
        await _gates.Reached("g");
        _gates.Open("g");

        await harness.CrashAndRestart(registry => registry.AddChild((context, _) => context.WaitForEvent(Go)));
        await harness.Settle();
        Assert.Equal(InstanceStatus.Running, (await harness.Engine.Get("i1", default))!.Status);
        await harness.CrashAndRestart(registry => registry.AddMain((context, _) => context.CallStep(Gate, "g")));

        Assert.Equal("\"g\"", (await harness.UntilEnded("i1")).Output);
    }

    [Fact]
    public async Task ForeignWaits_OfEveryKind_FailTheInstanceWithAClearMessage()
    {
        var never = new TaskCompletionSource<string>();
        await using var harness = await Started(
            async (context, input) =>
                input switch
                {
                    "never" => await never.Task,
                    "thread" => await Task.Run(async () =>
                        await _gates.Pass("thread", default).ContinueWith(_ => "x", TaskScheduler.Default)
                    ),
                    "beside" => await Beside(context),
                    _ => await Escaped(context),
                }
        );

        foreach (var kind in (string[])["never", "thread", "beside", "escaped"])
        {
            await harness.Engine.Start(Main, kind, kind, default);
            if (kind != "never")
                _gates.Open(kind);
            var state = (await harness.Engine.WhenEnded(kind, default))!;
            Assert.Equal((InstanceStatus.Failed, ErrorCodes.ForeignWait), (state.Status, state.Failure!.Code));
            Assert.Contains("context", state.Failure.Message, StringComparison.Ordinal);
        }

        // Something of its context is waited for too, so only the foreign continuation can tell.
        async Task<string> Beside(TaskOrchestrationContext context)
        {
            var go = context.WaitForEvent(Go);
            await Task.Run(() => _gates.Pass("beside", default));
            return await go;
        }

        async Task<string> Escaped(TaskOrchestrationContext context)
        {
            var go = context.WaitForEvent(Go);
            await Task.Run(() => _gates.Pass("escaped", default)).ConfigureAwait(false);
            await context.CallStep(Echo, "not of its turn");
            return await go;
        }
    }

    private Task<EngineHarness> Started(Func<TaskOrchestrationContext, string, Task<string>> run) =>
        EngineHarness.Started(registry => registry.AddMain(run), services => services.AddSingleton(_gates));

    // Suspects are tried some time after the start, and when the engine begins to wait for that is not seen from
    // outside.
    private static async Task AsTimePasses(EngineHarness harness, Task task)
    {
        while (await Task.WhenAny(task, Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System)) != task)
            harness.Clock.Advance(TimeSpan.FromMinutes(2));
        await task;
    }
}

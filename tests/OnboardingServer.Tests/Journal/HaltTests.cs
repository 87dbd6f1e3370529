using DurableTask.Sqlite;
using DurableTask.Sqlite.Writes;
using Microsoft.DurableTask;
using Microsoft.Extensions.DependencyInjection;
using Onboarding;
using Onboarding.Effects;
using SQLitePCL;
using static OnboardingServer.Tests.Journal.Names;

namespace OnboardingServer.Tests.Journal;

/// <summary>Tests instances that are halted until an operator resumes them.</summary>
public sealed class HaltTests
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly Gates _gates = new();

    [Fact]
    public async Task Resume_OnThePinnedVersion_GoesOnWhereItStood()
    {
        await using var harness = await Halted();

        // Mended code: the way of the old instances has a name now.
        await harness.CrashAndRestart(registry =>
            registry.AddMain((context, _) => context.Version == "before" ? Before(context) : Changed(context))
        );
        await harness.Settle();
        Assert.True(await harness.Engine.Resume("i1", "before", default));
        await harness.Settle();
        await harness.CrashAndRestart();
        await harness.Engine.RaiseEvent("i1", Go, "went", default);

        Assert.Equal("\"a early went\"", (await harness.UntilEnded("i1")).Output);
        Assert.Equal(["i1 a", "i1 early went"], harness.Trace.Lines);
        // Each start of a worker tries once.
        Assert.Equal(
            [HistoryKind.Halted, HistoryKind.Resumed, HistoryKind.Halted, HistoryKind.Resumed],
            harness.Engine.History("i1").Where(row => row.IsAside).Select(row => row.Kind)
        );
    }

    [Fact]
    public async Task Resume_WithoutAMend_HaltsAgainAndTouchesNothing()
    {
        await using var harness = await Halted();

        Assert.True(await harness.Engine.Resume("i1", null, default));
        var state = await harness.UntilEnded("i1");

        Assert.Equal((InstanceStatus.NeedsAttention, ErrorCodes.NonDeterministic), (state.Status, state.Failure!.Code));
        Assert.Equal(["i1 a"], harness.Trace.Lines);
        Assert.Equal(2, harness.Engine.History("i1").Count(row => row.Kind == HistoryKind.Halted));
    }

    [Fact]
    public async Task Resume_OfWhatDoesNotStandStill_IsNo()
    {
        await using var harness = await EngineHarness.Started(registry =>
            registry.AddMain((context, _) => context.WaitForEvent(Go))
        );
        await harness.Engine.Start(Main, "i1", "", default);

        Assert.False(await harness.Engine.Resume("i1", null, default));
        Assert.False(await harness.Engine.Resume("nobody", null, default));
        await harness.Engine.RaiseEvent("i1", Go, "", default);
        await harness.UntilEnded("i1");
        Assert.False(await harness.Engine.Resume("i1", null, default));
    }

    [Fact]
    public async Task Terminate_OfAHaltedInstance_EndsIt()
    {
        await using var harness = await Halted();

        Assert.True(await harness.Engine.Terminate("i1", "given up", default));

        Assert.Equal(InstanceStatus.Terminated, (await harness.Engine.Get("i1", default))!.Status);
        Assert.Null(harness.Engine.NextDue);
    }

    [Fact]
    public async Task Halted_WhatComesMeanwhile_IsKeptAndSeenByTheCodeThatFitsAgain()
    {
        await using var harness = await Halted();
        await harness.Engine.RaiseEvent("i1", Go, "while it stood", default);
        harness.Clock.Advance(TimeSpan.FromDays(2));
        await harness.CrashAndRestart(registry => registry.AddMain((context, _) => Before(context)));

        Assert.Equal("\"a early while it stood\"", (await harness.UntilEnded("i1")).Output);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Halted_ActivityStillRunning_ItsResultIsKeptAndItDoesNotRunTwice(bool endsBeforeTheResume)
    {
        await using var harness = await EngineHarness.Started(
            registry => registry.AddMain((context, _) => context.CallStep(Gate, "slow")),
            services => services.AddSingleton(_gates)
        );
        await HaltedWhileItRuns(harness);

        if (endsBeforeTheResume)
        {
            _gates.Open("slow");
            await harness.Settle();
            Assert.Equal(InstanceStatus.NeedsAttention, (await harness.Engine.Get("i1", default))!.Status);
        }

        Assert.True(await harness.Engine.Resume("i1", null, default));
        while (!endsBeforeTheResume && harness.Engine.Instances.Count == 0)
            await Task.Yield();
        _gates.Open("slow");

        Assert.Equal("\"slow\"", (await harness.UntilEnded("i1")).Output);
        Assert.Equal(["i1 slow"], harness.Trace.Lines);
    }

    [Fact]
    public async Task Resume_WhileAnEventFindsTheInstanceHalted_IsNotMissed()
    {
        await using var harness = await Halted();
        var fits = false;
        await harness.CrashAndRestart(registry =>
            registry.AddMain((context, _) => Volatile.Read(ref fits) ? Before(context) : Changed(context))
        );
        await harness.Settle();
        Volatile.Write(ref fits, true);
        using var looked = new ManualResetEventSlim();
        using var resumed = new ManualResetEventSlim();
        // Whoever reads the instance stops at the end of what it reads, when it has seen that it is halted.
        AtTheEndOfReads(
            harness.File,
            () =>
            {
                looked.Set();
                resumed.Wait(LongestWait);
            }
        );
        await harness.Engine.RaiseEvent("i1", Go, "late", default);
        Assert.True(looked.Wait(LongestWait));

        Assert.True(await harness.Engine.Resume("i1", null, default));
        resumed.Set();

        await harness.Settle();
        Assert.Equal("\"a early late\"", (await harness.Engine.Get("i1", default))!.Output);
    }

    [Fact]
    public async Task Resume_ResultThatComesWhileItsHistoryIsReplayed_DoesNotRunTheActivityAgain()
    {
        using var replays = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        var turns = 0;
        await using var harness = await EngineHarness.Started(
            registry =>
                registry.AddMain(
                    (context, _) =>
                    {
                        if (Interlocked.Increment(ref turns) == 2)
                        {
                            replays.Set();
                            goOn.Wait(LongestWait);
                        }

                        return context.CallStep(Gate, "slow");
                    }
                ),
            services => services.AddSingleton(_gates)
        );
        await HaltedWhileItRuns(harness);
        Assert.True(await harness.Engine.Resume("i1", null, default));
        Assert.True(replays.Wait(LongestWait));

        _gates.Open("slow");
        while (!harness.Engine.History("i1").Any(row => row.Kind == HistoryKind.ActivityCompleted))
            await Task.Yield();
        // Behind the result: what follows from that has been done when this is answered.
        await harness.File.Write(_ => 0);
        goOn.Set();

        Assert.Equal("\"slow\"", (await harness.UntilEnded("i1")).Output);
        await harness.Settle();
        Assert.Equal(["i1 slow"], harness.Trace.Lines);
    }

    /// <summary>Halts <c>i1</c> while its activity stands at the gate <c>slow</c>.</summary>
    private async Task HaltedWhileItRuns(EngineHarness harness)
    {
        await harness.Engine.Start(Main, "i1", "", default);
        await _gates.Reached("slow");
        var head = harness.File.Read(reader => reader.Load(reader.Key("i1")!.Value))!.Head;
        harness.Engine.Enqueue(
            new HaltWrite(harness.Engine.Hub, head, Failures.Of(FailureTypes.Poison, "for the test"))
        );
        Assert.Equal(InstanceStatus.NeedsAttention, (await harness.Engine.WhenEnded("i1", default))!.Status);
    }

    private static void AtTheEndOfReads(JournalFile file, Action stop, int readers = 8) =>
        file.Read(reader =>
        {
            // All that the file keeps, so that the next read gets one of them.
            if (readers > 1)
                AtTheEndOfReads(file, stop, readers - 1);
            raw.sqlite3_trace(
                reader.Connection.Handle!,
                (_, sql) =>
                {
                    if (sql == "COMMIT")
                        stop();
                },
                null
            );
            return 0;
        });

    /// <summary>With <c>i1</c>, whose code changed under it.</summary>
    private static async Task<EngineHarness> Halted()
    {
        var harness = await EngineHarness.Started(registry => registry.AddMain((context, _) => Before(context)));
        await harness.Engine.Start(Main, "i1", "", default);
        await harness.Settle();
        await harness.CrashAndRestart(registry => registry.AddMain((context, _) => Changed(context)));
        await harness.Engine.RaiseEvent("i1", Other, "", default);
        Assert.Equal(InstanceStatus.NeedsAttention, (await harness.UntilEnded("i1")).Status);
        return harness;
    }

    private static async Task<string> Before(TaskOrchestrationContext context)
    {
        var a = await context.CallStep(Echo, "a");
        using var cancellation = new CancellationTokenSource();
        var reminder = context.CreateTimer(context.CurrentUtc.AddDays(1), cancellation.Token);
        var go = context.WaitForEvent(Go);
        await go;
        cancellation.Cancel();
        return $"{a} {await context.CallStep(Echo, $"early {await go}")}";
    }

    private static async Task<string> Changed(TaskOrchestrationContext context)
    {
        var go = context.WaitForEvent(Go);
        return await context.CallStep(Echo, await go);
    }
}

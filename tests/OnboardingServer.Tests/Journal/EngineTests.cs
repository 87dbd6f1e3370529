using DurableTask.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Onboarding;
using Onboarding.Effects;
using static OnboardingServer.Tests.Journal.Names;

namespace OnboardingServer.Tests.Journal;

public sealed class EngineTests
{
    [Fact]
    public async Task Activities_InSequence_RunOnceEachAndGiveTheResult()
    {
        await using var harness = await EngineHarness.Started(registry =>
            registry.AddMain(
                async (context, input) =>
                {
                    var result = input;
                    for (var n = 0; n < 3; n++)
                        result = await context.CallStep(Echo, $"{result}.{n}");
                    return result;
                }
            )
        );

        Assert.Equal(StartResult.Started, await harness.Engine.Start(Main, "i1", "a", default));
        var state = await harness.UntilEnded("i1");

        Assert.Equal((InstanceStatus.Completed, "\"a.0.1.2\"", "main"), (state.Status, state.Output, state.Name));
        Assert.Equal(["i1 a.0", "i1 a.0.1", "i1 a.0.1.2"], harness.Trace.Lines);
    }

    [Fact]
    public async Task Activities_AtOnce_AllRunAndWhenAllGathersThem()
    {
        await using var harness = await EngineHarness.Started(registry =>
            registry.AddMain(
                async (context, _) =>
                    string.Join(
                        ',',
                        await Task.WhenAll(Enumerable.Range(0, 50).Select(n => context.CallStep(Echo, $"{n}")))
                    )
            )
        );

        await harness.Engine.Start(Main, "i1", "", default);
        var state = await harness.UntilEnded("i1");

        Assert.Equal($"\"{string.Join(',', Enumerable.Range(0, 50))}\"", state.Output);
        Assert.Equal(50, harness.Trace.Lines.Distinct().Count());
    }

    [Fact]
    public async Task Retry_RetryableFailure_IsTriedAgainAfterItsWaits()
    {
        var rule = new RetryRule(3, TimeSpan.FromMinutes(1), 2, TimeSpan.FromHours(1));
        await using var harness = await EngineHarness.Started(registry =>
            registry.AddMain(
                async (context, _) =>
                {
                    try
                    {
                        return await context.CallStep(Fail, "busy", rule);
                    }
                    catch (StepFailedException failure)
                    {
                        return failure.Failure.Code;
                    }
                }
            )
        );

        await harness.Engine.Start(Main, "i1", "", default);
        var state = await harness.UntilEnded("i1");

        Assert.Equal("\"busy\"", state.Output);
        Assert.Equal(3, harness.Trace.Count("i1 busy"));
        Assert.InRange(
            harness.Clock.GetUtcNow() - EngineHarness.Noon,
            TimeSpan.FromMinutes(3),
            TimeSpan.FromMinutes(3.7)
        );
    }

    [Fact]
    public async Task Retry_RefusedForGood_IsNotTriedAgain()
    {
        await using var harness = await EngineHarness.Started(registry =>
            registry.AddMain(
                (context, _) =>
                    context.CallStep(
                        Fail,
                        "refused",
                        new RetryRule(5, TimeSpan.FromSeconds(1), 1, TimeSpan.FromSeconds(1))
                    )
            )
        );

        await harness.Engine.Start(Main, "i1", "", default);
        var state = await harness.UntilEnded("i1");

        Assert.Equal(
            (InstanceStatus.Failed, "refused", "It failed.", false),
            (state.Status, state.Failure!.Code, state.Failure.Message, state.Failure.Retryable)
        );
        Assert.Single(harness.Trace.Lines);
    }

    [Fact]
    public async Task Failure_Unforeseen_CrossesWithoutItsMessage()
    {
        await using var harness = await EngineHarness.Started(registry =>
            registry.AddMain((context, _) => context.CallStep(Fail, "surprise"))
        );

        await harness.Engine.Start(Main, "i1", "", default);
        var state = await harness.UntilEnded("i1");

        Assert.Equal(StepFailure.Unexpected, state.Failure!.Code);
        Assert.DoesNotContain("secret", state.Failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(
            harness.Engine.History("i1"),
            row => row.Payload?.Contains("secret", StringComparison.Ordinal) == true
        );
    }

    [Fact]
    public async Task Timer_Due_FiresAtItsTimeAndCurrentUtcSaysSo()
    {
        await using var harness = await EngineHarness.Started(registry =>
            registry.AddMain(
                async (context, _) =>
                {
                    await context.CreateTimer(context.CurrentUtc.AddDays(40), default);
                    return context.CurrentUtc.ToString("O");
                }
            )
        );

        await harness.Engine.Start(Main, "i1", "", default);
        await harness.Settle();
        Assert.Equal(EngineHarness.Noon.AddDays(40), harness.Engine.NextDue);
        harness.Clock.Advance(TimeSpan.FromDays(39));
        await harness.Settle();
        Assert.Equal(InstanceStatus.Running, (await harness.Engine.Get("i1", default))!.Status);

        var state = await harness.UntilEnded("i1");
        Assert.Equal(DurableJson.Write(EngineHarness.Noon.AddDays(40).ToString("O")), state.Output);
    }

    [Fact]
    public async Task Timer_Cancelled_EndsInCancellationAndIsForgotten()
    {
        await using var harness = await EngineHarness.Started(registry =>
            registry.AddMain(
                async (context, _) =>
                {
                    using var cancellation = new CancellationTokenSource();
                    var timer = context.CreateTimer(context.CurrentUtc.AddDays(1), cancellation.Token);
                    var go = context.WaitForEvent(Go);
                    await Task.WhenAny(timer, go);
                    cancellation.Cancel();
                    try
                    {
                        await timer;
                    }
                    catch (TaskCanceledException)
                    {
                        return $"{go.Result} {await context.WaitForEvent(Go)}";
                    }

                    return "not cancelled";
                }
            )
        );

        await harness.Engine.Start(Main, "i1", "", default);
        await harness.Engine.RaiseEvent("i1", Go, "first", default);
        await harness.Settle();
        Assert.Null(harness.Engine.NextDue);
        harness.Clock.Advance(TimeSpan.FromDays(2));
        await harness.Engine.RaiseEvent("i1", Go, "second", default);

        Assert.Equal("\"first second\"", (await harness.UntilEnded("i1")).Output);
    }

    [Fact]
    public async Task Event_AgainstDeadline_TheFirstInHistoryWins()
    {
        await using var harness = await EngineHarness.Started(registry =>
            registry.AddMain(
                async (context, _) =>
                {
                    var go = context.WaitForEvent(Go);
                    using var cancellation = new CancellationTokenSource();
                    var deadline = context.CreateTimer(context.CurrentUtc.AddHours(1), cancellation.Token);
                    return await Task.WhenAny(go, deadline) == go ? await go : "expired";
                }
            )
        );
        await harness.Engine.Start(Main, "event", "", default);
        await harness.Engine.Start(Main, "deadline", "", default);
        await harness.Engine.RaiseEvent("event", Go, "came", default);

        Assert.Equal("\"came\"", (await harness.UntilEnded("event")).Output);
        Assert.Equal("\"expired\"", (await harness.UntilEnded("deadline")).Output);
        Assert.False(await harness.Engine.RaiseEvent("deadline", Go, "late", default));
        Assert.Null(harness.Engine.NextDue);
    }

    [Fact]
    public async Task Event_BeforeTheWait_IsKeptAndNamesIgnoreCase()
    {
        await using var harness = await EngineHarness.Started(registry =>
            registry.AddMain(
                async (context, _) =>
                {
                    await context.WaitForEvent(Other);
                    return $"{await context.WaitForEvent(Go)} {await context.WaitForEvent(Go)}";
                }
            )
        );

        await harness.Engine.Start(Main, "i1", "", default);
        await harness.Engine.RaiseEvent("i1", new EventName<string>("GO"), "first", default);
        await harness.Engine.RaiseEvent("i1", Go, "second", default);
        await harness.Engine.RaiseEvent("i1", Other, "", default);

        Assert.Equal("\"first second\"", (await harness.UntilEnded("i1")).Output);
    }

    [Fact]
    public async Task Event_TwoWaits_TheNewestIsServedFirst()
    {
        await using var harness = await EngineHarness.Started(registry =>
            registry.AddMain(
                async (context, _) =>
                {
                    var (first, second) = (context.WaitForEvent(Go), context.WaitForEvent(Go));
                    await Task.WhenAll(first, second);
                    return $"{first.Result} {second.Result}";
                }
            )
        );

        await harness.Engine.Start(Main, "i1", "", default);
        await harness.Engine.RaiseEvent("i1", Go, "1", default);
        await harness.Engine.RaiseEvent("i1", Go, "2", default);

        Assert.Equal("\"2 1\"", (await harness.UntilEnded("i1")).Output);
    }

    [Fact]
    public async Task Event_OfAnotherShape_FailsTheWaitAndNotTheEngine()
    {
        await using var harness = await EngineHarness.Started(registry =>
            registry.AddMain((context, _) => context.WaitForEvent(Go))
        );

        await harness.Engine.Start(Main, "i1", "", default);
        await harness.Engine.RaiseEvent("i1", new EventName<int>("go"), 7, default);

        var state = await harness.UntilEnded("i1");
        Assert.Equal(InstanceStatus.Failed, state.Status);
        Assert.Contains("JsonException", state.Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SubOrchestration_Result_ReachesTheParent()
    {
        await using var harness = await EngineHarness.Started(registry =>
            registry
                .AddMain(
                    async (context, input) =>
                        await context.CallSubOrchestration(Child, input, $"{context.InstanceId}:child")
                )
                .AddChild(async (context, input) => await context.CallStep(Echo, $"child of {input}"))
        );

        await harness.Engine.Start(Main, "i1", "a", default);

        Assert.Equal("\"child of a\"", (await harness.UntilEnded("i1")).Output);
        Assert.Equal(InstanceStatus.Completed, (await harness.Engine.Get("i1:child", default))!.Status);
    }

    [Fact]
    public async Task SubOrchestration_IdThatExists_FailsTheCall()
    {
        await using var harness = await EngineHarness.Started(registry =>
            registry
                .AddMain(async (context, input) => await context.CallSubOrchestration(Child, input, "taken"))
                .AddChild((context, _) => context.WaitForEvent(Go))
        );
        await harness.Engine.Start(Child, "taken", "", default);

        await harness.Engine.Start(Main, "i1", "", default);
        var state = await harness.UntilEnded("i1");

        Assert.Equal((InstanceStatus.Failed, StepFailure.Unexpected), (state.Status, state.Failure!.Code));
        Assert.Equal(InstanceStatus.Running, (await harness.Engine.Get("taken", default))!.Status);
    }

    [Fact]
    public async Task SubOrchestration_IdUsedTwice_FailsTheCallByItsHistoryAsOldFilesHaveIt()
    {
        await using var harness = await EngineHarness.Started(registry =>
            registry
                .AddMain(
                    async (context, input) =>
                    {
                        var first = await context.CallSubOrchestration(Child, input, "i1:child");
                        try
                        {
                            return await context.CallSubOrchestration(Child, input, "i1:child");
                        }
                        catch (StepFailedException taken)
                        {
                            return $"{first} {taken.Failure.Message} {await context.WaitForEvent(Go)}";
                        }
                    }
                )
                .AddChild((_, input) => Task.FromResult(input))
        );
        await harness.Engine.Start(Main, "i1", "a", default);
        await harness.Settle();

        // As every earlier program wrote it.
        Assert.Equal(
            [
                (HistoryKind.Started, 0),
                (HistoryKind.SubOrchestrationStarted, 1),
                (HistoryKind.SubOrchestrationCompleted, 1),
                (HistoryKind.SubOrchestrationStarted, 2),
                (HistoryKind.SubOrchestrationFailed, 2),
            ],
            harness.Engine.Hub.History("i1").Select(row => (row.Kind, row.Task))
        );
        await harness.CrashAndRestart();
        await harness.Engine.RaiseEvent("i1", Go, "went", default);

        Assert.Equal($"\"a InstanceExists in child went\"", (await harness.UntilEnded("i1")).Output);
    }

    [Fact]
    public async Task SubOrchestration_FailedOrTerminated_FailsTheCallWithItsDetails()
    {
        await using var harness = await EngineHarness.Started(registry =>
            registry
                .AddMain(async (context, input) => await context.CallSubOrchestration(Child, input, $"{input}:child"))
                .AddChild(
                    async (context, input) =>
                        input == "fails" ? await context.CallStep(Fail, "refused") : await context.WaitForEvent(Go)
                )
        );

        await harness.Engine.Start(Main, "i1", "fails", default);
        await harness.Engine.Start(Main, "i2", "waits", default);
        await harness.Settle();
        Assert.True(await harness.Engine.Terminate("waits:child", "enough", default));

        Assert.Equal("refused", (await harness.UntilEnded("i1")).Failure!.Code);
        Assert.Equal(
            (ErrorCodes.InstanceTerminated, "enough"),
            ((await harness.UntilEnded("i2")).Failure!.Code, (await harness.UntilEnded("i2")).Failure!.Message)
        );
    }

    [Fact]
    public async Task ContinueAsNew_ManyRuns_KeepsEventsAndAShortHistory()
    {
        await using var harness = await EngineHarness.Started(registry =>
            registry.AddMain(
                async (context, input) =>
                {
                    var taken = input + await context.WaitForEvent(Go);
                    if (taken.Length == 50)
                        return taken;
                    context.ContinueAsNew(taken);
                    return "";
                }
            )
        );
        await harness.Engine.Start(Main, "i1", "", default);

        // All at once: most come while a run is between its end and the next beginning.
        await Task.WhenAll(Enumerable.Range(0, 49).Select(_ => harness.Engine.RaiseEvent("i1", Go, "1", default)));
        await harness.Settle();
        Assert.InRange(harness.Engine.History("i1").Count, 1, 2);
        await harness.Engine.RaiseEvent("i1", Go, "1", default);

        Assert.Equal($"\"{new string('1', 50)}\"", (await harness.UntilEnded("i1")).Output);
    }

    [Fact]
    public async Task ContinueAsNew_NewIds_DifferFromRunToRunAndAreTheSameOnReplay()
    {
        await using var harness = await EngineHarness.Started(registry =>
            registry.AddMain(
                async (context, input) =>
                {
                    var ids = $"{input} {context.NewGuid()} {context.NewGuid()}";
                    await context.CallStep(Echo, ids);
                    await context.WaitForEvent(Go);
                    if (input.Length > 0)
                        return ids;
                    context.ContinueAsNew($"{context.NewGuid()}");
                    return "";
                }
            )
        );
        await harness.Engine.Start(Main, "i1", "", default);
        await harness.Settle();
        await harness.CrashAndRestart();
        await harness.Engine.RaiseEvent("i1", Go, "", default);
        await harness.Settle();
        await harness.CrashAndRestart();
        await harness.Engine.RaiseEvent("i1", Go, "", default);

        var output = DurableJson.Read<string>((await harness.UntilEnded("i1")).Output!);
        Assert.Equal($"i1 {output}", harness.Trace.Lines[1]);
        Assert.Equal(
            5,
            $"{harness.Trace.Lines[0]} {output}"
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Skip(1)
                .Distinct()
                .Count()
        );
    }

    [Fact]
    public async Task SetStatus_Last_IsSeenFromOutsideAndOverARestart()
    {
        await using var harness = await EngineHarness.Started(registry =>
            registry.AddMain(
                async (context, _) =>
                {
                    context.SetCustomStatus("one");
                    await context.CallStep(Echo, "a");
                    context.SetCustomStatus("two");
                    return await context.WaitForEvent(Go);
                }
            )
        );
        await harness.Engine.Start(Main, "i1", "", default);
        await harness.Settle();
        Assert.Equal("\"two\"", (await harness.Engine.Get("i1", default))!.CustomStatus);

        await harness.CrashAndRestart();
        await harness.Engine.RaiseEvent("i1", Go, "", default);
        Assert.Equal("\"two\"", (await harness.UntilEnded("i1")).CustomStatus);
    }

    [Fact]
    public async Task Start_SameIdManyAtOnce_StartsOne()
    {
        await using var harness = await EngineHarness.Started(registry =>
            registry.AddMain((context, input) => context.CallStep(Echo, input))
        );

        var results = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(n => Task.Run(() => harness.Engine.Start(Main, "i1", $"{n}", default)))
        );
        await harness.Settle();

        Assert.Single(results, StartResult.Started);
        Assert.Single(harness.Trace.Lines);
        Assert.Equal(StartResult.AlreadyExists, await harness.Engine.Start(Main, "i1", "again", default));
    }

    [Fact]
    public async Task Start_AfterPurge_StartsAnew()
    {
        await using var harness = await EngineHarness.Started(registry =>
            registry.AddMain((context, input) => context.WaitForEvent(Go))
        );
        await harness.Engine.Start(Main, "i1", "", default);

        Assert.False(await harness.Engine.Purge("i1", default));
        Assert.True(await harness.Engine.Terminate("i1", "enough", default));
        Assert.True(await harness.Engine.Purge("i1", default));

        Assert.Null(await harness.Engine.Get("i1", default));
        Assert.Empty(harness.Engine.History("i1"));
        Assert.False(await harness.Engine.Purge("i1", default));
        Assert.Equal(StartResult.Started, await harness.Engine.Start(Main, "i1", "", default));
    }

    [Fact]
    public async Task UnknownInstance_EveryCall_SaysSo()
    {
        await using var harness = await EngineHarness.Started(registry =>
            registry.AddMain((context, input) => context.WaitForEvent(Go))
        );

        Assert.Null(await harness.Engine.Get("nobody", default));
        Assert.False(await harness.Engine.RaiseEvent("nobody", Go, "", default));
        Assert.False(await harness.Engine.Terminate("nobody", "", default));
        await Assert.ThrowsAsync<ArgumentException>(() => harness.Engine.Start(Main, "no spaces", "", default));
        await Assert.ThrowsAsync<ArgumentException>(() => harness.Engine.Start(Child, "i1", "", default));
    }

    [Fact]
    public async Task Terminate_DuringAnActivity_DropsItsResult()
    {
        var gates = new Gates();
        await using var harness = await EngineHarness.Started(
            registry =>
                registry.AddMain(
                    async (context, _) =>
                    {
                        await context.CallStep(Gate, "g");
                        return await context.CallStep(Echo, "after");
                    }
                ),
            services => services.AddSingleton(gates)
        );
        await harness.Engine.Start(Main, "i1", "", default);
        await gates.Reached("g");

        Assert.True(await harness.Engine.Terminate("i1", "enough", default));
        Assert.False(await harness.Engine.Terminate("i1", "again", default));
        gates.Open("g");
        await harness.Settle();

        var state = (await harness.Engine.Get("i1", default))!;
        Assert.Equal(
            (InstanceStatus.Terminated, ErrorCodes.InstanceTerminated, "enough"),
            (state.Status, state.Failure!.Code, state.Failure.Message)
        );
        Assert.Equal(["i1 g"], harness.Trace.Lines);
        Assert.Equal(HistoryKind.Terminated, harness.Engine.History("i1")[^1].Kind);
    }

    [Fact]
    public async Task MaxConcurrentActivities_ManyWaiting_InstancesTakeTurns()
    {
        var gates = new Gates();
        await using var harness = new EngineHarness(
            registry =>
                registry.AddMain(
                    async (context, input) =>
                    {
                        if (input != "many")
                            return await context.CallStep(Echo, input);
                        await Task.WhenAll(
                            Enumerable.Range(0, 100).Select(n => context.CallStep(n == 0 ? Gate : Echo, $"{n}"))
                        );
                        return "";
                    }
                ),
            services => services.AddSingleton(gates)
        );
        harness.Options.MaxConcurrentActivities = 1;
        await harness.Start();
        await harness.Engine.Start(Main, "many", "many", default);
        await gates.Reached("0");
        await harness.Engine.Start(Main, "single", "x", default);
        while (harness.Engine.History("single").Count < 2)
            await Task.Yield();
        // Behind the commit that made the row visible: its activity waits for the place now.
        await harness.File.Write(_ => 0);
        gates.Open("0");
        await harness.UntilEnded("many");

        var place = harness.Trace.Lines.ToList().IndexOf("single x");
        Assert.InRange(place, 1, 5);
    }

    [Fact]
    public async Task MaxLoadedInstances_ManyWaiting_AreReadAgainWhenTheirEventComes()
    {
        await using var harness = new EngineHarness(registry =>
            registry.AddMain(
                async (context, input) =>
                {
                    var first = await context.CallStep(Echo, input);
                    return $"{first} {await context.WaitForEvent(Go)}";
                }
            )
        );
        harness.Options.MaxLoadedInstances = 3;
        await harness.Start();
        await Task.WhenAll(Enumerable.Range(0, 40).Select(n => harness.Engine.Start(Main, $"i{n}", $"{n}", default)));
        await harness.Settle();
        Assert.InRange(harness.Engine.Instances.Count, 0, 3);

        await Task.WhenAll(
            Enumerable.Range(0, 40).Select(n => harness.Engine.RaiseEvent($"i{n}", Go, "went", default))
        );

        for (var n = 0; n < 40; n++)
            Assert.Equal($"\"{n} went\"", (await harness.UntilEnded($"i{n}")).Output);
        Assert.Equal(40, harness.Trace.Lines.Distinct().Count());
        Assert.Equal(40, harness.Trace.Lines.Count);
    }
}

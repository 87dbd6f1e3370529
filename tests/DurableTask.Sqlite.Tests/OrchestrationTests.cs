using System.Globalization;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace DurableTask.Sqlite.Tests;

public sealed class OrchestrationTests
{
    [Fact]
    public async Task Activities_ManyAtOnce_AllRunOnce()
    {
        await using var hub = await TestHub.Started(tasks =>
            tasks.AddMain(
                async (context, _) =>
                    string.Join(
                        ',',
                        await Task.WhenAll(
                            Enumerable.Range(0, 50).Select(n => context.Echo(n.ToString(CultureInfo.InvariantCulture)))
                        )
                    )
            )
        );
        await hub.Schedule("main", "", "one");

        Assert.Equal(string.Join(',', Enumerable.Range(0, 50)), (await hub.UntilEnded("one")).ReadOutputAs<string>());
        Assert.Equal((50, 50), (hub.Notes.Lines.Count, hub.Notes.Lines.Distinct().Count()));
    }

    [Fact]
    public async Task Timer_OfForty_Days_IsOneTimerOnTheServicesClock()
    {
        await using var hub = await TestHub.Started(tasks =>
            tasks.AddMain(
                async (context, _) =>
                {
                    await context.CreateTimer(TimeSpan.FromDays(40), CancellationToken.None);
                    return $"{context.CurrentUtcDateTime:O}";
                }
            )
        );
        var due = hub.Clock.GetUtcNow().AddDays(40);
        await hub.Schedule("main", "", "one");
        await hub.Settle();

        Assert.Equal(due, hub.Hub.NextDue);
        hub.Clock.Advance(TimeSpan.FromDays(39));
        await hub.Settle();
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await hub.State("one")).RuntimeStatus);
        Assert.Equal($"{due.UtcDateTime:O}", (await hub.UntilEnded("one")).ReadOutputAs<string>());
        Assert.Single(hub.Hub.History("one"), row => row.Kind == HistoryKind.TimerFired);
    }

    [Fact]
    public async Task Timer_Cancelled_IsForgottenAlsoByTheDisk()
    {
        await using var hub = await TestHub.Started(tasks =>
            tasks.AddMain(
                async (context, _) =>
                {
                    using var cancellation = new CancellationTokenSource();
                    var (timer, go) = (
                        context.CreateTimer(TimeSpan.FromDays(1), cancellation.Token),
                        context.WaitForExternalEvent<string>("go")
                    );
                    if (await Task.WhenAny(timer, go) == timer)
                        return "expired";
                    cancellation.Cancel();
                    return $"{await go} {await context.WaitForExternalEvent<string>("go")}";
                }
            )
        );
        await hub.Schedule("main", "", "one");
        await hub.Client.RaiseEventAsync("one", "go", "a");
        await hub.Settle();
        Assert.Null(hub.Hub.NextDue);

        await hub.KillAndStart();
        await hub.Client.RaiseEventAsync("one", "go", "b");

        Assert.Equal("a b", (await hub.UntilEnded("one")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task SubOrchestrations_WithAndWithoutIdsAndVersions_KnowTheirParent()
    {
        await using var hub = await TestHub.Started(tasks =>
            tasks
                .AddMain(
                    async (context, _) =>
                    {
                        var named = await context.CallSubOrchestratorAsync<string>(
                            "child",
                            "a",
                            new SubOrchestrationOptions(instanceId: "named") { Version = "7" }
                        );
                        var unnamed = await Task.WhenAll(
                            context.CallSubOrchestratorAsync<string>("child", "b"),
                            context.CallSubOrchestratorAsync<string>("child", "c")
                        );
                        return $"{named}|{string.Join('|', unnamed)}";
                    }
                )
                .AddOrchestratorFunc<string, string>(
                    "child",
                    (context, input) => $"{input} {context.Version} {context.Parent!.InstanceId} {context.Parent.Name}"
                )
        );
        await hub.Schedule("main", "", "one");

        Assert.Equal("a 7 one main|b  one main|c  one main", (await hub.UntilEnded("one")).ReadOutputAs<string>());
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await hub.State("named")).RuntimeStatus);
    }

    [Fact]
    public async Task SubOrchestration_IdOfARunningInstance_FailsTheCall()
    {
        await using var hub = await TestHub.Started(tasks =>
            tasks
                .AddMain(
                    async (context, _) =>
                    {
                        try
                        {
                            return await context.CallSubOrchestratorAsync<string>(
                                "child",
                                "",
                                new SubOrchestrationOptions(instanceId: "taken")
                            );
                        }
                        catch (TaskFailedException failed)
                        {
                            return failed.FailureDetails.ErrorType;
                        }
                    }
                )
                .AddOrchestratorFunc<string, string>(
                    "child",
                    (context, _) => context.WaitForExternalEvent<string>("go")
                )
        );
        await hub.Schedule("child", "", "taken");
        await hub.Schedule("main", "", "one");

        Assert.Equal(FailureTypes.InstanceExists, (await hub.UntilEnded("one")).ReadOutputAs<string>());
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await hub.State("taken")).RuntimeStatus);
    }

    [Fact]
    public async Task SubOrchestration_FireAndForget_IsNotWaitedFor()
    {
        await using var hub = await TestHub.Started(tasks =>
            tasks
                .AddMain(
                    (context, _) =>
                    {
                        var options = new SubOrchestrationOptions(
                            new TaskOptions(
                                tags: new Dictionary<string, string>
                                {
                                    [DurableTask.Core.OrchestrationTags.FireAndForget] = "",
                                }
                            ),
                            "child"
                        );
                        context.CallSubOrchestratorAsync<string>("child", "", options);
                        return Task.FromResult("done");
                    }
                )
                .AddOrchestratorFunc<string, string>(
                    "child",
                    (context, _) => context.WaitForExternalEvent<string>("go")
                )
        );
        await hub.Schedule("main", "", "one");

        Assert.Equal("done", (await hub.UntilEnded("one")).ReadOutputAs<string>());
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await hub.State("child")).RuntimeStatus);
    }

    [Theory]
    [InlineData(true, "abcde")]
    [InlineData(false, "de")]
    public async Task ContinueAsNew_EventsNobodyTook_AreKeptWhereThatIsAskedFor(bool keeps, string expected)
    {
        await using var hub = await TestHub.Started(tasks =>
            tasks.AddMain(
                async (context, input) =>
                {
                    if (input.Length == 0)
                    {
                        await context.WaitForExternalEvent<string>("start");
                        context.ContinueAsNew(" ", keeps);
                        return "";
                    }

                    var heard = input;
                    while (!heard.EndsWith('e'))
                        heard += await context.WaitForExternalEvent<string>("go");
                    return heard.Trim();
                }
            )
        );
        await hub.Schedule("main", "", "one");
        foreach (var letter in "abc")
            await hub.Client.RaiseEventAsync("one", "GO", $"{letter}");
        await hub.Client.RaiseEventAsync("one", "start", "");
        await hub.Settle();
        await hub.KillAndStart();
        foreach (var letter in "de")
            await hub.Client.RaiseEventAsync("one", "go", $"{letter}");

        Assert.Equal(expected, (await hub.UntilEnded("one")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task ContinueAsNew_ManyRunsWithAllEventsAtOnce_KeepsAShortHistory()
    {
        await using var hub = await TestHub.Started(tasks =>
            tasks.AddMain(
                async (context, input) =>
                {
                    var heard = input + await context.WaitForExternalEvent<string>("go");
                    if (heard.Length == 50)
                        return heard;
                    context.ContinueAsNew(heard);
                    return "";
                }
            )
        );
        await hub.Schedule("main", "", "one");
        await Task.WhenAll(Enumerable.Range(0, 49).Select(_ => hub.Client.RaiseEventAsync("one", "go", "1")));
        await hub.Settle();

        Assert.InRange(hub.Hub.History("one").Count, 1, 2);
        await hub.Client.RaiseEventAsync("one", "go", "1");
        Assert.Equal(new string('1', 50), (await hub.UntilEnded("one")).ReadOutputAs<string>());
    }

    [Theory]
    [InlineData("before")]
    [InlineData("after")]
    [InlineData("newest")]
    public async Task ContinueAsNew_AfterACancelledWait_KeepsTheEvent(string cancelled)
    {
        await using var hub = await TestHub.Started(tasks =>
            tasks.AddMain(
                async (context, input) =>
                {
                    if (input == "second")
                        return await context.WaitForExternalEvent<string>("go");
                    using var cancellation = new CancellationTokenSource();
                    if (cancelled == "before")
                        cancellation.Cancel();
                    var older = cancelled == "newest" ? context.WaitForExternalEvent<string>("go") : null;
                    var wait = context.WaitForExternalEvent<string>("go", cancellation.Token);
                    await context.WaitForExternalEvent<string>("stop");
                    cancellation.Cancel();
                    Assert.True(wait.IsCanceled);
                    await context.WaitForExternalEvent<string>("continue");
                    context.ContinueAsNew("second");
                    Assert.True(older is null or { IsCompletedSuccessfully: true, Result: "a" });
                    return "";
                }
            )
        );
        await hub.Schedule("main", "first", "one");
        await hub.Client.RaiseEventAsync("one", "stop", "");
        await hub.Client.RaiseEventAsync("one", "go", "a");
        if (cancelled == "newest")
            await hub.Client.RaiseEventAsync("one", "go", "b");
        await hub.Client.RaiseEventAsync("one", "continue", "");

        var ended = await hub.UntilEnded("one");
        Assert.Equal(
            (null, cancelled == "newest" ? "b" : "a"),
            (ended.FailureDetails?.ErrorMessage, ended.ReadOutputAs<string>())
        );
    }

    [Fact]
    public async Task ContinueAsNew_WhileATimerIsOpen_ContinuesWhenItHasFired()
    {
        await using var hub = await TestHub.Started(tasks =>
            tasks.AddMain(
                async (context, input) =>
                {
                    if (input == "second")
                        return $"{input} {await context.WaitForExternalEvent<string>("go")}";
                    _ = context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
                    await context.Echo("x");
                    context.ContinueAsNew("second");
                    return "";
                }
            )
        );
        await hub.Schedule("main", "first", "one");
        await hub.Settle();
        // Comes when the call to continue was made, and the run goes on until its timer has fired.
        await hub.Client.RaiseEventAsync("one", "go", "late");

        Assert.Equal("second late", (await hub.UntilEnded("one")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task ContinueAsNew_WithANewVersion_RunsOnItAlsoAfterAKill()
    {
        await using var hub = await TestHub.Started(tasks =>
            tasks.AddMain(
                async (context, input) =>
                {
                    if (input == "second")
                        return $"{context.Version} {await context.WaitForExternalEvent<string>("go")}";
                    context.ContinueAsNew(new ContinueAsNewOptions { NewInput = "second", NewVersion = "2" });
                    return "";
                }
            )
        );
        await hub.Client.ScheduleNewOrchestrationInstanceAsync(
            "main",
            "first",
            new StartOrchestrationOptions("one") { Version = "1" }
        );
        await hub.Settle();
        await hub.KillAndStart();
        await hub.Client.RaiseEventAsync("one", "go", "x");

        Assert.Equal("2 x", (await hub.UntilEnded("one")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task NewGuid_OverRunsInTheSameMoment_NeverRepeats()
    {
        await using var hub = await TestHub.Started(tasks =>
            tasks.AddMain(
                async (context, input) =>
                {
                    var ids = $"{input} {context.NewGuid()} {context.NewGuid()}";
                    await context.Echo("x");
                    ids += $" {context.NewGuid()}";
                    if (ids.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length >= 9)
                        return ids;
                    context.ContinueAsNew(ids);
                    return "";
                }
            )
        );
        await hub.Schedule("main", "", "one");

        var all = (await hub.UntilEnded("one"))
            .ReadOutputAs<string>()!
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal((9, 9), (all.Length, all.Distinct().Count()));
    }

    [Fact]
    public async Task SendEvent_BetweenOrchestrations_ArrivesAlsoFromALastTurn()
    {
        await using var hub = await TestHub.Started(tasks =>
            tasks
                .AddMain(
                    async (context, _) =>
                        $"{await context.WaitForExternalEvent<string>("go")} "
                        + $"{await context.WaitForExternalEvent<string>("go")}"
                )
                .AddOrchestratorFunc<string, string>(
                    "sender",
                    async (context, input) =>
                    {
                        context.SendEvent("one", "go", $"{input}1");
                        context.SendEvent("nobody", "go", "x");
                        await context.Echo("x");
                        context.SendEvent("one", "go", $"{input}2");
                        return "";
                    }
                )
        );
        await hub.Schedule("main", "", "one");
        await hub.Schedule("sender", "s", "two");

        Assert.Equal("s1 s2", (await hub.UntilEnded("one")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task SendEvent_TooLarge_IsAnErrorOfTheCaller()
    {
        await using var hub = await TestHub.Started(
            tasks =>
                tasks.AddMain(
                    async (context, _) =>
                    {
                        try
                        {
                            context.SendEvent(context.InstanceId, "go", new string('x', 1_000));
                        }
                        catch (ArgumentException refused)
                        {
                            context.SendEvent(context.InstanceId, "go", refused.Message);
                        }

                        return await context.WaitForExternalEvent<string>("go");
                    }
                ),
            hub => hub.Options = options => options.MaxPayloadLength = 1_000
        );
        await hub.Schedule("main", "", "one");

        Assert.Equal(
            "Event go is 1002 characters of JSON; a history holds at most 1000 per event.",
            (await hub.UntilEnded("one")).ReadOutputAs<string>()
        );
        Assert.Single(hub.Hub.History("one"), row => row.Kind == HistoryKind.EventSent);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task TooLargeInput_OfWhatNobodyWaitsFor_LeavesNoFailureOfIt(bool isLastTurn)
    {
        await using var hub = await TestHub.Started(
            tasks =>
                tasks
                    .AddMain(
                        async (context, _) =>
                        {
                            var input = new string('x', 1_000);
                            var options = new SubOrchestrationOptions(
                                new TaskOptions(
                                    tags: new Dictionary<string, string>
                                    {
                                        [DurableTask.Core.OrchestrationTags.FireAndForget] = "",
                                    }
                                ),
                                "child"
                            );
                            var calls = new List<Task>
                            {
                                context.CallSubOrchestratorAsync<string>("child", input, options),
                            };
                            if (isLastTurn)
                            {
                                calls.Add(context.Echo(input));
                                calls.Add(context.CallSubOrchestratorAsync<string>("child", input));
                                // To use the context from elsewhere ends the run at once.
                                await Assert.ThrowsAsync<InvalidOperationException>(() =>
                                    Elsewhere(() => context.NewGuid())
                                );
                            }

                            return await context.WaitForExternalEvent<string>("go");
                        }
                    )
                    .AddOrchestratorFunc<string, string>("child", (_, input) => input!),
            hub => hub.Options = options => options.MaxPayloadLength = 1_000
        );
        await hub.Schedule("main", "", "one");
        await hub.Settle();

        Assert.Equal(
            isLastTurn ? OrchestrationRuntimeStatus.Failed : OrchestrationRuntimeStatus.Running,
            (await hub.State("one")).RuntimeStatus
        );
        Assert.DoesNotContain(
            hub.Hub.History("one"),
            row => row.Kind is HistoryKind.ActivityFailed or HistoryKind.SubOrchestrationFailed
        );

        // Waited for without leaving the turn.
        static Task Elsewhere(Action code)
        {
            var task = new Task(code);
            task.Start(TaskScheduler.Default);
            ((IAsyncResult)task).AsyncWaitHandle.WaitOne();
            return task;
        }
    }

    [Fact]
    public async Task CustomStatus_TheLast_IsSeenOverAKill()
    {
        await using var hub = await TestHub.Started(tasks =>
            tasks.AddMain(
                async (context, _) =>
                {
                    context.SetCustomStatus(new { at = 1 });
                    await context.Echo("x");
                    context.SetCustomStatus(new { at = 2 });
                    return await context.WaitForExternalEvent<string>("go");
                }
            )
        );
        await hub.Schedule("main", "", "one");
        await hub.Settle();
        Assert.Equal("""{"at":2}""", (await hub.State("one")).SerializedCustomStatus);

        await hub.KillAndStart();
        await hub.Client.RaiseEventAsync("one", "go", "x");
        Assert.Equal("""{"at":2}""", (await hub.UntilEnded("one")).SerializedCustomStatus);
    }

    [Fact]
    public async Task Retry_ByPolicyAndByHandler_KeepsItsWaitsOverAKill()
    {
        await using var hub = await TestHub.Started(tasks =>
            tasks.AddMain(
                async (context, input) =>
                {
                    var options =
                        input == "policy"
                            ? TaskOptions.FromRetryPolicy(new RetryPolicy(3, TimeSpan.FromHours(1)))
                            : TaskOptions.FromRetryHandler(async retry =>
                            {
                                await retry.OrchestrationContext.CreateTimer(
                                    TimeSpan.FromHours(1),
                                    retry.CancellationToken
                                );
                                return retry.LastAttemptNumber < 3;
                            });
                    try
                    {
                        return await context.CallActivityAsync<string>("fail", input, options);
                    }
                    catch (TaskFailedException failed)
                    {
                        return failed.FailureDetails.ErrorMessage;
                    }
                }
            )
        );
        foreach (var way in (string[])["policy", "handler"])
        {
            await hub.Schedule("main", way, way);
            await hub.Settle();
            await hub.KillAndStart();
            Assert.Equal(way, (await hub.UntilEnded(way)).ReadOutputAs<string>());
            Assert.Equal(3, hub.Notes.Count(way));
        }
    }

    [Fact]
    public async Task Failure_OfAnActivity_ReachesTheClientWithItsInnerOnes()
    {
        await using var hub = await TestHub.Started(tasks =>
            tasks
                .AddMain((context, input) => context.CallSubOrchestratorAsync<string>("child", input))
                .AddOrchestratorFunc<string, string>(
                    "child",
                    (context, input) => context.CallActivityAsync<string>("fail", input)
                )
        );
        await hub.Schedule("main", "broken", "one");

        var failure = (await hub.UntilEnded("one")).FailureDetails!;

        Assert.True(failure.IsCausedBy<TaskFailedException>());
        var ofActivity = failure.InnerFailure!.InnerFailure!;
        Assert.Equal(("broken", true), (ofActivity.ErrorMessage, ofActivity.IsCausedBy<InvalidOperationException>()));
        Assert.Equal(
            ("inner", true),
            (ofActivity.InnerFailure!.ErrorMessage, ofActivity.InnerFailure.IsCausedBy<FormatException>())
        );
        Assert.Contains(nameof(Fail), ofActivity.StackTrace, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failure_ToReadAnEvent_FailsTheInstanceAndNotTheHub()
    {
        await using var hub = await TestHub.Started(tasks =>
            tasks.AddMain(async (context, _) => $"{await context.WaitForExternalEvent<int>("go")}")
        );
        await hub.Schedule("main", "", "one");
        await hub.Client.RaiseEventAsync("one", "go", "not a number");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await hub.UntilEnded("one")).RuntimeStatus);
    }

    [Theory]
    [InlineData("delay")]
    [InlineData("beside")]
    [InlineData("escaped")]
    public async Task ForeignWait_OfAnyKind_FailsTheInstanceWithAClearMessage(string kind)
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var hub = await TestHub.Started(tasks =>
            tasks.AddMain(
                async (context, input) =>
                {
                    if (input == "delay")
                        await new TaskCompletionSource().Task;
                    var go = context.WaitForExternalEvent<string>("go");
                    if (input == "beside")
                        await gate.Task;
                    else
                        await gate.Task.ConfigureAwait(false);
                    await context.Echo("not of its turn");
                    return await go;
                }
            )
        );
        await hub.Schedule("main", kind, "one");
        await hub.Client.WaitForInstanceStartAsync("one", CancellationToken.None);
        gate.TrySetResult();

        var ended = await hub
            .Client.WaitForInstanceCompletionAsync("one", getInputsAndOutputs: true)
            .WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(
            (OrchestrationRuntimeStatus.Failed, FailureTypes.ForeignWait),
            (ended.RuntimeStatus, ended.FailureDetails!.ErrorType)
        );
        Assert.Empty(hub.Notes.Lines);
    }
}

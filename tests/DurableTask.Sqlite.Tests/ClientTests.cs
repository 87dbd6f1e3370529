using DurableTask.Core.Exceptions;
using DurableTask.Core.History;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace DurableTask.Sqlite.Tests;

public sealed class ClientTests
{
    [Fact]
    public async Task Schedule_WithTagsAndVersion_ShowsThemAndTheResult()
    {
        await using var hub = await TestHub.Started(tasks =>
            tasks.AddMain(async (context, input) => $"{await context.Echo(input)} {context.Version}")
        );

        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync(
            "main",
            "a",
            new StartOrchestrationOptions
            {
                Version = "2.1",
                Tags = new Dictionary<string, string> { ["kind"] = "test" },
            }
        );

        var ended = await hub.UntilEnded(id);
        Assert.Equal(
            (OrchestrationRuntimeStatus.Completed, "a 2.1", "a"),
            (ended.RuntimeStatus, ended.ReadOutputAs<string>(), ended.ReadInputAs<string>())
        );
        Assert.Equal("test", ended.Tags["kind"]);
        Assert.Equal(32, id.Length);
    }

    [Fact]
    public async Task Schedule_WithAStartTime_IsPendingUntilThenAlsoOverAKill()
    {
        await using var hub = await TestHub.Started(tasks =>
            tasks.AddMain(
                async (context, _) =>
                    $"{context.CurrentUtcDateTime:O} {await context.WaitForExternalEvent<string>("go")}"
            )
        );
        var at = hub.Clock.GetUtcNow().AddHours(2);
        await hub.Client.ScheduleNewOrchestrationInstanceAsync("main", "", new StartOrchestrationOptions("later", at));
        // Kept until it begins.
        await hub.Client.RaiseEventAsync("later", "go", "early");
        await hub.Settle();
        Assert.Equal(OrchestrationRuntimeStatus.Pending, (await hub.State("later")).RuntimeStatus);

        await hub.KillAndStart();
        await hub.Settle();
        Assert.Equal(OrchestrationRuntimeStatus.Pending, (await hub.State("later")).RuntimeStatus);

        Assert.Equal($"{at.UtcDateTime:O} early", (await hub.UntilEnded("later")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Schedule_IdOfARunningInstance_IsRefused()
    {
        await using var hub = await TestHub.Started(tasks =>
            tasks.AddMain((context, _) => context.WaitForExternalEvent<string>("go"))
        );
        await hub.Schedule("main", "first", "one");

        await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(() => hub.Schedule("main", "second", "one"));

        Assert.Equal("first", (await hub.State("one")).ReadInputAs<string>());
    }

    [Fact]
    public async Task Schedule_IdOfAnEndedInstance_ReplacesItWithAllItHad()
    {
        await using var hub = await TestHub.Started(tasks => tasks.AddMain((context, input) => context.Echo(input)));
        await hub.Schedule("main", "first", "one");
        await hub.UntilEnded("one");

        await hub.Schedule("main", "second", "one");

        Assert.Equal("second", (await hub.UntilEnded("one")).ReadOutputAs<string>());
        Assert.Single(hub.Hub.History("one"), row => row.Kind == HistoryKind.Started);
    }

    [Theory]
    [InlineData(OrchestrationRuntimeStatus.Running, false)]
    [InlineData(OrchestrationRuntimeStatus.Completed, true)]
    public async Task Schedule_DedupeStatuses_SayWhichInstanceStands(OrchestrationRuntimeStatus dedupe, bool isReplaced)
    {
        await using var hub = await TestHub.Started(tasks =>
            tasks.AddMain((context, _) => context.WaitForExternalEvent<string>("go"))
        );
        await hub.Schedule("main", "first", "one");
        await hub.Settle();
        Task<string> Again() =>
            hub.Client.ScheduleNewOrchestrationInstanceAsync(
                "main",
                "second",
                new StartOrchestrationOptions("one").WithDedupeStatuses(dedupe)
            );

        if (!isReplaced)
        {
            await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(Again);
            return;
        }

        await Again();
        await hub.Client.RaiseEventAsync("one", "go", "went");
        var ended = await hub.UntilEnded("one");
        Assert.Equal(("second", "went"), (ended.ReadInputAs<string>(), ended.ReadOutputAs<string>()));
    }

    [Fact]
    public async Task Schedule_InPlaceOfARunningChild_FailsTheCallOfItsParent()
    {
        await using var hub = await TestHub.Started(tasks =>
            tasks
                .AddMain(
                    (context, _) =>
                        context.CallSubOrchestratorAsync<string>(
                            "child",
                            "",
                            new SubOrchestrationOptions(instanceId: "child")
                        )
                )
                .AddOrchestratorFunc<string, string>(
                    "child",
                    (context, _) => context.WaitForExternalEvent<string>("go")
                )
        );
        await hub.Schedule("main", "", "one");
        await hub.Settle();

        await hub.Client.ScheduleNewOrchestrationInstanceAsync(
            "child",
            "",
            new StartOrchestrationOptions("child").WithDedupeStatuses()
        );

        var ended = await hub.UntilEnded("one");
        Assert.Contains(
            "was replaced",
            ended.FailureDetails!.InnerFailure?.ErrorMessage ?? ended.FailureDetails.ErrorMessage,
            StringComparison.Ordinal
        );
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await hub.State("child")).RuntimeStatus);
    }

    [Theory]
    [InlineData("client")]
    [InlineData("child")]
    [InlineData("restart")]
    public async Task ReuseEndedIds_Off_AnEndedIdIsTakenUntilItIsPurged(string way)
    {
        await using var hub = await TestHub.Started(
            tasks =>
                tasks.AddMain(
                    async (context, input) =>
                    {
                        if (input.Length > 0)
                            return await context.Echo(input);
                        try
                        {
                            return await context.CallSubOrchestratorAsync<string>(
                                "main",
                                "second",
                                new SubOrchestrationOptions(instanceId: "one")
                            );
                        }
                        catch (Microsoft.DurableTask.TaskFailedException failed)
                        {
                            throw new InvalidOperationException(failed.FailureDetails.ErrorType);
                        }
                    }
                ),
            hub => hub.Options = options => options.ReuseEndedIds = false
        );
        await hub.Schedule("main", "first", "one");
        await hub.UntilEnded("one");

        var refusal = await Assert.ThrowsAnyAsync<Exception>(Again);

        Assert.True(
            way switch
            {
                "client" => refusal is OrchestrationAlreadyExistsException,
                "restart" => refusal is InvalidOperationException
                    && refusal.Message.Contains("purged", StringComparison.Ordinal),
                _ => refusal.Message == FailureTypes.InstanceExists,
            },
            refusal.Message
        );
        await hub.Settle();
        Assert.Equal(("first", 1), ((await hub.State("one")).ReadInputAs<string>(), hub.Notes.Lines.Count));

        if (way == "restart")
            return;
        await hub.Client.PurgeInstanceAsync("one");
        await Again();
        Assert.Equal("second", (await hub.UntilEnded("one")).ReadOutputAs<string>());

        async Task Again()
        {
            switch (way)
            {
                case "client":
                    await hub.Schedule("main", "second", "one");
                    break;
                case "restart":
                    await hub.Client.RestartAsync("one");
                    break;
                default:
                    var parent = await hub.Schedule("main", "");
                    if ((await hub.UntilEnded(parent)).FailureDetails is { } failure)
                        throw new InvalidOperationException(failure.ErrorMessage);
                    break;
            }
        }
    }

    [Fact]
    public async Task Schedule_SameIdManyAtOnce_StartsOne()
    {
        await using var hub = await TestHub.Started(tasks => tasks.AddMain((context, input) => context.Echo(input)));
        StartOrchestrationOptions Once() =>
            new StartOrchestrationOptions("one").WithDedupeStatuses([
                .. StartOrchestrationOptionsExtensions.ValidDedupeStatuses,
            ]);

        var refused = 0;
        await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(n =>
                    Task.Run(async () =>
                    {
                        try
                        {
                            await hub.Client.ScheduleNewOrchestrationInstanceAsync("main", $"{n}", Once());
                        }
                        catch (OrchestrationAlreadyExistsException)
                        {
                            Interlocked.Increment(ref refused);
                        }
                    })
                )
        );
        await hub.UntilEnded("one");

        Assert.Equal((19, 1), (refused, hub.Notes.Lines.Count));
    }

    [Fact]
    public async Task Schedule_TooLargeOrOfNoStatus_IsAnErrorOfTheCaller()
    {
        await using var hub = await TestHub.Started(
            tasks => tasks.AddMain((context, input) => context.Echo(input)),
            hub => hub.Options = options => options.MaxPayloadLength = 1_000
        );

        await Assert.ThrowsAsync<ArgumentException>(() => hub.Schedule("main", new string('x', 1_000)));
        await Assert.ThrowsAsync<ArgumentException>(() =>
            hub.Client.ScheduleNewOrchestrationInstanceAsync(
                "main",
                "",
                new StartOrchestrationOptions { DedupeStatuses = ["Sleeping"] }
            )
        );
    }

    [Fact]
    public async Task WaitForStart_BeforeTheInstanceIsThere_WaitsForIt()
    {
        await using var hub = await TestHub.Started(tasks =>
            tasks.AddMain((context, _) => context.WaitForExternalEvent<string>("go"))
        );
        var started = hub.Client.WaitForInstanceStartAsync("one", CancellationToken.None);

        await hub.Schedule("main", "", "one");

        Assert.Equal(
            OrchestrationRuntimeStatus.Running,
            (await started.WaitAsync(TimeSpan.FromSeconds(30))).RuntimeStatus
        );
    }

    [Fact]
    public async Task WaitForCompletion_Cancelled_SaysSo()
    {
        await using var hub = await TestHub.Started(tasks =>
            tasks.AddMain((context, _) => context.WaitForExternalEvent<string>("go"))
        );
        await hub.Schedule("main", "", "one");
        using var cancellation = new CancellationTokenSource();
        var wait = hub.Client.WaitForInstanceCompletionAsync("one", cancellation.Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => wait);
    }

    [Fact]
    public async Task RaiseEvent_ToNobody_IsForNobody()
    {
        await using var hub = await TestHub.Started(tasks => tasks.AddMain((context, input) => context.Echo(input)));

        await hub.Client.RaiseEventAsync("nobody", "go", "x");
        await hub.Client.TerminateInstanceAsync("nobody");
        await hub.Client.SuspendInstanceAsync("nobody");

        Assert.Null(await hub.Client.GetInstanceAsync("nobody"));
        Assert.Equal(0, (await hub.Client.PurgeInstanceAsync("nobody")).PurgedInstanceCount);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Terminate_ParentOfARunningChild_EndsTheChildOnlyWhenItIsAskedTo(bool isRecursive)
    {
        await using var hub = await TestHub.Started(tasks =>
            tasks
                .AddMain(
                    (context, _) =>
                        context.CallSubOrchestratorAsync<string>(
                            "child",
                            "",
                            new SubOrchestrationOptions(instanceId: "one:child")
                        )
                )
                .AddOrchestratorFunc<string, string>(
                    "child",
                    (context, _) =>
                        context.CallSubOrchestratorAsync<string>(
                            "grandchild",
                            "",
                            new SubOrchestrationOptions(instanceId: "one:grandchild")
                        )
                )
                .AddOrchestratorFunc<string, string>(
                    "grandchild",
                    (context, _) => context.WaitForExternalEvent<string>("go")
                )
        );
        await hub.Schedule("main", "", "one");
        await hub.Settle();

        await hub.Client.TerminateInstanceAsync("one", new TerminateInstanceOptions("enough", isRecursive));

        var ended = await hub.State("one");
        Assert.Equal(
            (OrchestrationRuntimeStatus.Terminated, "enough"),
            (ended.RuntimeStatus, ended.ReadOutputAs<string>())
        );
        foreach (var id in (string[])["one:child", "one:grandchild"])
        {
            Assert.Equal(
                isRecursive ? OrchestrationRuntimeStatus.Terminated : OrchestrationRuntimeStatus.Running,
                (await hub.State(id)).RuntimeStatus
            );
        }
    }

    [Fact]
    public async Task Suspend_WhatComesMeanwhile_IsSeenInOrderAfterTheResume()
    {
        await using var hub = await TestHub.Started(tasks =>
            tasks.AddMain(
                async (context, _) =>
                {
                    var heard = new List<string>();
                    while (heard.Count < 3)
                        heard.Add(await context.Echo(await context.WaitForExternalEvent<string>("go")));
                    return string.Join(' ', heard);
                }
            )
        );
        await hub.Schedule("main", "", "one");
        await hub.Client.RaiseEventAsync("one", "go", "a");
        await hub.Settle();

        await hub.Client.SuspendInstanceAsync("one", "a pause");
        await hub.Client.RaiseEventAsync("one", "go", "b");
        await hub.KillAndStart();
        await hub.Client.RaiseEventAsync("one", "go", "c");
        await hub.Settle();
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, (await hub.State("one")).RuntimeStatus);
        Assert.Equal(["a"], hub.Notes.Lines);

        await hub.Client.ResumeInstanceAsync("one");
        Assert.Equal("a b c", (await hub.UntilEnded("one")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Suspend_TwiceOrEnded_ChangesNothing()
    {
        await using var hub = await TestHub.Started(tasks =>
            tasks.AddMain((context, _) => context.WaitForExternalEvent<string>("go"))
        );
        await hub.Schedule("main", "", "one");
        await hub.Client.ResumeInstanceAsync("one");
        await hub.Client.SuspendInstanceAsync("one", "first");
        await hub.Client.SuspendInstanceAsync("one", "second");
        await hub.Client.RaiseEventAsync("one", "go", "went");
        await hub.Settle();
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, (await hub.State("one")).RuntimeStatus);

        await hub.Client.ResumeInstanceAsync("one");
        var ended = await hub.UntilEnded("one");
        await hub.Client.ResumeInstanceAsync("one");
        await hub.Client.SuspendInstanceAsync("one");
        await hub.Settle();

        var after = await hub.State("one");
        Assert.Equal(
            (OrchestrationRuntimeStatus.Completed, "went", ended.LastUpdatedAt),
            (after.RuntimeStatus, after.ReadOutputAs<string>(), after.LastUpdatedAt)
        );
        Assert.Equal(
            [
                (HistoryKind.Started, null),
                (HistoryKind.Suspended, "first"),
                (HistoryKind.EventRaised, null),
                (HistoryKind.SuspensionEnded, null),
                (HistoryKind.Completed, (string?)null),
            ],
            hub.Hub.History("one").Select(row => (row.Kind, row.Detail))
        );
    }

    [Fact]
    public async Task Query_EveryFilter_Restricts()
    {
        await using var hub = await TestHub.Started(tasks =>
            tasks.AddMain(
                (context, input) => input == "waits" ? context.WaitForExternalEvent<string>("go") : context.Echo(input)
            )
        );
        var noon = hub.Clock.GetUtcNow();
        await hub.Schedule("main", "x", "a-1");
        hub.Clock.Advance(TimeSpan.FromHours(1));
        await hub.Schedule("main", "waits", "a-2");
        hub.Clock.Advance(TimeSpan.FromHours(1));
        await hub.Schedule("main", "y", "b%1");
        await hub.Settle();

        Assert.Equal(["a-1", "a-2", "b%1"], await Ids(new OrchestrationQuery()));
        Assert.Equal(["a-1", "a-2"], await Ids(new OrchestrationQuery { InstanceIdPrefix = "a-" }));
        Assert.Equal(["b%1"], await Ids(new OrchestrationQuery { InstanceIdPrefix = "b%" }));
        Assert.Empty(await Ids(new OrchestrationQuery { InstanceIdPrefix = "%" }));
        Assert.Equal(["a-2"], await Ids(new OrchestrationQuery { Statuses = [OrchestrationRuntimeStatus.Running] }));
        Assert.Equal(["a-1", "a-2", "b%1"], await Ids(new OrchestrationQuery { Statuses = [] }));
        // No instance of this backend ever has that one.
        OrchestrationRuntimeStatus[] never = [Enum.Parse<OrchestrationRuntimeStatus>("Canceled")];
        Assert.Empty(await Ids(new OrchestrationQuery { Statuses = never }));
        Assert.Empty((await hub.Client.ListInstanceIdsAsync(never)).Values);
        Assert.Equal(
            0,
            (await hub.Client.PurgeAllInstancesAsync(new PurgeInstancesFilter(Statuses: never))).PurgedInstanceCount
        );
        Assert.Equal(
            ["a-1", "b%1"],
            await Ids(
                new OrchestrationQuery
                {
                    Statuses = [OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed],
                }
            )
        );
        Assert.Equal(["a-2", "b%1"], await Ids(new OrchestrationQuery { CreatedFrom = noon.AddMinutes(30) }));
        Assert.Equal(["a-1", "a-2"], await Ids(new OrchestrationQuery { CreatedTo = noon.AddMinutes(90) }));
        Assert.Equal(
            ["a-2"],
            await Ids(
                new OrchestrationQuery(
                    noon.AddMinutes(30),
                    noon.AddMinutes(90),
                    [OrchestrationRuntimeStatus.Running],
                    InstanceIdPrefix: "a"
                )
            )
        );

        var (with, without) = (await First(withPayloads: true), await First(withPayloads: false));
        Assert.Equal(("x", "x"), (with.ReadInputAs<string>(), with.ReadOutputAs<string>()));
        Assert.Equal((null, null), (without.SerializedInput, without.SerializedOutput));

        async Task<List<string>> Ids(OrchestrationQuery query)
        {
            var ids = new List<string>();
            await foreach (var found in hub.Client.GetAllInstancesAsync(query))
                ids.Add(found.InstanceId);
            return ids;
        }

        async Task<OrchestrationMetadata> First(bool withPayloads)
        {
            await foreach (
                var found in hub.Client.GetAllInstancesAsync(
                    new OrchestrationQuery { FetchInputsAndOutputs = withPayloads }
                )
            )
                return found;
            throw new InvalidOperationException("There is none.");
        }
    }

    [Fact]
    public async Task Query_Pages_CoverEverythingOnceAlsoFromAToken()
    {
        await using var hub = await TestHub.Started(tasks => tasks.AddMain((context, input) => context.Echo(input)));
        for (var n = 0; n < 7; n++)
            await hub.Schedule("main", "x", $"i{n}");

        var pages = await Pages(new OrchestrationQuery { PageSize = 3 }, null);
        Assert.Equal([3, 3, 1], pages.Select(page => page.Values.Count));
        Assert.Null(pages[^1].ContinuationToken);
        Assert.Equal(
            Enumerable.Range(0, 7).Select(n => $"i{n}"),
            pages.SelectMany(page => page.Values).Select(found => found.InstanceId)
        );

        var rest = await Pages(new OrchestrationQuery { PageSize = 10 }, pages[0].ContinuationToken);
        Assert.Equal(["i3", "i4", "i5", "i6"], Assert.Single(rest).Values.Select(found => found.InstanceId));
        Assert.Single(await Pages(new OrchestrationQuery { PageSize = 7 }, null));
        await Assert.ThrowsAsync<ArgumentException>(() => Pages(new OrchestrationQuery(), "page two"));

        async Task<List<Page<OrchestrationMetadata>>> Pages(OrchestrationQuery query, string? token)
        {
            var found = new List<Page<OrchestrationMetadata>>();
            await foreach (var page in hub.Client.GetAllInstancesAsync(query).AsPages(token))
                found.Add(page);
            return found;
        }
    }

    [Fact]
    public async Task ListInstanceIds_ByTheTimeOfTheirEnd_PageByPage()
    {
        await using var hub = await TestHub.Started(tasks => tasks.AddMain((context, input) => context.Echo(input)));
        var noon = hub.Clock.GetUtcNow();
        for (var n = 0; n < 5; n++)
        {
            await hub.Schedule("main", "x", $"i{n}");
            await hub.UntilEnded($"i{n}");
            hub.Clock.Advance(TimeSpan.FromHours(1));
        }

        var first = await hub.Client.ListInstanceIdsAsync(
            [OrchestrationRuntimeStatus.Completed],
            noon.AddMinutes(30),
            noon.AddMinutes(210),
            pageSize: 2
        );
        var second = await hub.Client.ListInstanceIdsAsync(
            [OrchestrationRuntimeStatus.Completed],
            noon.AddMinutes(30),
            noon.AddMinutes(210),
            pageSize: 2,
            first.ContinuationToken
        );

        Assert.Equal(["i1", "i2"], first.Values);
        Assert.Equal(["i3"], second.Values);
        Assert.Null(second.ContinuationToken);
    }

    [Fact]
    public async Task Purge_ById_RemovesWhatHasEndedAndItsChildrenWhenAsked()
    {
        await using var hub = await TestHub.Started(tasks =>
            tasks
                .AddMain(
                    (context, input) =>
                        input == "waits"
                            ? context.WaitForExternalEvent<string>("go")
                            : context.CallSubOrchestratorAsync<string>(
                                "child",
                                "",
                                new SubOrchestrationOptions(instanceId: $"{context.InstanceId}:child")
                            )
                )
                .AddOrchestratorFunc<string, string>("child", (_, _) => "done")
        );
        foreach (var id in (string[])["one", "two"])
        {
            await hub.Schedule("main", "", id);
            await hub.UntilEnded(id);
        }

        await hub.Schedule("main", "waits", "three");

        Assert.Equal(1, (await hub.Client.PurgeInstanceAsync("one")).PurgedInstanceCount);
        Assert.NotNull(await hub.Client.GetInstanceAsync("one:child"));
        Assert.Equal(
            2,
            (await hub.Client.PurgeInstanceAsync("two", new PurgeInstanceOptions(Recursive: true))).PurgedInstanceCount
        );
        Assert.Null(await hub.Client.GetInstanceAsync("two:child"));
        Assert.Equal(0, (await hub.Client.PurgeInstanceAsync("three")).PurgedInstanceCount);
        Assert.Empty(hub.Hub.History("one"));
    }

    [Fact]
    public async Task Purge_ByFilter_RemovesWhatItMeansAndNothingThatRuns()
    {
        await using var hub = await TestHub.Started(tasks =>
            tasks.AddMain(
                (context, input) =>
                    input switch
                    {
                        "waits" => context.WaitForExternalEvent<string>("go"),
                        "fails" => throw new InvalidOperationException("no"),
                        _ => context.Echo(input),
                    }
            )
        );
        for (var n = 0; n < 250; n++)
            await hub.Schedule("main", "x", $"old-{n}");
        await hub.Schedule("main", "fails", "failed");
        await hub.Schedule("main", "waits", "old-waits");
        await hub.Settle();
        hub.Clock.Advance(TimeSpan.FromHours(1));
        var split = hub.Clock.GetUtcNow();
        await hub.Schedule("main", "x", "new");
        await hub.Schedule("main", "waits", "waits");
        await hub.Settle();

        var purged = await hub.Client.PurgeAllInstancesAsync(
            new PurgeInstancesFilter(
                CreatedTo: split.AddSeconds(-1),
                Statuses: [OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Running]
            )
        );
        Assert.Equal((250, true), (purged.PurgedInstanceCount, purged.IsComplete));
        Assert.Equal(["failed", "old-waits", "new", "waits"], await Left());
        Assert.Equal(
            1,
            (await hub.Client.PurgeAllInstancesAsync(new PurgeInstancesFilter(CreatedFrom: split))).PurgedInstanceCount
        );
        Assert.Equal(["failed", "old-waits", "waits"], await Left());
        Assert.Equal(1, (await hub.Client.PurgeAllInstancesAsync(new PurgeInstancesFilter())).PurgedInstanceCount);
        Assert.Equal(["old-waits", "waits"], await Left());
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() =>
            hub.Client.PurgeAllInstancesAsync(new PurgeInstancesFilter { Timeout = TimeSpan.Zero })
        );

        async Task<IReadOnlyList<string>> Left() => (await hub.Client.ListInstanceIdsAsync()).Values;
    }

    [Fact]
    public async Task Restart_UnderItsIdOrAnother_RunsItAgainWithItsInput()
    {
        await using var hub = await TestHub.Started(tasks =>
            tasks.AddMain(
                (context, input) => input == "waits" ? context.WaitForExternalEvent<string>("go") : context.Echo(input)
            )
        );
        await hub.Schedule("main", "x", "one");
        await hub.UntilEnded("one");

        Assert.Equal("one", await hub.Client.RestartAsync("one"));
        Assert.Equal("x", (await hub.UntilEnded("one")).ReadOutputAs<string>());
        var other = await hub.Client.RestartAsync("one", restartWithNewInstanceId: true);
        Assert.Equal("x", (await hub.UntilEnded(other)).ReadOutputAs<string>());
        Assert.NotEqual("one", other);
        Assert.Equal(3, hub.Notes.Count("x"));

        await hub.Schedule("main", "waits", "two");
        await Assert.ThrowsAsync<InvalidOperationException>(() => hub.Client.RestartAsync("two"));
        await Assert.ThrowsAsync<ArgumentException>(() => hub.Client.RestartAsync("nobody"));
    }

    [Fact]
    public async Task History_OfAnInstance_IsInDurableTasksEvents()
    {
        await using var hub = await TestHub.Started(tasks =>
            tasks.AddMain(
                async (context, input) =>
                {
                    await context.Echo(input);
                    await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
                    context.SendEvent(context.InstanceId, "go", "x");
                    return await context.WaitForExternalEvent<string>("go");
                }
            )
        );
        await hub.Schedule("main", "a", "one");
        await hub.UntilEnded("one");

        var events = (await hub.Client.GetOrchestrationHistoryAsync("one"))
            .Where(e => e.EventType != EventType.OrchestratorStarted)
            .ToList();

        Assert.Equal(
            [
                EventType.ExecutionStarted,
                EventType.TaskScheduled,
                EventType.TaskCompleted,
                EventType.TimerCreated,
                EventType.TimerFired,
                EventType.EventSent,
                EventType.EventRaised,
                EventType.ExecutionCompleted,
            ],
            events.Select(e => e.EventType)
        );
        Assert.Equal((0, "echo"), (events[1].EventId, Assert.IsType<TaskScheduledEvent>(events[1]).Name));
        Assert.Equal(0, Assert.IsType<TaskCompletedEvent>(events[2]).TaskScheduledId);
        await Assert.ThrowsAsync<ArgumentException>(() => hub.Client.GetOrchestrationHistoryAsync("nobody"));
    }

    [Fact]
    public async Task WhatIsLeftOut_SaysSoInASentence()
    {
        await using var hub = await TestHub.Started(tasks =>
            tasks.AddMain((context, _) => Task.FromResult($"{context.Entities}"))
        );
        await hub.Schedule("main", "", "one");

        Assert.Contains(
            "runs no durable entities",
            (await hub.UntilEnded("one")).FailureDetails!.ErrorMessage,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "runs no durable entities",
            Assert.Throws<NotSupportedException>(() => hub.Client.Entities).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "does not rewind",
            (await Assert.ThrowsAsync<NotSupportedException>(() => hub.Client.RewindInstanceAsync("one", ""))).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Client_WithoutAWorker_StartsWhatAWorkerRunsLater()
    {
        await using var hub = new TestHub
        {
            Tasks = tasks => tasks.AddMain((context, input) => context.WaitForExternalEvent<string>("go")),
        };
        await hub.Start(withWorker: false);
        await hub.Schedule("main", "a", "one");
        await hub.Client.RaiseEventAsync("one", "go", "went");
        Assert.Equal(OrchestrationRuntimeStatus.Pending, (await hub.State("one")).RuntimeStatus);
        await hub.Stop();

        await hub.Start();

        Assert.Equal("went", (await hub.UntilEnded("one")).ReadOutputAs<string>());
    }
}

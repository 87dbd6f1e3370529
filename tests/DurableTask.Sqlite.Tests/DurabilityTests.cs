using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace DurableTask.Sqlite.Tests;

public sealed class DurabilityTests
{
    [Fact]
    public async Task Story_StoppedAtAnyCommit_EndsAsIfItHadNotBeen()
    {
        // Each is a whole run with one stop, until a run has fewer commits than that: how many it has differs, since
        // writes that meet share one.
        foreach (var moment in (CommitMoment[])[CommitMoment.Before, CommitMoment.After])
        {
            var commit = 1L;
            while (await IsStopped(moment, commit))
                commit++;
            Assert.InRange(commit, 15, 60);
        }
    }

    /// <summary>Runs the story with a stop at a commit; false: it has ended before that.</summary>
    private static async Task<bool> IsStopped(CommitMoment at, long number)
    {
        var (commits, isDown) = (0L, false);
        await using var hub = new TestHub { Tasks = Story };
        hub.Hook = (moment, _) =>
        {
            if (moment == CommitMoment.Before)
                commits++;
            if (isDown || moment != at || commits != number)
                return;
            isDown = true;
            throw new JournalCrash();
        };
        await hub.Start();
        var stopped = false;
        for (var step = 0; ; step++)
        {
            try
            {
                if (isDown && !stopped)
                {
                    stopped = true;
                    await hub.KillAndStart();
                }

                // What a caller does who got no answer: it asks again.
                if (await hub.Client.GetInstanceAsync("one") is null)
                    await hub.Schedule("main", "", "one");
                await hub.Settle();
                if (isDown && !stopped)
                    continue;
                if (SqliteTaskHub.HasEnded(hub.Hub.Get("one")!.Condition))
                    break;
                var waits =
                    hub.Hub.History("one").Any(row => row.Kind == HistoryKind.TimerCreated)
                    && !hub.Hub.History("one").Any(row => row.Kind == HistoryKind.EventRaised && row.Name == "go");
                if (waits)
                    await hub.Client.RaiseEventAsync("one", "go", "went");
                else
                    hub.ToNextTimer();
            }
            catch (JournalStoppedException) when (isDown)
            {
                // It is gone under the call.
            }

            Assert.InRange(step, 0, 200);
        }

        var ended = await hub.State("one");
        Assert.Equal("a,b|failed|child x|went|sent|2", ended.ReadOutputAs<string>());
        Assert.Equal("\"at the end\"", ended.SerializedCustomStatus);
        // At least once, and never again what has ended.
        foreach (var line in (string[])["a", "b", "x"])
            Assert.InRange(hub.Notes.Count(line), 1, stopped ? 2 : 1);
        Assert.Null(hub.Hub.NextDue);
        Assert.Equal(isDown, stopped);
        return stopped;
    }

    private static void Story(DurableTaskRegistry tasks) =>
        tasks
            .AddMain(
                async (context, input) =>
                {
                    if (input.Length > 0)
                        return $"{input}|{await context.WaitForExternalEvent<string>("kept")}|2";
                    var both = await Task.WhenAll(context.Echo("a"), context.Echo("b"));
                    var failed = "";
                    try
                    {
                        await context.CallActivityAsync<string>(
                            "fail",
                            "f",
                            TaskOptions.FromRetryPolicy(new RetryPolicy(2, TimeSpan.FromMinutes(1)))
                        );
                    }
                    catch (TaskFailedException)
                    {
                        failed = "failed";
                    }

                    var child = await context.CallSubOrchestratorAsync<string>("child", "x");
                    context.SendEvent(context.InstanceId, "kept", "sent");
                    using var cancellation = new CancellationTokenSource();
                    var (timer, go) = (
                        context.CreateTimer(TimeSpan.FromDays(1), cancellation.Token),
                        context.WaitForExternalEvent<string>("go")
                    );
                    if (await Task.WhenAny(timer, go) == timer)
                        return "expired";
                    cancellation.Cancel();
                    context.SetCustomStatus("at the end");
                    context.ContinueAsNew($"{string.Join(',', both)}|{failed}|{child}|{await go}");
                    return "";
                }
            )
            .AddOrchestratorFunc<string, string>(
                "child",
                async (context, input) => $"child {await context.Echo(input!)}"
            );

    [Fact]
    public async Task Activity_CutOff_RunsAgainAndCompletedOnesDoNot()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var hub = await TestHub.Started(tasks =>
            tasks
                .AddMain(
                    async (context, _) => $"{await context.Echo("a")} {await context.CallActivityAsync<string>("gate")}"
                )
                .AddActivityFunc(
                    "gate",
                    async _ =>
                    {
                        reached.TrySetResult();
                        await gate.Task;
                        return "g";
                    }
                )
        );
        await hub.Schedule("main", "", "one");
        await reached.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await hub.Kill();
        gate.SetResult();

        await hub.Start();

        Assert.Equal("a g", (await hub.UntilEnded("one")).ReadOutputAs<string>());
        Assert.Equal(["a"], hub.Notes.Lines);
    }

    [Fact]
    public async Task ChangedCode_HaltsTheInstanceBeforeAnythingIsWritten_AndMendedCodeTakesItUp()
    {
        static async Task<string> Before(TaskOrchestrationContext context, string _)
        {
            await context.Echo("a");
            return await context.Echo(await context.WaitForExternalEvent<string>("go"));
        }

        await using var hub = await TestHub.Started(tasks => tasks.AddMain(Before));
        await hub.Schedule("main", "", "one");
        await hub.Settle();
        var rows = hub.Hub.History("one").Count;

        await hub.KillAndStart(tasks =>
            tasks.AddMain(
                async (context, _) =>
                {
                    await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
                    return await context.Echo("changed");
                }
            )
        );
        await hub.Client.RaiseEventAsync("one", "go", "went");
        var halted = await hub.UntilEnded("one");

        Assert.Equal(
            (OrchestrationRuntimeStatus.Suspended, FailureTypes.NonDeterministic),
            (halted.RuntimeStatus, halted.FailureDetails!.ErrorType)
        );
        Assert.Contains(
            "expected ActivityScheduled 'echo' (call 1), found TimerCreated (call 1)",
            halted.FailureDetails.ErrorMessage,
            StringComparison.Ordinal
        );
        // The event and the halt: nothing of the changed code.
        Assert.Equal((rows + 2, 1), (hub.Hub.History("one").Count, hub.Notes.Lines.Count));
        Assert.NotNull((await hub.Client.GetInstanceAsync("one", getInputsAndOutputs: false))!.FailureDetails);

        await hub.KillAndStart(tasks => tasks.AddMain(Before));
        await hub.Client.ResumeInstanceAsync("one");
        Assert.Equal("went", (await hub.UntilEnded("one")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task ReplayEveryTurn_CodeThatIsNotDeterministic_IsFoundAtOnce()
    {
        var turn = 0;
        await using var hub = await TestHub.Started(
            tasks =>
                tasks.AddMain(
                    async (context, _) =>
                    {
                        if (Interlocked.Increment(ref turn) == 2)
                            await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
                        return $"{await context.Echo("a")} {await context.Echo("b")}";
                    }
                ),
            hub => hub.Options = options => options.ReplayEveryTurn = true
        );
        await hub.Schedule("main", "", "one");

        Assert.Equal(FailureTypes.NonDeterministic, (await hub.UntilEnded("one")).FailureDetails!.ErrorType);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task IsReplaying_InMemoryNever_AndOtherwiseForWhatWasSeen(bool replays)
    {
        await using var hub = await TestHub.Started(
            tasks =>
                tasks.AddMain(
                    async (context, _) =>
                    {
                        var seen = $"{context.IsReplaying}";
                        await context.Echo("a");
                        seen += $" {context.IsReplaying}";
                        await context.WaitForExternalEvent<string>("go");
                        return $"{seen} {context.IsReplaying}";
                    }
                ),
            hub => hub.Options = options => options.ReplayEveryTurn = replays
        );
        await hub.Schedule("main", "", "one");
        await hub.Settle();
        await hub.Client.RaiseEventAsync("one", "go", "");

        Assert.Equal(
            replays ? "True True False" : "False False False",
            (await hub.UntilEnded("one")).ReadOutputAs<string>()
        );
    }

    [Fact]
    public async Task MaxLoadedInstances_ManyWaiting_AreReadAgainWhenTheirEventComes()
    {
        await using var hub = await TestHub.Started(
            tasks =>
                tasks.AddMain(
                    async (context, input) =>
                        $"{await context.Echo(input)} {await context.WaitForExternalEvent<string>("go")}"
                ),
            hub => hub.Options = options => options.MaxLoadedInstances = 3
        );
        for (var n = 0; n < 40; n++)
            await hub.Schedule("main", $"{n}", $"i{n}");
        await hub.Settle();
        Assert.InRange(hub.Hub.Instances.Count, 0, 3);

        await Task.WhenAll(Enumerable.Range(0, 40).Select(n => hub.Client.RaiseEventAsync($"i{n}", "go", "went")));
        for (var n = 0; n < 40; n++)
            Assert.Equal($"{n} went", (await hub.UntilEnded($"i{n}")).ReadOutputAs<string>());
        Assert.Equal(40, hub.Notes.Lines.Count);
    }

    [Fact]
    public async Task Restart_InstancesThatOnlyWait_AreNotLoaded()
    {
        await using var hub = await TestHub.Started(tasks =>
            tasks.AddMain((context, _) => context.WaitForExternalEvent<string>("go"))
        );
        for (var n = 0; n < 20; n++)
            await hub.Schedule("main", "", $"i{n}");
        await hub.Settle();

        await hub.KillAndStart();
        await hub.Settle();

        Assert.Equal(0, hub.Hub.Instances.Count);
    }

    [Fact]
    public async Task HistoryKey_Payloads_AreNotReadableInTheFile()
    {
        var key = Path.GetTempFileName();
        await File.WriteAllTextAsync(key, Convert.ToBase64String(Enumerable.Repeat((byte)7, 32).ToArray()));
        await using var hub = await TestHub.Started(
            tasks =>
                tasks.AddMain(
                    async (context, input) =>
                    {
                        context.SetCustomStatus($"status of {input}");
                        return $"{await context.Echo(input)} {await context.WaitForExternalEvent<string>("go")}";
                    }
                ),
            hub => hub.Options = options => options.HistoryKey = key
        );
        await hub.Schedule("main", "a very secret word", "one");
        await hub.Settle();
        await hub.Stop();
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(hub.FilePath)!, "hub.db*"))
        {
            Assert.DoesNotContain(
                "very secret",
                System.Text.Encoding.UTF8.GetString(await File.ReadAllBytesAsync(file)),
                StringComparison.Ordinal
            );
        }

        await hub.Start();
        await hub.Client.RaiseEventAsync("one", "go", "word");
        Assert.Equal("a very secret word word", (await hub.UntilEnded("one")).ReadOutputAs<string>());

        await hub.Stop();
        hub.Options = null;
        Assert.Contains(
            "holds histories encrypted with key",
            (await Assert.ThrowsAsync<JournalFileException>(() => hub.Start())).Message,
            StringComparison.Ordinal
        );
        File.Delete(key);
    }

    [Fact]
    public async Task OwnTables_InTheSameFile_AreMadeOnceAndWrittenByTheSameWriter()
    {
        await using var hub = await TestHub.Started(
            tasks => tasks.AddMain((context, input) => context.Echo(input)),
            hub => hub.Options = options => options.Scripts[1] = "CREATE TABLE mine (n INTEGER)"
        );
        await hub.Hub.File.Write(connection => Run(connection, "INSERT INTO mine VALUES (1)"));
        await Assert.ThrowsAsync<SqliteException>(() =>
            hub.Hub.File.Write(connection => Run(connection, "INSERT INTO yours VALUES (1)"))
        );
        await hub.Stop();

        hub.Options = options =>
        {
            options.Scripts[1] = "CREATE TABLE mine (n INTEGER)";
            options.Scripts[2] = "ALTER TABLE mine ADD COLUMN m INTEGER";
        };
        await hub.Start();
        Assert.Equal(
            1L,
            hub.Hub.File.Read(reader => Scalar(reader.Connection, "SELECT COUNT(*) FROM mine WHERE m IS NULL"))
        );
        await hub.Stop();

        hub.Options = null;
        Assert.Contains(
            "Run the newer program",
            (await Assert.ThrowsAsync<JournalVersionException>(() => hub.Start())).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task File_InUse_IsRefusedWithTheNameOfItsHolder()
    {
        await using var hub = await TestHub.Started(tasks => tasks.AddMain((context, input) => context.Echo(input)));
        using var second = new JournalFile(
            hub.FilePath,
            new SqliteTaskHubOptions(),
            TimeProvider.System,
            Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance
        );

        var error = Assert.Throws<JournalInUseException>(second.Open);

        Assert.Contains($"process {Environment.ProcessId}", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, second.Inspect(reader => reader.History(1).Count));
    }

    [Fact]
    public async Task Worker_ASecondOnTheSameFile_IsRefused()
    {
        await using var hub = await TestHub.Started(tasks => tasks.AddMain((context, input) => context.Echo(input)));

        Assert.Throws<InvalidOperationException>(() => hub.Hub.Start(hub.Hub.Worker));
    }

    [Fact]
    public async Task Worker_AfterAFileThatDidNotOpen_CanBeStartedAgain()
    {
        await using var hub = new TestHub { Tasks = tasks => tasks.AddMain((context, input) => context.Echo(input)) };
        using (
            var holder = new JournalFile(
                hub.FilePath,
                new SqliteTaskHubOptions(),
                TimeProvider.System,
                Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance
            )
        )
        {
            holder.Open();
            await Assert.ThrowsAsync<JournalInUseException>(() => hub.Start());
        }

        await hub.StartServices();
        await hub.Schedule("main", "a", "one");

        Assert.Equal("a", (await hub.UntilEnded("one")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Retention_Ended_IsRemovedWhenItsTimeIsOver()
    {
        await using var hub = await TestHub.Started(
            tasks => tasks.AddMain((context, input) => context.Echo(input)),
            hub => hub.Options = options => options.Retention = TimeSpan.FromHours(10)
        );
        await hub.Schedule("main", "a", "one");
        await hub.UntilEnded("one");

        var began = hub.Clock.GetUtcNow();
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        // The timer of the next sweep is set when the last has ended, some time after its write.
        while (await hub.Client.GetInstanceAsync("one") is not null)
        {
            hub.Clock.Advance(TimeSpan.FromMinutes(10));
            await pause.WaitForNextTickAsync(deadline.Token);
        }

        Assert.True(hub.Clock.GetUtcNow() - began >= TimeSpan.FromHours(10));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Trace_FromTheCallerToTheActivity_IsOne(bool isKilled)
    {
        var spans = new List<Activity>();
        using var source = new ActivitySource(nameof(Trace_FromTheCallerToTheActivity_IsOne));
        using var listener = new ActivityListener
        {
            ShouldListenTo = heard => heard == source || heard.Name == "Microsoft.DurableTask",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                lock (spans)
                    spans.Add(span);
            },
        };
        ActivitySource.AddActivityListener(listener);
        await using var hub = await TestHub.Started(tasks =>
            tasks
                .AddMain(
                    async (context, _) =>
                    {
                        await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
                        return await context.CallSubOrchestratorAsync<string>(
                            "child",
                            "",
                            new SubOrchestrationOptions { Version = new TaskVersion("7") }
                        );
                    }
                )
                .AddOrchestratorFunc<string, string>(
                    "child",
                    async (context, _) =>
                    {
                        await context.WaitForExternalEvent<string>("go");
                        return await context.CallActivityAsync<string>("inside");
                    }
                )
                .AddActivityFunc(
                    "inside",
                    _ =>
                    {
                        using var inside = source.StartActivity("inside");
                        return Task.FromResult("");
                    }
                )
        );

        Activity caller;
        using (caller = source.StartActivity("caller")!)
            await hub.Schedule("main", "", "one");
        await hub.Settle();
        hub.ToNextTimer();
        await hub.Settle();
        var (called, child) = (hub.Clock.GetUtcNow(), hub.Hub.History("one")[^1].Detail!);
        if (isKilled)
            await hub.KillAndStart();
        hub.Clock.Advance(TimeSpan.FromHours(1));
        await hub.Client.RaiseEventAsync(child, "go", "");
        await hub.UntilEnded("one");

        List<Activity> own;
        lock (spans)
            own = [.. spans.Where(span => span.TraceId == caller.TraceId)];
        string[] names =
        [
            "inside",
            "activity:inside@(7)",
            "activity:inside@(7)",
            "orchestration:child@(7)",
            "orchestration:child@(7)",
            "orchestration:main",
            "create_orchestration:main",
            "caller",
        ];
        // From the inside outwards, each under the next.
        var span = own.Single(span => span.OperationName == "inside");
        foreach (var name in names)
        {
            Assert.Equal(name, span.OperationName);
            if (name != "caller")
                span = own.Single(parent => parent.SpanId == span.ParentSpanId);
        }

        // From the call to its answer, and not from the begin of the run.
        Assert.Equal(
            (called.UtcDateTime, TimeSpan.FromHours(1)),
            (Call("orchestration:child@(7)").StartTimeUtc, Call("orchestration:child@(7)").Duration)
        );
        Assert.Equal(called.UtcDateTime.AddHours(1), Call("activity:inside@(7)").StartTimeUtc);

        Activity Call(string name) =>
            own.Single(span => span.OperationName == name && span.Kind == ActivityKind.Client);
    }

    private static int Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    }

    private static long Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}

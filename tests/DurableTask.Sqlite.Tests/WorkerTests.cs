using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace DurableTask.Sqlite.Tests;

public sealed class WorkerTests
{
    [Fact]
    public async Task DataConverter_OfTheApplication_WritesAndReadsEverything()
    {
        var converter = new Marked();
        await using var hub = await TestHub.Started(
            tasks => tasks.AddMain((context, input) => context.Echo(input)),
            hub =>
            {
                hub.Worker = worker => worker.Configure(options => options.DataConverter = converter);
                hub.ClientOptions = client => client.Configure(options => options.DataConverter = converter);
            }
        );
        await hub.Schedule("main", "a", "one");

        Assert.Equal("a", (await hub.UntilEnded("one")).ReadOutputAs<string>());
        Assert.All(
            hub.Hub.History("one").Where(row => row.Payload is not null),
            row => Assert.StartsWith("marked ", row.Payload, StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData(DurableTaskWorkerOptions.VersionMatchStrategy.Strict, "1.0", true)]
    [InlineData(DurableTaskWorkerOptions.VersionMatchStrategy.Strict, "2.0", false)]
    [InlineData(DurableTaskWorkerOptions.VersionMatchStrategy.CurrentOrOlder, "1.0", false)]
    [InlineData(DurableTaskWorkerOptions.VersionMatchStrategy.CurrentOrOlder, "2.1", true)]
    [InlineData(DurableTaskWorkerOptions.VersionMatchStrategy.None, "9", false)]
    public async Task Versioning_WithFailure_FailsWhatDoesNotMatch(
        DurableTaskWorkerOptions.VersionMatchStrategy strategy,
        string version,
        bool fails
    )
    {
        await using var hub = await TestHub.Started(
            tasks => tasks.AddMain((context, input) => context.Echo(input)),
            hub =>
                hub.Worker = worker =>
                    worker.UseVersioning(
                        new DurableTaskWorkerOptions.VersioningOptions
                        {
                            Version = "2.0",
                            MatchStrategy = strategy,
                            FailureStrategy = DurableTaskWorkerOptions.VersionFailureStrategy.Fail,
                        }
                    )
        );
        await hub.Client.ScheduleNewOrchestrationInstanceAsync(
            "main",
            "a",
            new StartOrchestrationOptions("one") { Version = version }
        );

        var ended = await hub.UntilEnded("one");
        Assert.Equal(fails ? FailureTypes.VersionMismatch : null, ended.FailureDetails?.ErrorType);
    }

    [Fact]
    public async Task Versioning_WithRejection_LeavesItToAWorkerThatMatches()
    {
        var own = "1";
        await using var hub = await TestHub.Started(
            tasks => tasks.AddMain((context, input) => context.Echo(input)),
            hub =>
                hub.Worker = worker =>
                    worker.UseVersioning(
                        new DurableTaskWorkerOptions.VersioningOptions
                        {
                            Version = own,
                            MatchStrategy = DurableTaskWorkerOptions.VersionMatchStrategy.Strict,
                        }
                    )
        );
        await hub.Client.ScheduleNewOrchestrationInstanceAsync(
            "main",
            "a",
            new StartOrchestrationOptions("one") { Version = "2" }
        );
        await hub.Settle();
        Assert.Equal(OrchestrationRuntimeStatus.Pending, (await hub.State("one")).RuntimeStatus);

        own = "2";
        await hub.KillAndStart();

        Assert.Equal("a", (await hub.UntilEnded("one")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Versions_OfOneName_RunTheirOwnCode()
    {
        await using var hub = await TestHub.Started(tasks =>
            tasks
                .AddOrchestratorFunc<string, string>("main", new TaskVersion("1"), (_, _) => Task.FromResult("one")!)
                .AddOrchestratorFunc<string, string>("main", new TaskVersion("2"), (_, _) => Task.FromResult("two")!)
        );
        foreach (var version in (string[])["1", "2", "3"])
            await hub.Client.ScheduleNewOrchestrationInstanceAsync(
                "main",
                "",
                new StartOrchestrationOptions(version) { Version = version }
            );

        Assert.Equal(
            ("one", "two"),
            ((await hub.UntilEnded("1")).ReadOutputAs<string>(), (await hub.UntilEnded("2")).ReadOutputAs<string>())
        );
        Assert.Equal(FailureTypes.OrchestratorNotFound, (await hub.UntilEnded("3")).FailureDetails!.ErrorType);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task MaximumTimerInterval_WhereSet_CutsTimersWhereverItIsSet(bool isSetBefore)
    {
        await using var hub = await TestHub.Started(
            tasks =>
                tasks.AddMain(
                    async (context, _) =>
                    {
                        await context.CreateTimer(TimeSpan.FromDays(7), CancellationToken.None);
                        return "";
                    }
                ),
            hub =>
            {
                void Set(DurableTaskWorkerOptions options) => options.MaximumTimerInterval = TimeSpan.FromDays(3);
                if (isSetBefore)
                    hub.Services = services => services.Configure<DurableTaskWorkerOptions>("", Set);
                else
                    hub.Worker = worker => worker.Configure(Set);
            }
        );
        await hub.Schedule("main", "", "one");
        await hub.UntilEnded("one");

        Assert.Equal(3, hub.Hub.History("one").Count(row => row.Kind == HistoryKind.TimerFired));
    }

    [Fact]
    public async Task MaximumConcurrentActivities_One_RunsOneAtATime()
    {
        var (now, most) = (0, 0);
        await using var hub = await TestHub.Started(
            tasks =>
                tasks
                    .AddMain(
                        async (context, _) =>
                        {
                            await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => context.CallActivityAsync("count")));
                            return "";
                        }
                    )
                    .AddActivityFunc(
                        "count",
                        async _ =>
                        {
                            most = Math.Max(most, Interlocked.Increment(ref now));
                            await Task.Yield();
                            Interlocked.Decrement(ref now);
                        }
                    ),
            hub =>
                hub.Worker = worker =>
                    worker.Configure(options => options.Concurrency.MaximumConcurrentActivityWorkItems = 1)
        );
        await hub.Schedule("main", "", "one");
        await hub.UntilEnded("one");

        Assert.Equal(1, most);
    }

    [Fact]
    public async Task MaximumConcurrentOrchestrations_One_RunsOneAtATimeAndAllOfThem()
    {
        var (now, most) = (0, 0);
        await using var hub = await TestHub.Started(
            tasks =>
                tasks.AddMain(
                    (context, input) =>
                    {
                        most = Math.Max(most, Interlocked.Increment(ref now));
                        Thread.SpinWait(10_000);
                        Interlocked.Decrement(ref now);
                        return Task.FromResult(input);
                    }
                ),
            hub =>
                hub.Worker = worker =>
                    worker.Configure(options => options.Concurrency.MaximumConcurrentOrchestrationWorkItems = 1)
        );
        await Task.WhenAll(Enumerable.Range(0, 50).Select(n => hub.Schedule("main", "", $"i{n}")));
        await hub.Settle();

        Assert.Equal(1, most);
        for (var n = 0; n < 50; n++)
            Assert.Equal(OrchestrationRuntimeStatus.Completed, (await hub.State($"i{n}")).RuntimeStatus);
    }

    [Fact]
    public async Task Filter_Refusing_IsAskedAgainUntilItAccepts()
    {
        var filter = new Filter();
        await using var hub = await TestHub.Started(
            tasks => tasks.AddMain((context, input) => context.Echo(input)),
            hub =>
#pragma warning disable CS0618 // The filter is marked as an experiment of Durable Task's.
                hub.Worker = worker => worker.UseOrchestrationFilter(filter)
        );
#pragma warning restore CS0618
        await hub.Schedule("main", "a", "one");
        await hub.Settle();
        Assert.Equal(OrchestrationRuntimeStatus.Pending, (await hub.State("one")).RuntimeStatus);

        filter.Accepts = true;
        var ended = hub.Client.WaitForInstanceCompletionAsync("one", CancellationToken.None);
        while (await Task.WhenAny(ended, Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System)) != ended)
            hub.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await ended).RuntimeStatus);
    }

    [Fact]
    public async Task UnknownTasks_FailAndAreNotRetried()
    {
        await using var hub = await TestHub.Started(tasks =>
            tasks.AddMain(
                async (context, input) =>
                {
                    try
                    {
                        var options = TaskOptions.FromRetryPolicy(new RetryPolicy(5, TimeSpan.FromHours(1)));
                        return input == "activity"
                            ? await context.CallActivityAsync<string>("nothing", "", options)
                            : await context.CallSubOrchestratorAsync<string>("nothing", "", options);
                    }
                    catch (TaskFailedException failed)
                    {
                        return failed.FailureDetails.ErrorType;
                    }
                }
            )
        );
        var noon = hub.Clock.GetUtcNow();
        await hub.Schedule("main", "activity", "one");
        await hub.Schedule("main", "orchestrator", "two");
        await hub.Schedule("nothing", "", "three");

        Assert.Equal(FailureTypes.ActivityNotFound, (await hub.UntilEnded("one")).ReadOutputAs<string>());
        Assert.Equal(FailureTypes.OrchestratorNotFound, (await hub.UntilEnded("two")).ReadOutputAs<string>());
        Assert.Equal(FailureTypes.OrchestratorNotFound, (await hub.UntilEnded("three")).FailureDetails!.ErrorType);
        Assert.Equal(noon, hub.Clock.GetUtcNow());
    }

    [Fact]
    public async Task UnknownOrchestrator_OfAnInstanceThatHasRun_WaitsForAProgramThatKnowsIt()
    {
        Action<DurableTaskRegistry> tasks = tasks =>
            tasks.AddMain((context, _) => context.WaitForExternalEvent<string>("go"));
        await using var hub = await TestHub.Started(tasks);
        await hub.Schedule("main", "", "one");
        await hub.Settle();

        await hub.KillAndStart(tasks => tasks.AddActivity<Echo>("echo"));
        await hub.Client.RaiseEventAsync("one", "go", "went");
        await hub.Settle();
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await hub.State("one")).RuntimeStatus);

        await hub.KillAndStart(tasks);
        Assert.Equal("went", (await hub.UntilEnded("one")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task ExceptionProperties_OfTheApplication_ReachTheOrchestratorAndTheClient()
    {
        await using var hub = await TestHub.Started(
            tasks =>
                tasks
                    .AddMain((context, _) => context.CallActivityAsync<string>("throws"))
                    .AddActivityFunc(
                        "throws",
                        (Action<TaskActivityContext>)(_ => throw new InvalidOperationException("no"))!
                    ),
            hub => hub.Services = services => services.AddSingleton<IExceptionPropertiesProvider, Properties>()
        );
        await hub.Schedule("main", "", "one");

        var properties = (await hub.UntilEnded("one")).FailureDetails!.InnerFailure!.Properties!;

        Assert.Equal(
            (7.0, true, "text", null),
            (properties["number"], properties["truth"], properties["text"], properties["nothing"])
        );
        Assert.Equal(new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc), properties["date"]);
        Assert.Equal([1.0, "two"], Assert.IsType<List<object?>>(properties["list"]));
        Assert.Equal(
            1.5m,
            Convert.ToDecimal(
                Assert.IsType<Dictionary<string, object?>>(properties["map"])["x"],
                System.Globalization.CultureInfo.InvariantCulture
            )
        );
    }

    [Fact]
    public async Task ActivityTimeout_Over_CancelsTheActivityAndFailsItsCall()
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var hub = await TestHub.Started(
            tasks =>
                tasks
                    .AddMain((context, _) => context.CallActivityAsync<string>("slow"))
                    .AddActivity(
                        "slow",
                        services => FuncActivity(services.GetRequiredService<ActivityLifetime>(), running, cancelled)
                    ),
            hub => hub.Options = options => options.ActivityTimeout = TimeSpan.FromMinutes(1)
        );
        await hub.Schedule("main", "", "one");
        await running.Task.WaitAsync(TimeSpan.FromSeconds(30));

        var ended = hub.Client.WaitForInstanceCompletionAsync("one", getInputsAndOutputs: true);
        while (await Task.WhenAny(ended, Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System)) != ended)
            hub.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(FailureTypes.ActivityTimeout, (await ended).FailureDetails!.InnerFailure!.ErrorType);
        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void Backend_KnowsNothingOfTheApplicationsThatUseIt()
    {
        var references = typeof(SqliteTaskHub).Assembly.GetReferencedAssemblies().Select(reference => reference.Name!);

        Assert.DoesNotContain(
            references,
            name =>
                name.StartsWith("Onboarding", StringComparison.Ordinal)
                || name.StartsWith("PartnerCenter", StringComparison.Ordinal)
                || name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Entities_AskedFor_AreRefusedAtTheStart()
    {
        await using var hub = new TestHub
        {
            Tasks = _ => { },
            Worker = worker => worker.Configure(options => options.EnableEntitySupport = true),
        };

        Assert.Contains(
            "runs no durable entities",
            (await Assert.ThrowsAsync<NotSupportedException>(() => hub.Start())).Message,
            StringComparison.Ordinal
        );
    }

    private static Slow FuncActivity(
        ActivityLifetime lifetime,
        TaskCompletionSource running,
        TaskCompletionSource cancelled
    ) => new(lifetime, running, cancelled);

    private sealed class Slow(ActivityLifetime lifetime, TaskCompletionSource running, TaskCompletionSource cancelled)
        : TaskActivity<object?, string>
    {
        public override async Task<string> RunAsync(TaskActivityContext context, object? input)
        {
            running.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, lifetime.Stopping)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancelled.TrySetResult();
            return "";
        }
    }

    private sealed class Marked : DataConverter
    {
        public override string? Serialize(object? value) =>
            value is object?[] and [string only] ? $"[marked {only}]"
            : value is null ? null
            : $"marked {value}";

        public override object? Deserialize(string? data, Type targetType) =>
            data?.Replace("marked ", "", StringComparison.Ordinal);
    }

#pragma warning disable CS0618 // The filter is marked as an experiment of Durable Task's.
    private sealed class Filter : IOrchestrationFilter
    {
        public bool Accepts { get; set; }

        public ValueTask<bool> IsOrchestrationValidAsync(
            OrchestrationFilterParameters info,
            CancellationToken cancellationToken = default
        ) => new(Accepts);
    }
#pragma warning restore CS0618

    private sealed class Properties : IExceptionPropertiesProvider
    {
        public IDictionary<string, object?>? GetExceptionProperties(Exception exception) =>
            exception is not InvalidOperationException
                ? null
                : new Dictionary<string, object?>
                {
                    ["number"] = 7,
                    ["truth"] = true,
                    ["text"] = "text",
                    ["nothing"] = null,
                    ["date"] = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc),
                    ["list"] = new object?[] { 1, "two" },
                    ["map"] = new Dictionary<string, object?> { ["x"] = 1.5m },
                };
    }
}

using DurableTask.Sqlite;
using Microsoft.DurableTask;
using Microsoft.Extensions.DependencyInjection;
using Onboarding;
using Onboarding.Effects;
using static OnboardingServer.Tests.Journal.Names;

namespace OnboardingServer.Tests.Journal;

/// <summary>Activities that do not behave.</summary>
public sealed class LimitTests
{
    // Of JSON, in one event of a history; a result stands in {"ok":"…"}.
    private const int MostCharacters = 1_000_000;

    private const string Heeding = "heeds its cancellation";
    private static readonly ActivityName<string, string> Sleep = new("sleep");
    private static readonly ActivityName<int, string> Large = new("large");

    private readonly Gates _gates = new();

    [Theory]
    [InlineData(Heeding)]
    [InlineData("heeds nothing")]
    public async Task Timeout_ActivityThatNeverReturns_FailsItsCallAndFreesItsPlace(string kind)
    {
        await using var harness = new EngineHarness(
            registry =>
                registry
                    .AddMain(
                        async (context, input) =>
                        {
                            try
                            {
                                return input == ""
                                    ? await context.CallStep(Echo, "beside")
                                    : await context.CallStep(Sleep, input);
                            }
                            catch (StepFailedException failure)
                            {
                                return $"{failure.Failure.Code} {failure.Failure.Retryable} {failure.Failure.Message}";
                            }
                        }
                    )
                    .Add<SleepActivity, string, string>(Sleep),
            services => services.AddSingleton(_gates)
        );
        harness.Options.MaxConcurrentActivities = 1;
        await harness.Start();
        await harness.Engine.Start(Main, "i1", kind, default);
        await _gates.Reached(kind);
        await harness.Engine.Start(Main, "i2", "", default);

        await harness.AdvanceUntil(
            TimeSpan.FromMinutes(10),
            async () => await harness.Engine.Get("i1", default) is { Status: not InstanceStatus.Running }
        );

        var output = DurableJson.Read<string>((await harness.UntilEnded("i1")).Output!);
        Assert.StartsWith("activity.timeout True sleep did not end within 00:10:00", output, StringComparison.Ordinal);
        Assert.Equal("\"beside\"", (await harness.UntilEnded("i2")).Output);
        if (kind == Heeding)
            await _gates.Reached("cancelled");
    }

    [Fact]
    public async Task Timeout_WithRetries_IsTriedAgainAsOftenAsTheRuleSays()
    {
        await using var harness = await EngineHarness.Started(
            registry =>
                registry
                    .AddMain(
                        (context, input) =>
                            context.CallStep(
                                Sleep,
                                input,
                                new RetryRule(3, TimeSpan.FromMinutes(1), 1, TimeSpan.FromMinutes(1))
                            )
                    )
                    .Add<SleepActivity, string, string>(Sleep),
            services => services.AddSingleton(_gates)
        );
        await harness.Engine.Start(Main, "i1", Heeding, default);
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            await _gates.Reached(Heeding);
            _gates.Close(Heeding);
            var failures = attempt;
            await harness.AdvanceUntil(
                TimeSpan.FromMinutes(10),
                () =>
                    Task.FromResult(
                        harness.Engine.History("i1").Count(row => row.Kind == HistoryKind.ActivityFailed) == failures
                    )
            );
            if (attempt < 3)
                await harness.AdvanceUntil(TimeSpan.FromMinutes(2), () => Task.FromResult(_gates.IsReached(Heeding)));
        }

        Assert.Equal(
            (InstanceStatus.Failed, ErrorCodes.ActivityTimeout),
            ((await harness.UntilEnded("i1")).Status, (await harness.UntilEnded("i1")).Failure!.Code)
        );
        Assert.Equal(3, harness.Trace.Count("sleeps"));
    }

    [Theory]
    [InlineData(MostCharacters - 9, true)]
    [InlineData(MostCharacters - 8, false)]
    [InlineData(50 * 1024 * 1024, false)]
    public async Task Result_LargerThanAHistoryHolds_FailsItsCallAndSaysTheLimit(int characters, bool fits)
    {
        await using var harness = await EngineHarness.Started(registry =>
            registry
                .AddMain(
                    async (context, input) =>
                        $"{(await context.CallStep(Large, int.Parse(input, System.Globalization.CultureInfo.InvariantCulture))).Length}"
                )
                .Add<LargeActivity, int, string>(Large)
        );

        await harness.Engine.Start(Main, "i1", $"{characters}", default);
        var state = await harness.UntilEnded("i1");

        if (fits)
        {
            Assert.Equal($"\"{characters}\"", state.Output);
        }
        else
        {
            Assert.Equal((ErrorCodes.PayloadTooLarge, false), (state.Failure!.Code, state.Failure.Retryable));
            Assert.Contains(
                $"large is {characters + 9} characters of JSON; a history holds at most 1000000",
                state.Failure.Message,
                StringComparison.Ordinal
            );
            Assert.True(new FileInfo(harness.File.FilePath).Length < 1_000_000);
        }
    }

    [Theory]
    [InlineData("result")]
    [InlineData("failure")]
    [InlineData("failed activity")]
    public async Task End_LargerThanAHistoryHolds_IsAFailureThatSaysTheLimit(string kind)
    {
        var most = new string('x', MostCharacters);
        await using var harness = await EngineHarness.Started(registry =>
            registry.AddMain(
                async (context, _) =>
                    kind switch
                    {
                        "result" => most,
                        "failure" => throw new StepFailedException(new StepFailure("large", most, Retryable: true)),
                        // Its input fits, and the failure that repeats it does not.
                        _ => await context.CallStep(Fail, most[10..]),
                    }
            )
        );

        await harness.Engine.Start(Main, "i1", "", default);
        var state = await harness.UntilEnded("i1");

        Assert.Equal(
            (InstanceStatus.Failed, ErrorCodes.PayloadTooLarge, false),
            (state.Status, state.Failure!.Code, state.Failure.Retryable)
        );
        Assert.Contains("a history holds at most 1000000", state.Failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(harness.Engine.History("i1"), row => row.Payload?.Length > MostCharacters);
    }

    [Fact]
    public async Task Terminate_ReasonLargerThanAHistoryHolds_IsAnErrorOfItsCaller()
    {
        await using var harness = await EngineHarness.Started(registry =>
            registry.AddMain((context, _) => context.WaitForEvent(Go))
        );
        await harness.Engine.Start(Main, "i1", "", default);

        await Assert.ThrowsAsync<ArgumentException>(() =>
            harness.Engine.Terminate("i1", new string('x', MostCharacters), default)
        );

        Assert.True(await harness.Engine.Terminate("i1", "short", default));
    }

    [Fact]
    public async Task Failure_EachTime_EndsAfterTheLastAttemptAndOthersGoOn()
    {
        await using var harness = await EngineHarness.Started(registry =>
            registry.AddMain(
                (context, input) =>
                    input == ""
                        ? context.CallStep(Echo, "fine")
                        : context.CallStep(
                            Fail,
                            input,
                            new RetryRule(4, TimeSpan.FromSeconds(1), 2, TimeSpan.FromHours(1))
                        )
            )
        );
        foreach (var (id, input) in (ValueTuple<string, string>[])[("i1", "surprise"), ("i2", "busy"), ("i3", "")])
            await harness.Engine.Start(Main, id, input, default);

        Assert.Equal(StepFailure.Unexpected, (await harness.UntilEnded("i1")).Failure!.Code);
        Assert.Equal("busy", (await harness.UntilEnded("i2")).Failure!.Code);
        Assert.Equal("\"fine\"", (await harness.UntilEnded("i3")).Output);
        Assert.Equal(4, harness.Trace.Count("i1 surprise"));
        Assert.Equal(4, harness.Trace.Count("i2 busy"));
    }

    private sealed class SleepActivity(Trace trace, Gates gates) : StepActivity<string, string>
    {
        protected override async Task<string> Run(
            TaskActivityContext context,
            string input,
            CancellationToken cancellationToken
        )
        {
            trace.Add("sleeps");
            if (input != Heeding)
                await gates.Pass(input, CancellationToken.None);
            try
            {
                await gates.Pass(input, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                _ = gates.Pass("cancelled", CancellationToken.None);
                throw;
            }

            return input;
        }
    }

    private sealed class LargeActivity : StepActivity<int, string>
    {
        protected override Task<string> Run(
            TaskActivityContext context,
            int input,
            CancellationToken cancellationToken
        ) => Task.FromResult(new string('x', input));
    }
}

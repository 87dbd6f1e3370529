using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.Extensions.Options;
using Onboarding;
using Onboarding.Effects;
using Onboarding.Retention;
using OnboardingFunctions.Durable;
using OnboardingFunctions.Tests.Azurite;
using OnboardingFunctions.Tests.Replaying;

namespace OnboardingFunctions.Tests.Durable;

/// <summary>What our client and our step calls promise, on Durable Task.</summary>
[Collection(AzuriteCollection.Name)]
public sealed class OrchestrationClientTests(AzuriteFixture azurite) : IDisposable
{
    private static readonly RetryRule Thrice = new(3, TimeSpan.FromSeconds(10), 2, TimeSpan.FromMinutes(1));
    private static readonly EventName<string> Decision = new("decision");
    private readonly ClientHost _host = new(azurite);

    public void Dispose() => _host.Dispose();

    [AzuriteFact]
    public async Task CallStep_Result_ComesBackAndIsStoredOnce()
    {
        _host.Activity = (input, run) => $"{input}-{run}";
        var name = _host.Add(
            "calls",
            async (context, input) =>
            {
                var first = await context.CallStep(ClientHost.Told, input);
                var second = await context.CallStep(ClientHost.Told, first);
                return $"{first} {second}";
            }
        );
        var state = await _host.Run(name, "a \"quoted\" ü");
        Assert.Equal(InstanceStatus.Completed, state.Status);
        Assert.Equal("a \"quoted\" ü-1 a \"quoted\" ü-1-2", DurableJson.Read<string>(state.Output!));
        Assert.Equal(3, _host.Hub.Instance("i1").Replays);
    }

    [AzuriteFact]
    public async Task CallStep_RetryableFailure_IsTriedAgainNotBeforeItSaid()
    {
        var runs = new List<DateTimeOffset>();
        _host.Activity = (_, run) =>
        {
            runs.Add(_host.Clock.GetUtcNow());
            return run < 3
                ? throw new StepFailedException(
                    new StepFailure("partner-center.throttled", "slow down", Retryable: true, TimeSpan.FromMinutes(5))
                )
                : "done";
        };
        var state = await _host.Run(
            _host.Add("retries", (context, input) => context.CallStep(ClientHost.Told, input, Thrice))
        );
        Assert.Equal("done", DurableJson.Read<string>(state.Output!));
        Assert.Equal(3, runs.Count);
        Assert.All(runs.Zip(runs.Skip(1)), pair => Assert.True(pair.Second - pair.First >= TimeSpan.FromMinutes(5)));
    }

    [AzuriteFact]
    public async Task CallStep_FailureForGood_CrossesWithAllItsDetails()
    {
        var thrown = new StepFailure(
            "order.line-refused",
            "The line was refused.",
            Retryable: false,
            TimeSpan.FromSeconds(3)
        );
        _host.Activity = (_, _) => throw new StepFailedException(thrown);
        StepFailure? seen = null;
        var name = _host.Add(
            "fails",
            async (context, input) =>
            {
                try
                {
                    return await context.CallStep(ClientHost.Told, input, Thrice);
                }
                catch (StepFailedException failure)
                {
                    seen = failure.Failure;
                    throw;
                }
            }
        );
        var state = await _host.Run(name);
        Assert.Equal(
            (InstanceStatus.Failed, thrown.Code, thrown.Message, 1),
            (state.Status, state.Failure!.Code, state.Failure.Message, _host.Runs)
        );
        Assert.Equal(thrown, seen);
    }

    [AzuriteFact]
    public async Task CallStep_UnforeseenException_TellsItsTypeAndNotItsMessage()
    {
        _host.Activity = (_, _) => throw new InvalidOperationException("gena@wingtiptoys.example");
        var state = await _host.Run(_host.Add("crashes", (context, input) => context.CallStep(ClientHost.Told, input)));
        Assert.Equal((InstanceStatus.Failed, StepFailure.Unexpected), (state.Status, state.Failure!.Code));
        Assert.DoesNotContain("gena", state.Failure.Message, StringComparison.Ordinal);
    }

    [AzuriteFact]
    public async Task CallStep_WorkerThatDies_IsRetried()
    {
        var deaths = 0;
        _host.Hub.WorkerDies = _ => deaths++ == 0;
        var state = await _host.Run(
            _host.Add("dies", (context, input) => context.CallStep(ClientHost.Told, input, Thrice)),
            "alive"
        );
        Assert.Equal(("alive", 2), (DurableJson.Read<string>(state.Output!), deaths));
    }

    [AzuriteFact]
    public async Task Start_TwentyAtOnce_OneStarts()
    {
        var name = _host.Add("waits", (context, _) => context.WaitForEvent(Decision));
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(n => _host.Client.Start(name, "i1", $"{n}", default))
        );
        Assert.Single(answers, answer => answer == StartResult.Started);
        Assert.Equal(StartResult.AlreadyExists, await _host.Client.Start(name, "i1", "later", default));
    }

    [AzuriteFact]
    public async Task Start_StarterThatDied_IsFollowedAfterItsTime()
    {
        var name = _host.Add("follows", (_, input) => Task.FromResult(input));
        await _host.Reservations.Hold("i1", "one that died", default);
        Assert.Equal(StartResult.AlreadyExists, await _host.Client.Start(name, "i1", "too early", default));
        _host.Clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(StartResult.Started, await _host.Client.Start(name, "i1", "second", default));
        Assert.Equal("second", DurableJson.Read<string>((await _host.UntilEnded("i1")).Output!));
    }

    [AzuriteFact]
    public async Task Start_SlowStarterThatWasFollowed_AnswersAlreadyExists()
    {
        var slow = (await _host.Reservations.Hold("i1", "slow", default))!;
        _host.Clock.Advance(TimeSpan.FromSeconds(31));
        await _host.Client.Start(_host.Add("second", (_, input) => Task.FromResult(input)), "i1", "second", default);
        Assert.False(await _host.Reservations.Confirm(slow, default));
    }

    [AzuriteTheory]
    [InlineData(StatusCode.Unavailable)]
    [InlineData(StatusCode.AlreadyExists)]
    public async Task Start_AnswerLost_HasStarted(StatusCode heard)
    {
        var name = _host.Add("lost", (context, _) => context.WaitForEvent(Decision));
        var client = _host.ClientOf(
            new UnsureClient(_host.Hub) { AfterStart = new RpcException(new Status(heard, "")) }
        );
        Assert.Equal(StartResult.Started, await client.Start(name, "i1", "first", default));
        Assert.Equal(StartResult.AlreadyExists, await _host.Client.Start(name, "i1", "second", default));
    }

    [AzuriteFact]
    public async Task Start_EngineUnreachable_IsToldAndTheNextFollowsAtOnce()
    {
        var name = _host.Add("away", (context, _) => context.WaitForEvent(Decision));
        var client = _host.ClientOf(
            new UnsureClient(_host.Hub) { BeforeStart = new RpcException(new Status(StatusCode.Unavailable, "")) }
        );
        await Assert.ThrowsAsync<RpcException>(() => client.Start(name, "i1", "first", default));
        Assert.Equal(StartResult.Started, await _host.Client.Start(name, "i1", "second", default));
    }

    [AzuriteFact]
    public async Task RaiseEvent_OntoOneThatEndsMeanwhile_IsFalse()
    {
        var name = _host.Add("ends-meanwhile", (context, _) => context.WaitForEvent(Decision));
        await _host.Client.Start(name, "i1", "", default);
        await _host.Hub.Settled();
        var client = _host.ClientOf(new UnsureClient(_host.Hub) { EndsBeforeRaise = true });
        Assert.False(await client.RaiseEvent("i1", Decision, "x", default));
    }

    [AzuriteFact]
    public async Task RaiseEvent_NobodyThereOrEnded_IsFalse()
    {
        Assert.False(await _host.Client.RaiseEvent("nobody", Decision, "x", default));
        await _host.Run(_host.Add("ends", (_, input) => Task.FromResult(input)));
        Assert.False(await _host.Client.RaiseEvent("i1", Decision, "x", default));
    }

    [AzuriteFact]
    public async Task SetStatus_UpToItsLimit_IsSeenFromOutside()
    {
        var name = _host.Add(
            "tells",
            async (context, _) =>
            {
                context.SetCustomStatus(new { Stage = "ordering" });
                return await context.WaitForEvent(Decision);
            }
        );
        await _host.Client.Start(name, "i1", "", default);
        await _host.Hub.Settled();
        Assert.Equal("""{"stage":"ordering"}""", (await _host.Client.Get("i1", default))!.CustomStatus);
    }

    [AzuriteFact]
    public async Task Terminate_Running_EndsItWithItsReason()
    {
        var name = _host.Add("endless", (context, _) => context.WaitForEvent(Decision));
        await _host.Client.Start(name, "i1", "", default);
        await _host.Hub.Settled();
        Assert.True(await _host.Client.Terminate("i1", "by otto", default));
        var state = (await _host.Client.Get("i1", default))!;
        Assert.Equal(
            (InstanceStatus.Terminated, ErrorCodes.InstanceTerminated, "by otto"),
            (state.Status, state.Failure!.Code, state.Failure.Message)
        );
        Assert.False(await _host.Client.Terminate("i1", "again", default));
    }

    [AzuriteFact]
    public async Task Purge_Ended_FreesTheId()
    {
        var name = _host.Add(
            "purged",
            async (context, input) => input == "" ? await context.WaitForEvent(Decision) : input
        );
        await _host.Client.Start(name, "i1", "", default);
        await _host.Hub.Settled();
        Assert.False(await _host.Client.Purge("i1", default));
        await _host.Client.RaiseEvent("i1", Decision, "end", default);
        await _host.UntilEnded("i1");
        Assert.True(await _host.Client.Purge("i1", default));
        Assert.Null(await _host.Client.Get("i1", default));
        Assert.Equal(StartResult.Started, await _host.Client.Start(name, "i1", "anew", default));
    }

    [AzuriteFact]
    public async Task Purge_WhatEndedLongAgo_RemovesItWithItsReservationAndNothingElse()
    {
        var retention = new RetentionOptions();
        var name = _host.Add(
            "kept",
            async (context, input) => input == "" ? await context.WaitForEvent(Decision) : input
        );
        await _host.Run(name, "ended", "old");
        await _host.Client.Start(name, "running", "", default);
        await _host.Reservations.Hold("never-started", "one that died", default);
        _host.Clock.Advance(retention.Histories + TimeSpan.FromDays(1));
        await _host.Run(name, "ended", "new");

        var ended = new EndedInstances(_host.Client, _host.Reservations, Options.Create(retention), _host.Clock);
        Assert.Equal(1, await ended.Purge(default));
        Assert.Null(await _host.Client.Get("old", default));
        Assert.NotNull(await _host.Client.Get("running", default));
        Assert.NotNull(await _host.Client.Get("new", default));
        Assert.Equal(0, await ended.Purge(default));
        Assert.Equal(
            ["running"],
            await _host.Reservations.HeldBefore(_host.Clock.GetUtcNow() - retention.Histories, default).ToListAsync()
        );
        Assert.Equal(StartResult.Started, await _host.Client.Start(name, "old", "again", default));
    }

    /// <summary>An engine that does what it is asked for and says something else.</summary>
    private sealed class UnsureClient(ReplayingTaskHub hub) : HubClient(hub)
    {
        private readonly ReplayingTaskHub _hub = hub;

        public RpcException? BeforeStart { get; init; }

        public RpcException? AfterStart { get; init; }

        public bool EndsBeforeRaise { get; init; }

        public override async Task<string> ScheduleNewOrchestrationInstanceAsync(
            TaskName orchestratorName,
            object? input = null,
            StartOrchestrationOptions? options = null,
            CancellationToken cancellation = default
        )
        {
            if (BeforeStart is { } before)
                throw before;
            var id = await base.ScheduleNewOrchestrationInstanceAsync(orchestratorName, input, options, cancellation);
            return AfterStart is { } after ? throw after : id;
        }

        public override Task RaiseEventAsync(
            string instanceId,
            string eventName,
            object? eventPayload = null,
            CancellationToken cancellation = default
        )
        {
            if (!EndsBeforeRaise)
                return base.RaiseEventAsync(instanceId, eventName, eventPayload, cancellation);
            _hub.Terminate(instanceId, null);
            throw new RpcException(new Status(StatusCode.FailedPrecondition, "It has ended."));
        }
    }
}

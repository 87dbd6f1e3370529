using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.Extensions.Options;
using Onboarding;
using Onboarding.Durability;
using Onboarding.Retention;
using OnboardingFunctions.Durable;
using OnboardingFunctions.Tests.Azurite;
using OnboardingFunctions.Tests.Replaying;

namespace OnboardingFunctions.Tests.Durable;

/// <summary>What the port promises, on Durable Task.</summary>
[Collection(AzuriteCollection.Name)]
public sealed class PortTests(AzuriteFixture azurite) : IDisposable
{
    private static readonly RetryRule Thrice = new(3, TimeSpan.FromSeconds(10), 2, TimeSpan.FromMinutes(1));
    private static readonly EventName<string> Decision = new("decision");
    private readonly PortHost _host = new(azurite);

    public void Dispose() => _host.Dispose();

    [AzuriteFact]
    public async Task CallActivity_Result_ComesBackAndIsStoredOnce()
    {
        _host.Activity = (input, run) => $"{input}-{run}";
        var name = _host.Add("calls", async (context, input) =>
        {
            var first = await context.CallActivity(PortHost.Told, input);
            var second = await context.CallActivity(PortHost.Told, first);
            return $"{first} {second}";
        });
        var state = await _host.Run(name, "a \"quoted\" ü");
        Assert.Equal(InstanceStatus.Completed, state.Status);
        Assert.Equal("a \"quoted\" ü-1 a \"quoted\" ü-1-2", DurableJson.Read<string>(state.Output!));
        Assert.Equal(3, _host.Hub.Instance("i1").Replays);
    }

    [AzuriteFact]
    public async Task CallActivity_RetryableFailure_IsTriedAgainNotBeforeItSaid()
    {
        var runs = new List<DateTimeOffset>();
        _host.Activity = (_, run) =>
        {
            runs.Add(_host.Clock.GetUtcNow());
            return run < 3 ? throw new DurableFailureException(new FailureDetails("partner-center.throttled", "slow down", Retryable: true, TimeSpan.FromMinutes(5))) : "done";
        };
        var state = await _host.Run(_host.Add("retries", (context, input) => context.CallActivity(PortHost.Told, input, Thrice)));
        Assert.Equal("done", DurableJson.Read<string>(state.Output!));
        Assert.Equal(3, runs.Count);
        Assert.All(runs.Zip(runs.Skip(1)), pair => Assert.True(pair.Second - pair.First >= TimeSpan.FromMinutes(5)));
    }

    [AzuriteFact]
    public async Task CallActivity_FailureForGood_CrossesWithAllItsDetails()
    {
        var thrown = new FailureDetails("order.line-refused", "The line was refused.", Retryable: false, TimeSpan.FromSeconds(3));
        _host.Activity = (_, _) => throw new DurableFailureException(thrown);
        FailureDetails? seen = null;
        var name = _host.Add("fails", async (context, input) =>
        {
            try
            {
                return await context.CallActivity(PortHost.Told, input, Thrice);
            }
            catch (DurableFailureException failure)
            {
                seen = failure.Details;
                throw;
            }
        });
        var state = await _host.Run(name);
        Assert.Equal((InstanceStatus.Failed, thrown, 1), (state.Status, state.Failure, _host.Runs));
        Assert.Equal(thrown, seen);
    }

    [AzuriteFact]
    public async Task CallActivity_UnforeseenException_TellsItsTypeAndNotItsMessage()
    {
        _host.Activity = (_, _) => throw new InvalidOperationException("gena@wingtiptoys.example");
        var state = await _host.Run(_host.Add("crashes", (context, input) => context.CallActivity(PortHost.Told, input)));
        Assert.Equal((FailureDetails.Unexpected, true), (state.Failure!.Code, state.Failure.Retryable));
        Assert.DoesNotContain("gena", state.Failure.Message, StringComparison.Ordinal);
    }

    [AzuriteFact]
    public async Task CallActivity_WorkerThatDies_IsRetried()
    {
        var deaths = 0;
        _host.Hub.WorkerDies = _ => deaths++ == 0;
        var state = await _host.Run(_host.Add("dies", (context, input) => context.CallActivity(PortHost.Told, input, Thrice)), "alive");
        Assert.Equal(("alive", 2), (DurableJson.Read<string>(state.Output!), deaths));
    }

    [AzuriteFact]
    public async Task Start_TwentyAtOnce_OneStarts()
    {
        var name = _host.Add("waits", (context, _) => context.WaitForEvent(Decision));
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(n => _host.Client.Start(name, "i1", $"{n}", default)));
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
        var client = _host.ClientOf(new UnsureClient(_host.Hub) { AfterStart = new RpcException(new Status(heard, "")) });
        Assert.Equal(StartResult.Started, await client.Start(name, "i1", "first", default));
        Assert.Equal(StartResult.AlreadyExists, await _host.Client.Start(name, "i1", "second", default));
    }

    [AzuriteFact]
    public async Task Start_EngineAway_IsToldAndTheNextFollowsAtOnce()
    {
        var name = _host.Add("away", (context, _) => context.WaitForEvent(Decision));
        var client = _host.ClientOf(new UnsureClient(_host.Hub) { BeforeStart = new RpcException(new Status(StatusCode.Unavailable, "")) });
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

    [AzuriteTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WaitForEvent_AskedTwice_IsOneWait(bool newestWaitFirst)
    {
        using var host = new PortHost(azurite, newestWaitFirst);
        var name = host.Add("one-wait", async (context, _) =>
        {
            // The first task is left behind at every reminder, as careless code does.
            for (var reminder = 0; reminder < 3; reminder++)
            {
                using var timer = new CancellationTokenSource();
                var due = context.CreateTimer(context.CurrentUtc.AddHours(1), timer.Token);
                if (await Task.WhenAny(context.WaitForEvent(Decision), due) == due) continue;
                timer.Cancel();
            }

            return $"{await context.WaitForEvent(Decision)}";
        });
        await host.Client.Start(name, "i1", "", default);
        for (var hour = 0; hour < 3; hour++)
        {
            await host.Hub.Settled();
            host.Clock.Advance(TimeSpan.FromHours(1));
        }

        await host.Hub.Settled();
        Assert.True(await host.Client.RaiseEvent("i1", Decision, "approved", default));
        Assert.Equal("approved", DurableJson.Read<string>((await host.UntilEnded("i1")).Output!));
    }

    [AzuriteFact]
    public async Task WaitForEvent_EventsThatCameBefore_AreKeptInOrder()
    {
        var name = _host.Add("early", async (context, input) =>
        {
            await context.CreateTimer(context.CurrentUtc.AddMinutes(1), CancellationToken.None);
            return $"{await context.WaitForEvent(Decision)} {await context.WaitForEvent(Decision)}";
        });
        await _host.Client.Start(name, "i1", "", default);
        await _host.Hub.Settled();
        await _host.Client.RaiseEvent("i1", Decision, "one", default);
        await _host.Client.RaiseEvent("i1", new EventName<string>("DECISION"), "two", default);
        Assert.Equal("one two", DurableJson.Read<string>((await _host.UntilEnded("i1")).Output!));
    }

    [AzuriteFact]
    public async Task RaiseEvent_NobodyThereOrEnded_IsFalse()
    {
        Assert.False(await _host.Client.RaiseEvent("nobody", Decision, "x", default));
        await _host.Run(_host.Add("ends", (_, input) => Task.FromResult(input)));
        Assert.False(await _host.Client.RaiseEvent("i1", Decision, "x", default));
    }

    [AzuriteFact]
    public async Task CreateTimer_Cancelled_ThrowsAndGoesOn()
    {
        var state = await _host.Run(_host.Add("cancels", async (context, _) =>
        {
            using var cancel = new CancellationTokenSource();
            var timer = context.CreateTimer(context.CurrentUtc.AddDays(1), cancel.Token);
            cancel.Cancel();
            await Assert.ThrowsAnyAsync<TaskCanceledException>(() => timer);
            return "went on";
        }));
        Assert.Equal("went on", DurableJson.Read<string>(state.Output!));
    }

    [AzuriteFact]
    public async Task SetStatus_UpToItsLimit_IsSeenFromOutside()
    {
        var name = _host.Add("tells", async (context, _) =>
        {
            context.SetStatus(new { Stage = "ordering" });
            return await context.WaitForEvent(Decision);
        });
        await _host.Client.Start(name, "i1", "", default);
        await _host.Hub.Settled();
        Assert.Equal("""{"stage":"ordering"}""", (await _host.Client.Get("i1", default))!.CustomStatus);
    }

    [AzuriteTheory]
    [InlineData('x', 8_000, InstanceStatus.Completed)]
    [InlineData('x', 8_200, InstanceStatus.Failed)]
    // Seven letters each as Durable Task stores them: escaped in our JSON, and that again in its own.
    [InlineData('ü', 1_300, InstanceStatus.Failed)]
    public async Task SetStatus_OfAnySize_IsTakenUpToDurableTasksLimit(char letter, int letters, InstanceStatus ends)
    {
        var state = await _host.Run(_host.Add("tells-much", (context, input) =>
        {
            context.SetStatus(input);
            return Task.FromResult("");
        }), new string(letter, letters));
        Assert.Equal(ends, state.Status);
    }

    [AzuriteFact]
    public async Task ContinueAsNew_KeepsVersionAndEventsNotTaken()
    {
        var name = _host.Add("counts", async (context, input) =>
        {
            if (input != "") return $"{input} {context.Version} {await context.WaitForEvent(Decision)}";
            await context.CreateTimer(context.CurrentUtc.AddMinutes(1), CancellationToken.None);
            context.ContinueAsNew("again");
            return "";
        }, version: "7");
        await _host.Client.Start(name, "i1", "", default);
        await _host.Hub.Settled();
        await _host.Client.RaiseEvent("i1", Decision, "kept", default);
        Assert.Equal("again 7 kept", DurableJson.Read<string>((await _host.UntilEnded("i1")).Output!));
    }

    [AzuriteFact]
    public async Task CallSubOrchestration_ResultAndFailure_ComeBack()
    {
        var child = _host.Add("child", (_, input) => input == "bad" ? throw new DurableFailureException(new FailureDetails("order.group-refused", "no", false)) : Task.FromResult($"{input}!"));
        var parent = _host.Add("parent", async (context, input) =>
        {
            var good = await context.CallSubOrchestration(child, "good", "child-1");
            var bad = await Assert.ThrowsAsync<DurableFailureException>(() => context.CallSubOrchestration(child, "bad", "child-2"));
            var taken = await Assert.ThrowsAsync<DurableFailureException>(() => context.CallSubOrchestration(child, "other", "child-1"));
            return $"{good} {bad.Details.Code} {taken.Details.Code}";
        });
        Assert.Equal($"good! order.group-refused {ErrorCodes.InstanceTaken}", DurableJson.Read<string>((await _host.Run(parent)).Output!));
        Assert.Equal(StartResult.AlreadyExists, await _host.Client.Start(child, "child-1", "x", default));
    }

    [AzuriteFact]
    public async Task Terminate_Running_EndsItWithItsReason()
    {
        var name = _host.Add("endless", (context, _) => context.WaitForEvent(Decision));
        await _host.Client.Start(name, "i1", "", default);
        await _host.Hub.Settled();
        Assert.True(await _host.Client.Terminate("i1", "by otto", default));
        var state = (await _host.Client.Get("i1", default))!;
        Assert.Equal((InstanceStatus.Terminated, ErrorCodes.InstanceTerminated, "by otto"), (state.Status, state.Failure!.Code, state.Failure.Message));
        Assert.False(await _host.Client.Terminate("i1", "again", default));
    }

    [AzuriteFact]
    public async Task Purge_Ended_FreesTheId()
    {
        var name = _host.Add("purged", async (context, input) => input == "" ? await context.WaitForEvent(Decision) : input);
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
        var name = _host.Add("kept", async (context, input) => input == "" ? await context.WaitForEvent(Decision) : input);
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
        Assert.Equal(["running"], await _host.Reservations.HeldBefore(_host.Clock.GetUtcNow() - retention.Histories, default).ToListAsync());
        Assert.Equal(StartResult.Started, await _host.Client.Start(name, "old", "again", default));
    }

    [AzuriteFact]
    public async Task NewGuidAndCurrentUtc_Replayed_AreTheSame()
    {
        var seen = new List<(Guid, DateTimeOffset)>();
        var name = _host.Add("ids", async (context, _) =>
        {
            seen.Add((context.NewGuid(), context.CurrentUtc));
            await context.CreateTimer(context.CurrentUtc.AddDays(9), CancellationToken.None);
            return $"{context.NewGuid()}";
        });
        await _host.Run(name);
        Assert.Equal(2, seen.Count);
        Assert.Single(seen.Distinct());
    }

    /// <summary>An engine that does what it is asked for and says something else.</summary>
    private sealed class UnsureClient(ReplayingTaskHub hub) : HubClient(hub)
    {
        private readonly ReplayingTaskHub _hub = hub;

        public RpcException? BeforeStart { get; init; }

        public RpcException? AfterStart { get; init; }

        public bool EndsBeforeRaise { get; init; }

        public override async Task<string> ScheduleNewOrchestrationInstanceAsync(
            TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default)
        {
            if (BeforeStart is { } before) throw before;
            var id = await base.ScheduleNewOrchestrationInstanceAsync(orchestratorName, input, options, cancellation);
            return AfterStart is { } after ? throw after : id;
        }

        public override Task RaiseEventAsync(string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default)
        {
            if (!EndsBeforeRaise) return base.RaiseEventAsync(instanceId, eventName, eventPayload, cancellation);
            _hub.Terminate(instanceId, null);
            throw new RpcException(new Status(StatusCode.FailedPrecondition, "It has ended."));
        }
    }
}

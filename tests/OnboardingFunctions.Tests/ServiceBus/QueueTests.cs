using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Onboarding;
using Onboarding.Http;
using Onboarding.Requests;
using Onboarding.Submission;
using Onboarding.Webhooks;
using OnboardingFunctions.ServiceBus;
using OnboardingFunctions.Tests.Azurite;
using OnboardingFunctions.Tests.Onboardings;
using PartnerCenter.Simulator.Faults;
using Scenarios;

namespace OnboardingFunctions.Tests.ServiceBus;

/// <summary>
/// What becomes of a message in the queue, over AMQP: every one is settled, once, with a reason where it is refused.
/// </summary>
[Collection(AzuriteCollection.Name)]
public sealed class QueueTests : IAsyncLifetime, IAsyncDisposable
{
    // It passes the broker's limit and not the request's.
    private static readonly string TooLarge = new(' ', RequestReader.MaxBytes + 1);

    private readonly FunctionsHost _host;
    private readonly AmqpBroker _broker;
    private readonly ServiceBusClient _client;

    public QueueTests(AzuriteFixture azurite)
    {
        _host = new FunctionsHost(azurite);
        _broker = new AmqpBroker(_host.Clock);
        _host.Settings[ServiceBusOptions.Section] = _broker.ConnectionString;
        _client = new ServiceBusClient(_broker.ConnectionString);
    }

    private BrokerQueue Queue => _broker.Queue;

    private IInbox Inbox => _host.Services.GetRequiredService<IInbox>();

    private Task<OnboardingId> IdOf(OnboardingRequest request) =>
        _host.Services.GetRequiredService<OnboardingSubmission>().FindId(request, default);

    public Task InitializeAsync() => AzuriteProgram.Path is null ? Task.CompletedTask : _host.Start();

    async Task IAsyncLifetime.DisposeAsync() => await DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _host.DisposeAsync();
        _broker.Dispose();
    }

    [AzuriteFact]
    public async Task Drain_GoodRequest_IsTakenOnceAndOnboarded()
    {
        var request = Requests.Direct();
        await Send(DurableJson.Write(request), "m1");
        Assert.Equal(1, await Drain());
        Assert.Equal(0, await Drain());
        Assert.Equal(["m1"], Queue.Completed);
        Assert.Empty(Queue.Messages);
        var ended = await _host.UntilEnded(await IdOf(request));
        Assert.IsType<OnboardingOutcome.Completed>(ended.Outcome);
    }

    [AzuriteFact]
    public async Task Drain_SameIdTwice_IsTakenOnce()
    {
        var body = DurableJson.Write(Requests.Direct());
        await Send(body, "m1");
        await Send(body, "m1");
        Assert.Equal(1, await Drain());
        Assert.Equal((1, 1), (Queue.Duplicates, Queue.Completed.Count));
        Assert.Single((await _host.Records.Search(new(), default)).Items);
    }

    [AzuriteFact]
    public async Task Drain_SameRequestUnderAnotherId_IsCompletedAndOneOnboarding()
    {
        var body = DurableJson.Write(Requests.Direct());
        await Send(body, "m1");
        await Send(body, "m2");
        await Drain();
        Assert.Equal(["m1", "m2"], Queue.Completed.Order());
        Assert.Single((await _host.Records.Search(new(), default)).Items);
    }

    [AzuriteFact]
    public async Task Drain_MoreThanAreTakenAtOnce_TakesAll()
    {
        var all = Enumerable.Range(0, (2 * QueueDrain.MessagesAtOnce) + 1).Select(n => $"m{n}").ToArray();
        foreach (var id in all)
            await Send(DurableJson.Write(Requests.Direct($"Trey Research {id}")), id);
        Assert.Equal(all.Length, await Drain());
        Assert.Equal(all.Order(), Queue.Completed.Order());
    }

    [AzuriteFact]
    public async Task Drain_SameReferenceWithAnotherRequest_IsDeadLettered()
    {
        var request = Requests.Direct();
        await Send(DurableJson.Write(request), "m1");
        await Drain();
        await Send(
            DurableJson.Write(request with { Subscriptions = [Requests.Line(Requests.BusinessBasic, 26)] }),
            "m2"
        );
        await Drain();
        var dead = Assert.Single(Queue.DeadLetters);
        Assert.Equal(("m2", ErrorCodes.KeyReused), (dead.Id, dead.DeadLetterReason));
    }

    [AzuriteTheory]
    [InlineData("no json", ErrorCodes.RequestMalformed)]
    [InlineData("{\"reference\":1}", null)]
    [InlineData("", ErrorCodes.RequestMalformed)]
    public async Task Drain_Poison_IsDeadLetteredWithItsReasonWhichStandsInTheInbox(string body, string? reason)
    {
        await Send(body, "m1");
        await Drain();
        var dead = Assert.Single(Queue.DeadLetters);
        if (reason is not null)
            Assert.Equal(reason, dead.DeadLetterReason);
        Assert.NotEmpty(dead.DeadLetterDescription!);
        var mirrored = Assert.Single((await Inbox.List(InboxState.Dead, 10, null, default)).Items);
        Assert.Equal((InboxMessage.Queue, "m1"), (mirrored.Source, mirrored.Id));
        Assert.Equal((dead.DeadLetterReason, dead.DeadLetterDescription), (mirrored.Code, mirrored.Reason));
        Assert.Empty((await _host.Records.Search(new(), default)).Items);
    }

    [AzuriteFact]
    public async Task Drain_TooLargeOrUnknownPartner_IsDeadLettered()
    {
        await Send(TooLarge, "m1");
        await Send(DurableJson.Write(Requests.Direct() with { Partner = "nobody" }), "m2");
        await Drain();
        var dead = Queue.DeadLetters.OrderBy(one => one.Id, StringComparer.Ordinal).ToList();
        Assert.Equal(ErrorCodes.RequestTooLarge, dead[0].DeadLetterReason);
        Assert.Contains("/partner", dead[1].DeadLetterDescription, StringComparison.Ordinal);
    }

    [AzuriteFact]
    public async Task Drain_DeadLetter_IsCorrectedAndSentAgainThroughTheInbox()
    {
        var request = Requests.Direct();
        await Send(DurableJson.Write(request with { Partner = "nobody" }), "m1");
        await Drain();
        var dead = Assert.Single((await Inbox.List(InboxState.Dead, 10, null, default)).Items);

        var inbox = _host.Services.GetRequiredService<InboxService>();
        Assert.NotNull(await inbox.SendAgain(dead.Key, DurableJson.Write(request), "otto", default));
        var ended = await _host.UntilEnded(await IdOf(request));
        Assert.IsType<OnboardingOutcome.Completed>(ended.Outcome);
        Assert.Equal(InboxState.Taken, (await Inbox.Get(dead.Key, default))!.State);
    }

    [AzuriteFact]
    public async Task Drain_WhilePartnerCenterIsUnreachable_TakesWhatCanBeCheckedLater()
    {
        PartnerCenterIsUnreachable();
        await Send(DurableJson.Write(Requests.Direct()), "m1");
        await Drain();
        Assert.Equal(["m1"], Queue.Completed);
        Assert.Empty(Queue.Messages);
        Assert.Single((await _host.Records.Search(new(), default)).Items);
    }

    [AzuriteFact]
    public async Task Drain_CountryThatNobodyCanBeAskedAbout_IsPutBackAndComesAgain()
    {
        PartnerCenterIsUnreachable();
        await Send(DurableJson.Write(InACountryWithoutBuiltInRules()), "m1");
        await Drain();
        var copy = Assert.Single(Queue.Messages);
        Assert.True(copy.ScheduledFor > _host.Clock.GetUtcNow());
        Assert.Equal("m1", copy.Properties[QueuedMessage.OriginalIdProperty]);
        Assert.Equal(1, copy.Properties[QueuedMessage.AttemptProperty]);
        Assert.Empty((await _host.Records.Search(new(), default)).Items);

        // Not before its time, and then with a longer wait.
        Assert.Equal(0, await Drain());
        _host.Clock.Advance(copy.ScheduledFor!.Value - _host.Clock.GetUtcNow());
        Assert.Equal(1, await Drain());
        Assert.Equal((0, 0), (Queue.Duplicates, Queue.DeadLetters.Count));
        var second = Assert.Single(Queue.Messages);
        Assert.True(second.ScheduledFor - second.EnqueuedAt > copy.ScheduledFor - copy.EnqueuedAt);

        _host.Simulator.Faults.Clear();
        _host.Clock.Advance(second.ScheduledFor!.Value - _host.Clock.GetUtcNow());
        await Drain();
        Assert.Empty(Queue.Messages);
        // Now it can be checked: Microsoft does not sell there.
        Assert.StartsWith("address.", Assert.Single(Queue.DeadLetters).DeadLetterReason, StringComparison.Ordinal);
        var dead = await Inbox.Get(InboxMessage.KeyOf(InboxMessage.Queue, "m1"), default);
        Assert.Equal(InboxState.Dead, dead!.State);
    }

    [AzuriteFact]
    public async Task Drain_PartnerCenterAsksToSlowDown_LeavesTheOthersInTheQueue()
    {
        _host.Simulator.Faults.Add(
            new SimulatedFault
            {
                Operation = "validation.countryRules",
                Kind = FaultKind.Throttle,
                RetryAfterSeconds = 120,
            }
        );
        var all = (2 * QueueDrain.MessagesAtOnce) + 1;
        for (var n = 0; n < all; n++)
            await Send(DurableJson.Write(InACountryWithoutBuiltInRules()), $"m{n}");
        var handled = await Drain();
        Assert.InRange(handled, 1, QueueDrain.MessagesAtOnce);
        Assert.Equal(all - handled, Queue.Messages.Count(message => message.ScheduledFor is null));
        Assert.All(
            Queue.Messages.Where(message => message.ScheduledFor is not null),
            message => Assert.True(message.ScheduledFor >= _host.Clock.GetUtcNow().AddSeconds(120))
        );
    }

    [AzuriteFact]
    public async Task Drain_PutBackTooOften_IsDeadUnderTheIdItsSenderGaveIt()
    {
        PartnerCenterIsUnreachable();
        await Send(
            DurableJson.Write(InACountryWithoutBuiltInRules()),
            "a copy",
            new()
            {
                [QueuedMessage.AttemptProperty] = MessageRescheduler.MostAttempts,
                [QueuedMessage.OriginalIdProperty] = "m1",
            }
        );
        await Drain();
        Assert.Equal(ErrorCodes.NoAnswer, Assert.Single(Queue.DeadLetters).DeadLetterReason);
        Assert.Equal(
            ErrorCodes.NoAnswer,
            (await Inbox.Get(InboxMessage.KeyOf(InboxMessage.Queue, "m1"), default))!.Code
        );
    }

    [AzuriteFact]
    public async Task Drain_MessageThatStopsTheProcessEachTime_IsDeadLetteredBeforeTheQueueGivesUp()
    {
        await Send(DurableJson.Write(Requests.Direct()), "m1");
        await using var receiver = _client.CreateReceiver(ServiceBusOptions.Queue);
        for (var n = 1; n < QueuedMessageHandler.MostDeliveries; n++)
            await receiver.AbandonMessageAsync(await receiver.ReceiveMessageAsync());
        await Drain();
        Assert.Equal(ErrorCodes.Unexpected, Assert.Single(Queue.DeadLetters).DeadLetterReason);
        Assert.Equal(InboxState.Dead, (await Inbox.Get(InboxMessage.KeyOf(InboxMessage.Queue, "m1"), default))!.State);
    }

    [AzuriteFact]
    public async Task Drain_UnforeseenFailure_IsPutBackAndDeadAfterTheFifth()
    {
        var services = new ServiceCollection()
            .AddSingleton(_host.Services.GetRequiredService<InboxService>())
            .AddScoped<QueuedRequests>(_ => throw new InvalidOperationException("nobody foresaw this"));
        await using var crashing = services.BuildServiceProvider();
        var handler = new QueuedMessageHandler(
            crashing.GetRequiredService<IServiceScopeFactory>(),
            _host.Services.GetRequiredService<ServiceBusReceiver>(),
            _host.Services.GetRequiredService<MessageRescheduler>(),
            _host.Services.GetRequiredService<HostFacts>(),
            _host.Clock,
            NullLogger<QueuedMessageHandler>.Instance
        );
        var drain = new QueueDrain(
            _host.Services.GetRequiredService<ServiceBusReceiver>(),
            handler,
            _host.Clock,
            NullLogger<QueueDrain>.Instance
        );
        await Send(DurableJson.Write(Requests.Direct()), "m1");
        for (var n = 1; n < QueuedMessageHandler.MostCrashes; n++)
        {
            Assert.Equal(1, await drain.Run(default));
            Assert.Equal(n, Assert.Single(Queue.Messages).Properties[QueuedMessage.CrashProperty]);
            _host.Clock.Advance(TimeSpan.FromMinutes(10));
        }

        Assert.Equal(1, await drain.Run(default));
        Assert.Equal(ErrorCodes.Unexpected, Assert.Single(Queue.DeadLetters).DeadLetterReason);
        Assert.Equal(InboxState.Dead, (await Inbox.Get(InboxMessage.KeyOf(InboxMessage.Queue, "m1"), default))!.State);
    }

    [AzuriteFact]
    public async Task Drain_BrokerKilledBeforeItHasSettled_TakesTheMessageAgainAndOnboardsOnce()
    {
        var request = Requests.Direct();
        await Send(DurableJson.Write(request), "m1");
        _broker.BeforeSettling = () =>
        {
            _broker.BeforeSettling = () => true;
            _broker.Kill();
            return false;
        };
        Assert.Equal(1, await Drain());
        Assert.Empty(Queue.Completed);
        Assert.Equal(0, await Drain());

        _broker.Start();
        // Nobody else has it until the lock of the first delivery is over.
        Assert.Equal(0, await Drain());
        _host.Clock.Advance(Queue.LockDuration);
        Assert.Equal(1, await Drain());
        Assert.Equal(["m1"], Queue.Completed);
        var ended = await _host.UntilEnded(await IdOf(request));
        Assert.IsType<OnboardingOutcome.Completed>(ended.Outcome);
        Assert.Single((await _host.Records.Search(new(), default)).Items);
    }

    [AzuriteFact]
    public async Task Drain_PutBackAndBrokerKilledBeforeItHasSettled_LeavesOneCopy()
    {
        PartnerCenterIsUnreachable();
        await Send(DurableJson.Write(InACountryWithoutBuiltInRules()), "m1");
        _broker.BeforeSettling = () =>
        {
            _broker.BeforeSettling = () => true;
            _broker.Kill();
            return false;
        };
        await Drain();
        _broker.Start();
        _host.Clock.Advance(Queue.LockDuration);
        await Drain();
        Assert.Equal(1, Queue.Duplicates);
        Assert.Equal("m1", Assert.Single(Queue.Messages).Properties[QueuedMessage.OriginalIdProperty]);
    }

    [AzuriteFact]
    public async Task Drain_InvocationEndsInTheMiddle_GivesTheMessageBackAtOnce()
    {
        await Send(DurableJson.Write(Requests.Direct()), "m1");
        using var invocation = new CancellationTokenSource();
        _host.BeforeCall = _ => invocation.Cancel();
        await _host.Services.GetRequiredService<QueueDrain>().Run(invocation.Token);
        _host.BeforeCall = null;
        Assert.Equal(1u, Assert.Single(Queue.Messages).Deliveries);
        Assert.Equal(1, await Drain());
        Assert.Equal(["m1"], Queue.Completed);
    }

    [AzuriteFact]
    public async Task Drain_HandlingThatTakesHalfOfTheLock_RenewsIt()
    {
        await Send(DurableJson.Write(Requests.Direct()), "m1");
        using var renewed = new SemaphoreSlim(0);
        Queue.Renewed += () => renewed.Release();
        var isFirst = true;
        _host.BeforeCall = _ =>
        {
            if (!isFirst)
                return;
            isFirst = false;
            _host.Clock.Advance(Queue.LockDuration / 2);
            Assert.True(renewed.Wait(TimeSpan.FromSeconds(30)));
        };
        Assert.Equal(1, await Drain());
        Assert.Equal(1, Queue.Renewals);
        Assert.Equal(["m1"], Queue.Completed);
    }

    [AzuriteFact]
    public async Task Enqueue_Request_IsAMessageThatIsFoundInTheInboxOnceItIsTaken()
    {
        var request = Requests.Direct();
        var queue = _host.Services.GetRequiredService<IRequestQueue>();
        var entry = await queue.Enqueue("order-7", DurableJson.Write(request), "key:shop", default);
        var sent = Assert.Single(Queue.Messages);
        Assert.Equal(("order-7", InboxState.Waiting), (sent.Id, entry.Message.State));
        Assert.Equal("key:shop", sent.Properties[QueuedMessage.ByProperty]);
        Assert.Null(await Inbox.Get(entry.Message.Key, default));

        await Drain();
        var taken = (await Inbox.Get(entry.Message.Key, default))!;
        Assert.Equal((InboxState.Taken, await IdOf(request)), (taken.State, Assert.Single(taken.Onboardings)));
    }

    [AzuriteFact]
    public async Task Enqueue_TooLargeForAMessage_GoesIntoTheInbox()
    {
        var queue = _host.Services.GetRequiredService<IRequestQueue>();
        var entry = await queue.Enqueue("large", new string('x', 200 * 1024), "key:shop", default);
        Assert.Empty(Queue.Messages);
        Assert.NotNull(await Inbox.Get(entry.Message.Key, default));
    }

    private static OnboardingRequest InACountryWithoutBuiltInRules()
    {
        var direct = Requests.Direct();
        return direct with
        {
            Customer = direct.Customer with { Address = direct.Customer.Address! with { Country = "SD" } },
        };
    }

    private void PartnerCenterIsUnreachable() =>
        _host.Simulator.Faults.Add(new SimulatedFault { Operation = "tokens.issue", Kind = FaultKind.Error500 });

    private Task<int> Drain() => _host.Services.GetRequiredService<QueueDrain>().Run(default);

    private async Task Send(string body, string id, Dictionary<string, object>? properties = null)
    {
        var message = new ServiceBusMessage(body) { MessageId = id };
        foreach (var (key, value) in properties ?? [])
            message.ApplicationProperties[key] = value;
        await using var sender = _client.CreateSender(ServiceBusOptions.Queue);
        await sender.SendMessageAsync(message);
    }
}

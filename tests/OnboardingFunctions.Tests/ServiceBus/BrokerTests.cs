using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OnboardingFunctions.ServiceBus;

namespace OnboardingFunctions.Tests.ServiceBus;

/// <summary>What the client of Service Bus sees of the broker that stands for it here.</summary>
public sealed class BrokerTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));
    private readonly AmqpBroker _broker;
    private readonly ServiceBusClient _client;

    public BrokerTests()
    {
        _broker = new AmqpBroker(_clock);
        _client = new ServiceBusClient(_broker.ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        _broker.Dispose();
    }

    [Fact]
    public async Task Message_Sent_IsReceivedLockedRenewedAndCompleted()
    {
        await Send("m1");
        var receiver = _client.CreateReceiver(ServiceBusOptions.Queue);
        var message = await receiver.ReceiveMessageAsync(TimeSpan.FromSeconds(5));
        Assert.Equal(("m1", "body of m1", 1), (message.MessageId, message.Body.ToString(), message.DeliveryCount));
        _clock.Advance(TimeSpan.FromMinutes(4));
        await receiver.RenewMessageLockAsync(message);
        Assert.Equal(_clock.GetUtcNow().AddMinutes(5), message.LockedUntil);
        await receiver.CompleteMessageAsync(message);
        Assert.Equal(["m1"], _broker.Queue.Completed);
    }

    [Fact]
    public async Task Message_NotSettled_ComesAgainWhenItsLockIsOverAndIsDeadAfterTheTenthTime()
    {
        await Send("m1");
        await using var receiver = _client.CreateReceiver(ServiceBusOptions.Queue);
        for (var n = 1; n <= 10; n++)
        {
            Assert.Equal(n, (await receiver.ReceiveMessageAsync(TimeSpan.FromSeconds(5))).DeliveryCount);
            _clock.Advance(_broker.Queue.LockDuration);
        }

        Assert.Null(await receiver.ReceiveMessageAsync(TimeSpan.FromMilliseconds(100)));
        Assert.Equal("MaxDeliveryCountExceeded", Assert.Single(_broker.Queue.DeadLetters).DeadLetterReason);
    }

    [Fact]
    public async Task Message_SettledAfterItsLock_IsRefused()
    {
        await Send("m1");
        await using var receiver = _client.CreateReceiver(ServiceBusOptions.Queue);
        var message = await receiver.ReceiveMessageAsync(TimeSpan.FromSeconds(5));
        _clock.Advance(_broker.Queue.LockDuration);
        var refused = await Assert.ThrowsAsync<ServiceBusException>(() => receiver.CompleteMessageAsync(message));
        Assert.Equal(ServiceBusFailureReason.MessageLockLost, refused.Reason);
        Assert.Single(_broker.Queue.Messages);
    }

    [Fact]
    public async Task Renewal_WhileAMessageIsHandled_KeepsItsLockAgainAndAgain()
    {
        var clock = new ObservedClock(_clock);
        await Send("m1");
        await using var receiver = _client.CreateReceiver(ServiceBusOptions.Queue);
        var message = await receiver.ReceiveMessageAsync(TimeSpan.FromSeconds(5));
        await using (new LockRenewal(receiver, message, clock, NullLogger.Instance))
        {
            for (var n = 0; n < 4; n++)
            {
                await clock.Armed.WaitAsync();
                _clock.Advance(_broker.Queue.LockDuration / 2);
            }

            // The next one waits, so the last renewal is through.
            await clock.Armed.WaitAsync();
        }

        await receiver.CompleteMessageAsync(message);
        Assert.Equal(4, _broker.Queue.Renewals);
        Assert.Equal(["m1"], _broker.Queue.Completed);
    }

    private Task Send(string id) =>
        _client
            .CreateSender(ServiceBusOptions.Queue)
            .SendMessageAsync(new ServiceBusMessage($"body of {id}") { MessageId = id });

    /// <summary>The same time, and tells when somebody has begun to wait for it.</summary>
    private sealed class ObservedClock(TimeProvider time) : TimeProvider
    {
        public SemaphoreSlim Armed { get; } = new(0);

        public override DateTimeOffset GetUtcNow() => time.GetUtcNow();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = time.CreateTimer(callback, state, dueTime, period);
            Armed.Release();
            return timer;
        }
    }
}

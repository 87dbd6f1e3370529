using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.Logging;

namespace OnboardingFunctions.ServiceBus;

/// <summary>
/// Keeps the lock of a message while it is handled: renews it each time half of it is over, until disposed.
/// </summary>
internal sealed class LockRenewal : IAsyncDisposable
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _ended = new();
    private readonly Task _renewing;

    public LockRenewal(
        ServiceBusReceiver receiver,
        ServiceBusReceivedMessage message,
        TimeProvider time,
        ILogger log
    ) => _renewing = Renew(receiver, message, time, log);

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _renewing;
        _ended.Dispose();
    }

    private async Task Renew(
        ServiceBusReceiver receiver,
        ServiceBusReceivedMessage message,
        TimeProvider time,
        ILogger log
    )
    {
        try
        {
            for (; ; )
            {
                var half = (message.LockedUntil - time.GetUtcNow()) / 2;
                await Task.Delay(half > Shortest ? half : Shortest, time, _ended.Token);
                await receiver.RenewMessageLockAsync(message, _ended.Token);
            }
        }
        catch (OperationCanceledException) when (_ended.IsCancellationRequested)
        {
            // It has been handled.
        }
        catch (ServiceBusException lost)
        {
            // It may come to somebody else now, who finds by its reference what is made of it here.
            Log.QueuedLockLost(log, QueuedMessage.IdOf(message), lost.Reason.ToString());
        }
    }
}

using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.Logging;

namespace OnboardingFunctions.ServiceBus;

/// <summary>
/// Takes what lies in the queue, some messages at once and each settled by itself, until the queue is empty, somebody
/// who is needed asks to slow down, or the time is over.
/// </summary>
public sealed class QueueDrain(
    ServiceBusReceiver receiver,
    QueuedMessageHandler handler,
    TimeProvider time,
    ILogger<QueueDrain> log
)
{
    internal const int MessagesAtOnce = 8;

    // The next drain begins with the next minute, and not beside this one.
    internal static readonly TimeSpan LongestRun = TimeSpan.FromSeconds(50);

    // A queue that has something says so at once.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    /// <returns>The number of messages that were settled or left for later.</returns>
    internal async Task<int> Run(CancellationToken cancellationToken)
    {
        var begun = time.GetUtcNow();
        var handled = 0;
        while (!cancellationToken.IsCancellationRequested && time.GetUtcNow() - begun < LongestRun)
        {
            var messages = await Receive(cancellationToken);
            if (messages.Count == 0)
                break;
            handled += messages.Count;
            var goOn = await Task.WhenAll(messages.Select(message => handler.Handle(message, cancellationToken)));
            if (goOn.All(one => one))
                continue;
            Log.QueueHeld(log);
            break;
        }

        return handled;
    }

    private async Task<IReadOnlyList<ServiceBusReceivedMessage>> Receive(CancellationToken cancellationToken)
    {
        try
        {
            return await receiver.ReceiveMessagesAsync(MessagesAtOnce, LongestWait, cancellationToken);
        }
        catch (ServiceBusException unreachable)
        {
            Log.QueueUnreachable(log, unreachable);
            return [];
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return [];
        }
    }
}

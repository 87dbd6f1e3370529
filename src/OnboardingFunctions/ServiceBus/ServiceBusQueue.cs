using System.Text;
using Azure.Messaging.ServiceBus;
using Onboarding.Webhooks;

namespace OnboardingFunctions.ServiceBus;

/// <summary>
/// Sends requests by Service Bus: the sender's id is the message's, so that a repeat within a day is dropped there. A
/// request that is too large for a message goes into the inbox.
/// </summary>
public sealed class ServiceBusQueue(ServiceBusSender sender, InboxService inbox, TimeProvider time) : IRequestQueue
{
    /// <summary>The time for which a caller of the API waits for Service Bus.</summary>
    internal static readonly TimeSpan LongestSend = TimeSpan.FromSeconds(2.5);

    // A message of the standard tier holds 256 KB with everything that stands around its body.
    private const int MostBytes = 192 * 1024;

    public async Task<InboxEntry> Enqueue(string id, string body, string by, CancellationToken cancellationToken)
    {
        if (Encoding.UTF8.GetByteCount(body) > MostBytes)
            return await inbox.Receive(InboxMessage.Queue, id, body, by, cancellationToken);
        var message = new ServiceBusMessage(body) { MessageId = id, ContentType = "application/json" };
        message.ApplicationProperties[QueuedMessage.ByProperty] = by;
        await Send(message, cancellationToken);
        // Nobody can say whether it was dropped as a repeat; either way it is kept.
        return new InboxEntry(
            IsNew: true,
            new()
            {
                Key = InboxMessage.KeyOf(InboxMessage.Queue, id),
                Source = InboxMessage.Queue,
                Id = id,
                ReceivedAt = time.GetUtcNow(),
                Body = body,
                State = InboxState.Waiting,
                By = by,
            }
        );
    }

    private async Task Send(ServiceBusMessage message, CancellationToken cancellationToken)
    {
        try
        {
            // The client looks at its token only between attempts, and a peer that is silent holds up each of them.
            await sender.SendMessageAsync(message, cancellationToken).WaitAsync(LongestSend, time, cancellationToken);
        }
        catch (TimeoutException late)
        {
            // It may be sent all the same; the repeat that the caller is asked for has the same id.
            throw new ServiceBusException(
                "Service Bus did not answer in time.",
                ServiceBusFailureReason.ServiceTimeout,
                innerException: late
            );
        }
    }
}

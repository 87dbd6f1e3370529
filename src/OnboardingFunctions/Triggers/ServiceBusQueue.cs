using System.Text;
using Azure.Messaging.ServiceBus;
using Onboarding.Webhooks;

namespace OnboardingFunctions.Triggers;

/// <summary>Requests by Service Bus: the sender's id is the message's, so that a repeat within a day is dropped there. What is too large for a message goes into the inbox.</summary>
public sealed class ServiceBusQueue(ServiceBusSender sender, InboxDesk inbox, TimeProvider time) : IRequestQueue
{
    // A message of the standard tier holds 256 KB with everything that stands around its body.
    private const int MostBytes = 192 * 1024;

    public async Task<InboxEntry> Enqueue(string id, string body, string by, CancellationToken cancellationToken)
    {
        if (Encoding.UTF8.GetByteCount(body) > MostBytes) return await inbox.Receive(InboxMessage.Queue, id, body, by, cancellationToken);
        var message = new ServiceBusMessage(BinaryData.FromString(body)) { MessageId = id, ContentType = "application/json" };
        message.ApplicationProperties[Postponing.By] = by;
        await sender.SendMessageAsync(message, cancellationToken);
        // Nobody can say whether it was dropped as a repeat; either way it is kept.
        return new InboxEntry(IsNew: true, new() { Key = InboxMessage.KeyOf(InboxMessage.Queue, id), Source = InboxMessage.Queue, Id = id, ReceivedAt = time.GetUtcNow(), Body = body, State = InboxState.Waiting, By = by });
    }
}

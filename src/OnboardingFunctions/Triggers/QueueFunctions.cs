using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Onboarding;
using Onboarding.Http;
using Onboarding.Intake;
using Onboarding.Webhooks;
using OnboardingFunctions.Durable;

namespace OnboardingFunctions.Triggers;

/// <summary>
/// Requests that come by Service Bus. A message is settled here and nowhere else: completed, dead-lettered with what is wrong, or put back for later. What became of it stands in the inbox before it is settled, so a dead
/// letter is looked at, corrected and sent again as every other.
/// </summary>
public sealed class QueueFunctions(QueuedRequests requests, InboxDesk inbox, Postponing postponing, DurableClientSource engine, HostFacts facts, ILogger<QueueFunctions> log)
{
    public const string Queue = "onboarding-requests";
    public const string Connection = "ServiceBus";

    private static readonly QueuedResult.Poison TooOften = new(ErrorCodes.NoAnswer, $"It could not be taken in {Postponing.MostAttempts} attempts: Partner Center, storage or engine did not answer.");

    [Function("SubmitFromQueue")]
    public async Task Submit(
        [ServiceBusTrigger(Queue, Connection = Connection, AutoCompleteMessages = false)] ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        engine.Use(client);
        switch (await Take(message, cancellationToken))
        {
            case QueuedResult.Taken taken:
                Log.QueuedTaken(log, message.MessageId, taken.Id.Value);
                await actions.CompleteMessageAsync(message, cancellationToken);
                break;
            case QueuedResult.Poison poison:
                await Bury(message, poison, actions, cancellationToken);
                break;
            case QueuedResult.Later later when !await postponing.PutBack(message, later.NotBefore, actions, cancellationToken):
                await Record(message, TooOften, cancellationToken);
                await Bury(message, TooOften, actions, cancellationToken);
                break;
        }
    }

    private async Task Bury(ServiceBusReceivedMessage message, QueuedResult.Poison poison, ServiceBusMessageActions actions, CancellationToken cancellationToken)
    {
        Log.QueuedPoison(log, message.MessageId, poison.Reason);
        await actions.DeadLetterMessageAsync(message, deadLetterReason: poison.Reason, deadLetterErrorDescription: poison.Description, cancellationToken: cancellationToken);
    }

    private async Task<QueuedResult> Take(ServiceBusReceivedMessage message, CancellationToken cancellationToken)
    {
        try
        {
            var result = await requests.Take(message.Body.ToMemory(), Postponing.SenderOf(message), cancellationToken);
            if (result is not QueuedResult.Later) await Record(message, result, cancellationToken);
            return result;
        }
        catch (Exception away) when (facts.IsAway(away))
        {
            // Storage or engine: the same as a vendor that cannot be asked. Nothing was kept that a repeat would not find.
            return new QueuedResult.Later(null);
        }
    }

    private Task<InboxEntry> Record(ServiceBusReceivedMessage message, QueuedResult result, CancellationToken cancellationToken) => inbox.Record(Postponing.IdOf(message), message.Body.ToString(), Postponing.SenderOf(message), result, cancellationToken);
}

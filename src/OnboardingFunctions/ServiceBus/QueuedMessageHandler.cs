using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Onboarding;
using Onboarding.Http;
using Onboarding.Requests;
using Onboarding.Webhooks;

namespace OnboardingFunctions.ServiceBus;

/// <summary>
/// Handles one message and settles it: completed, dead-lettered with what is wrong, or put back for later. What became
/// of it stands in the inbox before it is settled, so a dead letter is looked at, corrected and sent again as every
/// other.
/// </summary>
public sealed class QueuedMessageHandler(
    IServiceScopeFactory scopes,
    ServiceBusReceiver receiver,
    MessageRescheduler rescheduler,
    HostFacts facts,
    TimeProvider time,
    ILogger<QueuedMessageHandler> log
)
{
    /// <summary>
    /// A message that was delivered so often stops the process each time; the queue itself would give up after ten.
    /// </summary>
    internal const int MostDeliveries = 8;

    internal const int MostCrashes = 5;

    // Settling must end even when the invocation has: what was done would be done again.
    private static readonly TimeSpan LongestSettlement = TimeSpan.FromSeconds(20);

    private static readonly QueuedResult.Poison TooOften = new(
        ErrorCodes.NoAnswer,
        $"Not taken in {MessageRescheduler.MostAttempts} attempts: Partner Center, storage or engine did not answer."
    );

    private static readonly QueuedResult.Poison Stopped = new(
        ErrorCodes.Unexpected,
        $"It was begun {MostDeliveries - 1} times, and each time the process stopped before it had ended."
    );

    private static readonly QueuedResult.Poison Crashed = new(
        ErrorCodes.Unexpected,
        $"Taking it failed {MostCrashes} times in a way that was not foreseen; the log says how."
    );

    /// <summary>Takes the request that the message carries, and settles the message.</summary>
    /// <returns>
    /// False: a service it needs is unreachable or throttles, so no other message is to be received now.
    /// </returns>
    internal async Task<bool> Handle(ServiceBusReceivedMessage message, CancellationToken cancellationToken)
    {
        try
        {
            await using var renewal = new LockRenewal(receiver, message, time, log);
            await using var scope = scopes.CreateAsyncScope();
            var inbox = scope.ServiceProvider.GetRequiredService<InboxService>();
            var verdict = await Take(message, scope.ServiceProvider, inbox, cancellationToken);
            using var deadline = new CancellationTokenSource(LongestSettlement, time);
            await Settle(message, verdict, inbox, deadline.Token);
            return verdict.GoOn;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await Abandon(message);
            return false;
        }
        catch (Exception unreachable)
            when (facts.IsUnreachable(unreachable) || unreachable is OperationCanceledException)
        {
            // Not settled, so it comes again when its lock is over, and finds by its reference what was made of it.
            Log.QueuedNotSettled(log, QueuedMessage.IdOf(message), unreachable);
            return unreachable is ServiceBusException { Reason: ServiceBusFailureReason.MessageLockLost };
        }
    }

    private async Task<Verdict> Take(
        ServiceBusReceivedMessage message,
        IServiceProvider services,
        InboxService inbox,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var requests = services.GetRequiredService<QueuedRequests>();
            var result =
                message.DeliveryCount >= MostDeliveries ? Stopped
                : RequestParts.Of(message.Body.ToString()) is { } parts
                    ? await Divide(message, inbox, parts, cancellationToken)
                : await requests.Take(message.Body.ToMemory(), QueuedMessage.SenderOf(message), cancellationToken);
            if (result is QueuedResult.Later later)
                return new(result, GoOn: later.NotBefore is null);
            await Record(message, inbox, result, cancellationToken);
            return new(result, GoOn: true);
        }
        catch (Exception unreachable) when (facts.IsUnreachable(unreachable))
        {
            // Storage or engine: the same as a vendor that cannot be asked. Nothing was kept that a repeat would not
            // find.
            return new(new QueuedResult.Later(null), GoOn: false);
        }
        catch (Exception unforeseen) when (unforeseen is not OperationCanceledException)
        {
            var id = QueuedMessage.IdOf(message);
            Log.QueuedCrashed(log, id, unforeseen);
            var crashes = QueuedMessage.CountOf(message, QueuedMessage.CrashProperty) + 1;
            if (crashes < MostCrashes)
                return new(new QueuedResult.Later(null), GoOn: true, HasCrashed: true);
            await Record(message, inbox, Crashed, cancellationToken);
            return new(Crashed, GoOn: true);
        }
    }

    private static async Task<QueuedResult> Divide(
        ServiceBusReceivedMessage message,
        InboxService inbox,
        IReadOnlyList<string> parts,
        CancellationToken cancellationToken
    )
    {
        await inbox.ReceiveParts(
            InboxMessage.Queue,
            QueuedMessage.IdOf(message),
            parts,
            QueuedMessage.SenderOf(message),
            cancellationToken
        );
        return new QueuedResult.Divided(parts.Count);
    }

    private async Task Settle(
        ServiceBusReceivedMessage message,
        Verdict verdict,
        InboxService inbox,
        CancellationToken cancellationToken
    )
    {
        var id = QueuedMessage.IdOf(message);
        switch (verdict.Result)
        {
            case QueuedResult.Taken taken:
                Log.QueuedTaken(log, id, taken.Id.Value);
                await receiver.CompleteMessageAsync(message, cancellationToken);
                break;
            case QueuedResult.Divided:
                await receiver.CompleteMessageAsync(message, cancellationToken);
                break;
            case QueuedResult.Poison poison:
                await DeadLetter(message, poison, cancellationToken);
                break;
            case QueuedResult.Later later
                when await rescheduler.Reschedule(message, later.NotBefore, verdict.HasCrashed, cancellationToken):
                await receiver.CompleteMessageAsync(message, cancellationToken);
                break;
            default:
                await Record(message, inbox, TooOften, cancellationToken);
                await DeadLetter(message, TooOften, cancellationToken);
                break;
        }
    }

    private Task DeadLetter(
        ServiceBusReceivedMessage message,
        QueuedResult.Poison poison,
        CancellationToken cancellationToken
    )
    {
        Log.QueuedPoison(log, QueuedMessage.IdOf(message), poison.Reason);
        return receiver.DeadLetterMessageAsync(message, poison.Reason, poison.Description, cancellationToken);
    }

    private static Task<InboxEntry> Record(
        ServiceBusReceivedMessage message,
        InboxService inbox,
        QueuedResult result,
        CancellationToken cancellationToken
    ) =>
        inbox.Record(
            QueuedMessage.IdOf(message),
            message.Body.ToString(),
            QueuedMessage.SenderOf(message),
            result,
            cancellationToken
        );

    // The next instance may have it at once, and need not wait until the lock is over.
    private async Task Abandon(ServiceBusReceivedMessage message)
    {
        using var deadline = new CancellationTokenSource(LongestSettlement, time);
        try
        {
            await receiver.AbandonMessageAsync(message, cancellationToken: deadline.Token);
        }
        catch (Exception unreachable) when (unreachable is ServiceBusException or OperationCanceledException)
        {
            Log.QueuedNotSettled(log, QueuedMessage.IdOf(message), unreachable);
        }
    }

    /// <summary>The result for a message, and whether other messages are to be received now.</summary>
    private sealed record Verdict(QueuedResult Result, bool GoOn, bool HasCrashed = false);
}

using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.Logging;

namespace OnboardingFunctions.ServiceBus;

/// <summary>
/// Puts a message back for later. Abandoning would bring it again at once, and after ten times into the dead letters
/// while the vendor is only slow; so a copy is scheduled and the message completed. A crash between the two brings the
/// message again: putting it back once more schedules the same copy, which duplicate detection drops, and taking it
/// finds the onboarding of the other.
/// </summary>
public sealed class MessageRescheduler(ServiceBusSender sender, TimeProvider time, ILogger<MessageRescheduler> log)
{
    /// <summary>With waits of up to <see cref="Longest"/> a bit more than two days.</summary>
    internal const int MostAttempts = 300;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>Schedules a copy of the message; the message itself is still to be completed.</summary>
    /// <returns>False: it was put back too often already, and nothing was scheduled.</returns>
    internal async Task<bool> Reschedule(
        ServiceBusReceivedMessage message,
        TimeSpan? notBefore,
        bool hasCrashed,
        CancellationToken cancellationToken
    )
    {
        var attempt = QueuedMessage.CountOf(message, QueuedMessage.AttemptProperty) + 1;
        if (attempt > MostAttempts)
            return false;
        var seconds = Math.Max(Math.Pow(2, attempt), notBefore?.TotalSeconds ?? 0);
        var wait = TimeSpan.FromSeconds(Math.Min(seconds, Longest.TotalSeconds));
        var copy = new ServiceBusMessage(message)
        {
            MessageId = QueuedMessage.IdOfCopy(message),
            ScheduledEnqueueTime = time.GetUtcNow() + wait,
        };
        copy.ApplicationProperties[QueuedMessage.AttemptProperty] = attempt;
        copy.ApplicationProperties[QueuedMessage.OriginalIdProperty] = QueuedMessage.IdOf(message);
        var crashes = QueuedMessage.CountOf(message, QueuedMessage.CrashProperty) + (hasCrashed ? 1 : 0);
        if (crashes > 0)
            copy.ApplicationProperties[QueuedMessage.CrashProperty] = crashes;
        await sender.SendMessageAsync(copy, cancellationToken);
        Log.QueuedLater(log, QueuedMessage.IdOf(message), attempt, wait);
        return true;
    }
}

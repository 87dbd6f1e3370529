using System.Security.Cryptography;
using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace OnboardingFunctions.Triggers;

/// <summary>
/// Puts a message back for later. Abandoning would bring it again at once, and after ten times into the dead letters while the vendor is only slow; so a copy is scheduled and the message completed. A crash
/// between the two leaves both: the second finds the onboarding of the first.
/// </summary>
public sealed class Postponing(ServiceBusSender sender, TimeProvider time, ILogger<Postponing> log)
{
    internal const string Attempt = "attempt";
    private const string Original = "id";

    /// <summary>Under which a sender of ours says on whose behalf it sends.</summary>
    internal const string By = "by";

    /// <summary>With waits of up to <see cref="Longest"/> a bit more than two days.</summary>
    internal const int MostAttempts = 300;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>What its sender called the message, also after it was put back.</summary>
    internal static string IdOf(ServiceBusReceivedMessage message) => message.ApplicationProperties.TryGetValue(Original, out var id) && id is string before ? before
        : message.MessageId is { Length: > 0 } own ? own
        : Convert.ToHexStringLower(SHA256.HashData(message.Body.ToMemory().Span));

    /// <summary>Who is answerable for the message; whoever may send to the queue is trusted to say so.</summary>
    internal static string SenderOf(ServiceBusReceivedMessage message) => message.ApplicationProperties.TryGetValue(By, out var by) && by is string { Length: > 0 } who ? who : "queue";

    /// <returns>False: it was put back too often already, and is as it was.</returns>
    internal async Task<bool> PutBack(ServiceBusReceivedMessage message, TimeSpan? notBefore, ServiceBusMessageActions actions, CancellationToken cancellationToken)
    {
        var attempt = message.ApplicationProperties.TryGetValue(Attempt, out var before) && before is int n ? n + 1 : 1;
        if (attempt > MostAttempts) return false;
        var wait = TimeSpan.FromSeconds(Math.Min(Math.Max(Math.Pow(2, attempt), notBefore?.TotalSeconds ?? 0), Longest.TotalSeconds));
        // Duplicate detection would drop a copy under the same id.
        var copy = new ServiceBusMessage(message) { MessageId = $"{Guid.NewGuid():n}", ScheduledEnqueueTime = time.GetUtcNow() + wait };
        copy.ApplicationProperties[Attempt] = attempt;
        copy.ApplicationProperties[Original] = IdOf(message);
        await sender.SendMessageAsync(copy, cancellationToken);
        await actions.CompleteMessageAsync(message, cancellationToken);
        Log.QueuedLater(log, IdOf(message), attempt, wait);
        return true;
    }
}

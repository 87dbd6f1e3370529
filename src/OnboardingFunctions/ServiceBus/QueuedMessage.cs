using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure.Messaging.ServiceBus;

namespace OnboardingFunctions.ServiceBus;

/// <summary>Reads what the messages of the queue carry beside their body.</summary>
internal static class QueuedMessage
{
    /// <summary>Under which a sender of ours says on whose behalf it sends.</summary>
    internal const string ByProperty = "by";

    /// <summary>How often it was put back.</summary>
    internal const string AttemptProperty = "attempt";

    /// <summary>How often handling it failed in a way that nobody foresaw.</summary>
    internal const string CrashProperty = "crashes";

    /// <summary>What its sender called a message that was put back.</summary>
    internal const string OriginalIdProperty = "id";

    /// <summary>Gets what its sender called the message, also after it was put back.</summary>
    internal static string IdOf(ServiceBusReceivedMessage message)
    {
        if (message.ApplicationProperties.TryGetValue(OriginalIdProperty, out var id) && id is string before)
            return before;
        return message.MessageId is { Length: > 0 } own
            ? own
            : Convert.ToHexStringLower(SHA256.HashData(message.Body.ToMemory().Span));
    }

    /// <summary>Gets who is answerable for the message; whoever may send to the queue is trusted to say so.</summary>
    internal static string SenderOf(ServiceBusReceivedMessage message) =>
        message.ApplicationProperties.TryGetValue(ByProperty, out var by) && by is string { Length: > 0 } who
            ? who
            : "queue";

    internal static int CountOf(ServiceBusReceivedMessage message, string property) =>
        message.ApplicationProperties.TryGetValue(property, out var before) && before is int n ? n : 0;

    /// <summary>
    /// Makes the id of a copy: another than the message's own, which duplicate detection would drop, and the same again
    /// when a crash has the message put back twice.
    /// </summary>
    internal static string IdOfCopy(ServiceBusReceivedMessage message)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{message.SequenceNumber}\n{IdOf(message)}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
    }
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure.Messaging.ServiceBus;

namespace OnboardingFunctions.ServiceBus;

/// <summary>Reads the properties of the queue's messages.</summary>
internal static class QueuedMessage
{
    /// <summary>The property with which one of our senders names the person on whose behalf it sends.</summary>
    internal const string ByProperty = "by";

    /// <summary>The property that counts how often the message was put back.</summary>
    internal const string AttemptProperty = "attempt";

    /// <summary>The property that counts how often handling it failed with an unexpected error.</summary>
    internal const string CrashProperty = "crashes";

    /// <summary>The property with the id that the sender gave to a message that was put back.</summary>
    internal const string OriginalIdProperty = "id";

    /// <summary>Gets the id that the sender gave to the message, also after it was put back.</summary>
    internal static string IdOf(ServiceBusReceivedMessage message)
    {
        if (message.ApplicationProperties.TryGetValue(OriginalIdProperty, out var id) && id is string before)
            return before;
        return message.MessageId is { Length: > 0 } own
            ? own
            : Convert.ToHexStringLower(SHA256.HashData(message.Body.ToMemory().Span));
    }

    /// <summary>
    /// Gets the person responsible for the message; every sender with access to the queue is trusted to state it.
    /// </summary>
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

// Facts of Azure.Messaging.ServiceBus.
using Azure.Core;

namespace Azure.Messaging.ServiceBus;

public class ServiceBusReceivedMessage
{
    internal ServiceBusReceivedMessage(BinaryData body) => Body = body;

    public BinaryData Body { get; }

    public string MessageId { get; internal init; } = "";

    public IReadOnlyDictionary<string, object> ApplicationProperties { get; internal init; } = new Dictionary<string, object>();
}

public enum ServiceBusFailureReason
{
    GeneralError = 0,
    MessagingEntityNotFound = 1,
    MessageLockLost = 2,
    MessageNotFound = 3,
    MessageSizeExceeded = 4,
    MessagingEntityDisabled = 5,
    QuotaExceeded = 6,
    ServiceBusy = 7,
    ServiceTimeout = 8,
    ServiceCommunicationProblem = 9,
}

public class ServiceBusException(string message, ServiceBusFailureReason reason, string? entityPath = default, Exception? innerException = default) : Exception(message, innerException)
{
    public ServiceBusFailureReason Reason { get; } = reason;

    public string? EntityPath { get; } = entityPath;
}

public class ServiceBusMessage
{
    public ServiceBusMessage(BinaryData body)
    {
        Body = body;
        ApplicationProperties = new Dictionary<string, object>();
    }

    public ServiceBusMessage(ServiceBusReceivedMessage receivedMessage)
    {
        Body = receivedMessage.Body;
        MessageId = receivedMessage.MessageId;
        ApplicationProperties = receivedMessage.ApplicationProperties.ToDictionary();
    }

    public BinaryData Body { get; set; }

    public string MessageId { get; set; } = "";

    public string ContentType { get; set; } = "";

    public DateTimeOffset ScheduledEnqueueTime { get; set; }

    public IDictionary<string, object> ApplicationProperties { get; }
}

public class ServiceBusSender
{
    protected ServiceBusSender()
    {
    }

    public virtual Task SendMessageAsync(ServiceBusMessage message, CancellationToken cancellationToken = default) => Task.CompletedTask;
}

public class ServiceBusClient
{
    public ServiceBusClient(string connectionString)
    {
    }

    public ServiceBusClient(string fullyQualifiedNamespace, TokenCredential credential)
    {
    }

    public virtual ServiceBusSender CreateSender(string queueOrTopicName) => throw new NotSupportedException(queueOrTopicName);
}

public static class ServiceBusModelFactory
{
    public static ServiceBusReceivedMessage ServiceBusReceivedMessage(BinaryData? body = default, string? messageId = default, IDictionary<string, object>? properties = default) =>
        new(body ?? BinaryData.Empty) { MessageId = messageId ?? "", ApplicationProperties = (properties ?? new Dictionary<string, object>()).ToDictionary() };
}

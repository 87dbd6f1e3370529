using Amqp;
using Amqp.Framing;
using Amqp.Types;

namespace OnboardingFunctions.Tests.ServiceBus;

/// <summary>A message as the broker keeps it, apart from the connection that brought it.</summary>
internal sealed class StoredMessage
{
    public const string ScheduledAnnotation = "x-opt-scheduled-enqueue-time";

    private readonly byte[] _encoded;

    public StoredMessage(Message sent, long sequence, DateTimeOffset enqueuedAt)
    {
        (Sequence, EnqueuedAt) = (sequence, enqueuedAt);
        var buffer = sent.Encode();
        _encoded = buffer.Buffer.AsSpan(buffer.Offset, buffer.Length).ToArray();
        Id = sent.Properties?.MessageId ?? "";
        var due = sent.MessageAnnotations?.Map[new Symbol(ScheduledAnnotation)];
        ScheduledFor = due is DateTime time ? new DateTimeOffset(time.ToUniversalTime()) : null;
        Body = sent.BodySection is Data data ? System.Text.Encoding.UTF8.GetString(data.Binary) : "";
        if (sent.ApplicationProperties is { } properties)
            foreach (var key in properties.Map.Keys)
                Properties[(string)key] = properties.Map[key];
    }

    public string Id { get; }

    public long Sequence { get; }

    public DateTimeOffset EnqueuedAt { get; }

    public DateTimeOffset? ScheduledFor { get; }

    public string Body { get; }

    public Dictionary<string, object> Properties { get; } = [];

    /// <summary>How often it was delivered and not settled.</summary>
    public uint Deliveries { get; set; }

    /// <summary>Names the delivery that holds it; empty while nobody does.</summary>
    public Guid Lock { get; set; }

    public DateTimeOffset LockedUntil { get; set; }

    /// <summary>Why it was dead-lettered.</summary>
    public string? DeadLetterReason { get; set; }

    public string? DeadLetterDescription { get; set; }

    /// <summary>Makes what is sent to a receiver: the message as it came, with the annotations of a broker.</summary>
    public Message ToDelivery()
    {
        var message = Message.Decode(new ByteBuffer(_encoded, 0, _encoded.Length, _encoded.Length));
        message.Header ??= new Header();
        message.Header.DeliveryCount = Deliveries;
        message.MessageAnnotations ??= new MessageAnnotations();
        message.MessageAnnotations.Map[new Symbol("x-opt-sequence-number")] = Sequence;
        message.MessageAnnotations.Map[new Symbol("x-opt-enqueued-time")] = EnqueuedAt.UtcDateTime;
        message.MessageAnnotations.Map[new Symbol("x-opt-locked-until")] = LockedUntil.UtcDateTime;
        message.DeliveryAnnotations = new DeliveryAnnotations();
        message.DeliveryAnnotations.Map[BrokerConnection.LockToken] = Lock;
        return message;
    }
}

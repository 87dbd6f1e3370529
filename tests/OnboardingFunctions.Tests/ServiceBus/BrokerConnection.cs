using System.Collections.Concurrent;
using System.Net.Sockets;
using Amqp.Handler;
using Amqp.Types;

namespace OnboardingFunctions.Tests.ServiceBus;

/// <summary>
/// Tags each delivery with its lock, as Service Bus does, and cuts connections as the end of a process does.
/// </summary>
internal sealed class BrokerConnection : IHandler
{
    public static readonly Symbol LockToken = new("x-opt-lock-token");

    private readonly ConcurrentBag<Socket> _sockets = [];

    public bool CanHandle(EventId id) => id is EventId.SendDelivery or EventId.SocketAccept;

    public void Handle(Event protocolEvent)
    {
        if (protocolEvent.Context is Socket socket)
            _sockets.Add(socket);
        else if (
            protocolEvent.Context is IDelivery { Message.DeliveryAnnotations: { } annotations } delivery
            && annotations.Map[LockToken] is Guid held
        )
            delivery.Tag = held.ToByteArray();
    }

    /// <summary>Ends all connections without a word.</summary>
    public void Cut()
    {
        while (_sockets.TryTake(out var socket))
            socket.Close(0);
    }
}

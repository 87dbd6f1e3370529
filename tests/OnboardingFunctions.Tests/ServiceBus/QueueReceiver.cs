using Amqp.Framing;
using Amqp.Listener;
using Amqp.Types;

namespace OnboardingFunctions.Tests.ServiceBus;

/// <summary>
/// The broker's end of a link that takes from the queue: delivers for as much credit as it has been given, and settles
/// what the peer decides.
/// </summary>
internal sealed class QueueReceiver : LinkEndpoint
{
    private readonly Lock _gate = new();
    private readonly AmqpBroker _broker;
    private readonly BrokerQueue _queue;
    private readonly ListenerLink _link;
    private volatile bool _isClosed;
    private int _credit;

    public QueueReceiver(AmqpBroker broker, ListenerLink link)
    {
        (_broker, _queue, _link) = (broker, broker.Queue, link);
        _queue.Changed += Deliver;
        link.Closed += (_, _) =>
        {
            _isClosed = true;
            _queue.Changed -= Deliver;
        };
    }

    public override void OnFlow(FlowContext flowContext)
    {
        lock (_gate)
            _credit = Math.Max(0, _credit + flowContext.Messages);
        Deliver();
        if (!_link.IsDraining)
            return;
        lock (_gate)
            _credit = 0;
        _link.CompleteDrain();
    }

    public override void OnDisposition(DispositionContext dispositionContext)
    {
        // What a link held when it ended stays locked until its time is over.
        if (_isClosed || !_broker.BeforeSettling())
            return;
        var held = new Guid(dispositionContext.Message.DeliveryTag);
        var state = dispositionContext.DeliveryState;
        var settled = state switch
        {
            Accepted => _queue.Complete(held),
            Rejected rejected => _queue.DeadLetter(
                held,
                Text(rejected, "DeadLetterReason"),
                Text(rejected, "DeadLetterErrorDescription")
            ),
            Released => _queue.Release(held),
            _ => _queue.Abandon(held),
        };
        if (settled)
            dispositionContext.Complete();
        else
            dispositionContext.Complete(
                new Error(new Symbol("com.microsoft:message-lock-lost")) { Description = "The lock is over." }
            );
    }

    private void Deliver()
    {
        lock (_gate)
        {
            while (_credit > 0 && !_isClosed && _queue.Take() is { } message)
            {
                _credit--;
                _link.SendMessage(message.ToDelivery());
            }
        }
    }

    private static string? Text(Rejected rejected, string name) => rejected.Error?.Info?[new Symbol(name)] as string;
}

using Amqp.Listener;

namespace OnboardingFunctions.Tests.ServiceBus;

/// <summary>The broker's end of a link that sends into the queue.</summary>
internal sealed class QueueSender(BrokerQueue queue) : LinkEndpoint
{
    public override void OnMessage(MessageContext messageContext)
    {
        queue.Enqueue(messageContext.Message);
        messageContext.Complete();
    }

    public override void OnFlow(FlowContext flowContext) { }

    public override void OnDisposition(DispositionContext dispositionContext) { }
}

using System.Net;
using System.Net.Sockets;
using Amqp;
using Amqp.Framing;
using Amqp.Listener;
using Amqp.Sasl;
using Amqp.Types;
using OnboardingFunctions.ServiceBus;

namespace OnboardingFunctions.Tests.ServiceBus;

/// <summary>
/// A broker that Service Bus's own client takes for one: AMQP 1.0 on a port of its own, claims-based security that
/// grants everything, a queue with peek-lock, and its management node.
/// </summary>
internal sealed class AmqpBroker : ILinkProcessor, IDisposable
{
    private const int SenderCredit = 100;

    // As Service Bus's premium tier has it at first.
    private const ulong MaxMessageSize = 1024 * 1024;

    private readonly int _port = FreePort();
    private readonly BrokerConnection _connections = new();
    private ContainerHost? _host;

    public AmqpBroker(TimeProvider time)
    {
        Queue = new BrokerQueue(time);
        Start();
    }

    public BrokerQueue Queue { get; }

    /// <summary>
    /// Called with what a peer wants to settle, before it is; false: its connection was cut and it is not.
    /// </summary>
    public Func<bool> BeforeSettling { get; set; } = () => true;

    /// <summary>As for the emulator of Service Bus, which is reached without TLS as well.</summary>
    public string ConnectionString =>
        $"Endpoint=sb://127.0.0.1:{_port};SharedAccessKeyName=test;SharedAccessKey=dGVzdA==;UseDevelopmentEmulator=true;";

    /// <summary>Starts it, or starts it again with what it has kept.</summary>
    public void Start()
    {
        _host = new ContainerHost(new Address($"amqp://127.0.0.1:{_port}"));
        _host.Listeners[0].SASL.EnableAnonymousMechanism = true;
        _host.Listeners[0].SASL.EnableMechanism(new Symbol("MSSBCBS"), SaslProfile.Anonymous);
        _host.Listeners[0].HandlerFactory = _ => _connections;
        _host.RegisterRequestProcessor("$cbs", new GrantingTokens());
        _host.RegisterRequestProcessor($"{ServiceBusOptions.Queue}/$management", new QueueManagement(Queue));
        _host.RegisterRequestProcessor($"/{ServiceBusOptions.Queue}/$management", new QueueManagement(Queue));
        _host.RegisterLinkProcessor(this);
        _host.Open();
    }

    /// <summary>Ends it and all its connections; what it has kept it still has.</summary>
    public void Kill()
    {
        // Nobody is to come in again while the connections end.
        foreach (var listener in _host?.Listeners ?? [])
            listener.Close();
        _connections.Cut();
        _host = null;
    }

    public void Process(AttachContext attachContext)
    {
        var attach = attachContext.Attach;
        attach.MaxMessageSize = MaxMessageSize;
        // The role of an attach is the peer's: true where it receives.
        var address = attach.Role ? ((Source)attach.Source).Address : ((Target)attach.Target).Address;
        if (address.TrimStart('/') != ServiceBusOptions.Queue)
            attachContext.Complete(new Error(ErrorCode.NotFound) { Description = $"There is no queue {address}." });
        else if (attach.Role)
            attachContext.Complete(new QueueReceiver(this, attachContext.Link), 0);
        else
            attachContext.Complete(new QueueSender(Queue), SenderCredit);
    }

    public void Dispose()
    {
        Kill();
        Queue.Dispose();
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private sealed class GrantingTokens : IRequestProcessor
    {
        public int Credit => 100;

        public void Process(RequestContext requestContext) =>
            requestContext.Complete(
                new Message
                {
                    Properties = new Properties { CorrelationId = requestContext.Message.Properties.MessageId },
                    ApplicationProperties = new ApplicationProperties
                    {
                        ["status-code"] = 202,
                        ["status-description"] = "Accepted",
                    },
                }
            );
    }
}

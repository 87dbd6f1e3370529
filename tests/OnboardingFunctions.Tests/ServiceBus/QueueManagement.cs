using Amqp;
using Amqp.Framing;
using Amqp.Listener;
using Amqp.Types;

namespace OnboardingFunctions.Tests.ServiceBus;

/// <summary>
/// The management node of the queue: renews locks, and settles what was delivered on a link that is no more.
/// </summary>
internal sealed class QueueManagement(BrokerQueue queue) : IRequestProcessor
{
    public int Credit => 100;

    public void Process(RequestContext requestContext)
    {
        var request = requestContext.Message;
        var body = (Map)request.Body;
        var (status, answer) = request.ApplicationProperties["operation"] switch
        {
            "com.microsoft:renew-lock" => Renew((Guid[])body["lock-tokens"]),
            "com.microsoft:update-disposition" => Settle((Guid[])body["lock-tokens"], body),
            _ => (501, null),
        };
        requestContext.Complete(
            new Message
            {
                Properties = new Properties { CorrelationId = request.Properties.MessageId },
                ApplicationProperties = new ApplicationProperties
                {
                    ["statusCode"] = status,
                    ["statusDescription"] = status == 200 ? "OK" : "no",
                    ["errorCondition"] = new Symbol(
                        status == 410 ? "com.microsoft:message-lock-lost" : "amqp:not-implemented"
                    ),
                },
                BodySection = new AmqpValue { Value = answer },
            }
        );
    }

    private (int Status, Map? Answer) Renew(Guid[] held)
    {
        var until = held.Select(queue.Renew).ToList();
        return until.Contains(null)
            ? (410, null)
            : (200, new Map { ["expirations"] = until.Select(time => time!.Value.UtcDateTime).ToArray() });
    }

    private (int Status, Map? Answer) Settle(Guid[] held, Map body)
    {
        var settled = held.Select(one =>
                (string)body["disposition-status"] switch
                {
                    "completed" => queue.Complete(one),
                    "suspended" => queue.DeadLetter(
                        one,
                        body["deadletter-reason"] as string,
                        body["deadletter-description"] as string
                    ),
                    _ => queue.Abandon(one),
                }
            )
            .ToList();
        return settled.Contains(false) ? (410, null) : (200, new Map());
    }
}

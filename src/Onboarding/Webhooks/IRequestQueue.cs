namespace Onboarding.Webhooks;

/// <summary>The queue of requests that are to be submitted as soon as possible.</summary>
public interface IRequestQueue
{
    /// <summary>Keeps it, durably, before it answers; the same id again is kept once.</summary>
    /// <param name="id">The id that its sender gave to it, at most 100 characters.</param>
    /// <param name="body">A request as JSON.</param>
    /// <param name="by">The person responsible for it.</param>
    /// <param name="cancellationToken">Gives up; it may be kept all the same.</param>
    Task<InboxEntry> Enqueue(string id, string body, string by, CancellationToken cancellationToken);
}

/// <summary>The inbox as the queue, which needs nothing beside the engine.</summary>
internal sealed class InboxQueue(InboxService service) : IRequestQueue
{
    public Task<InboxEntry> Enqueue(string id, string body, string by, CancellationToken cancellationToken) =>
        service.Receive(InboxMessage.Queue, id, body, by, cancellationToken);
}

using Onboarding.Progress;
using Onboarding.Requests;

namespace Onboarding.Webhooks;

/// <summary>
/// Stores messages and has them processed: at least once, with growing waits while Partner Center or storage is
/// unreachable, and as dead letters when they never can be. The durable engine is the queue, in both hosts.
/// </summary>
public sealed class InboxService
{
    private readonly IInbox _inbox;
    private readonly IOrchestrationClient _orchestrations;
    private readonly IAuditLog _audit;
    private readonly TimeProvider _time;

    internal InboxService(IInbox inbox, IOrchestrationClient orchestrations, IAuditLog audit, TimeProvider time) =>
        (_inbox, _orchestrations, _audit, _time) = (inbox, orchestrations, audit, time);

    /// <summary>Keeps a message and starts it. One that came before is not kept again.</summary>
    public async Task<InboxEntry> Receive(
        string source,
        string id,
        string body,
        string by,
        CancellationToken cancellationToken
    )
    {
        var entry = await _inbox.Add(
            new()
            {
                Key = InboxMessage.KeyOf(source, id),
                Source = source,
                Id = id,
                ReceivedAt = _time.GetUtcNow(),
                Body = body,
                State = InboxState.Waiting,
                By = by,
            },
            cancellationToken
        );
        // From here on it is ours, whether the sender waits or not; what a crash leaves unstarted, StartPending starts.
        if (entry.IsNew)
            await Start(entry.Message);
        return entry;
    }

    /// <summary>Gets the message that a source calls by an id; null when there is none.</summary>
    internal Task<InboxMessage?> Find(string source, string id, CancellationToken cancellationToken) =>
        _inbox.Get(InboxMessage.KeyOf(source, id), cancellationToken);

    /// <summary>
    /// Keeps each request of a body of several as a message of its own, so that each is taken, refused and corrected
    /// alone. A repeat keeps none twice.
    /// </summary>
    internal async Task ReceiveParts(
        string source,
        string id,
        IReadOnlyList<string> parts,
        string by,
        CancellationToken cancellationToken
    )
    {
        foreach (var (index, part) in parts.Index())
            await Receive(source, PartId(id, index + 1), part, by, cancellationToken);
    }

    /// <summary>Says of a body of several requests where they are.</summary>
    internal static string PartsReason(string id, int count) =>
        $"It held {count} requests; they are kept as {PartId(id, 1)} to {PartId(id, count)}.";

    private static string PartId(string id, int number) => $"{id}-{number}";

    /// <summary>
    /// Keeps what became of a message that another queue brought, so that it is found here, and a dead one can be
    /// corrected and sent again.
    /// </summary>
    public Task<InboxEntry> Record(
        string id,
        string body,
        string by,
        QueuedResult result,
        CancellationToken cancellationToken
    )
    {
        var message = new InboxMessage
        {
            Key = InboxMessage.KeyOf(InboxMessage.Queue, id),
            Source = InboxMessage.Queue,
            Id = id,
            ReceivedAt = _time.GetUtcNow(),
            Body = body,
            State = InboxState.Taken,
            By = by,
        };
        return _inbox.Add(
            result switch
            {
                QueuedResult.Taken taken => message with { Onboardings = [taken.Id] },
                QueuedResult.Divided divided => message with { Reason = PartsReason(id, divided.Count) },
                QueuedResult.Poison poison => message with
                {
                    State = InboxState.Dead,
                    Code = poison.Reason,
                    Reason = poison.Description,
                },
                _ => throw new ArgumentException("It is still to be taken.", nameof(result)),
            },
            cancellationToken
        );
    }

    /// <summary>
    /// Sends a dead letter or an event that nobody waited for once more, with another body if one is given.
    /// </summary>
    /// <returns>Null: there is none, or it is neither of these.</returns>
    public async Task<InboxMessage?> SendAgain(string key, string? body, string by, CancellationToken cancellationToken)
    {
        if (await _inbox.Get(key, cancellationToken) is not { State: InboxState.Dead or InboxState.Unmatched } message)
            return null;
        var again = await _inbox.Update(
            message with
            {
                Body = body ?? message.Body,
                By = body is null ? message.By : $"{message.By}, {by}",
                State = InboxState.Waiting,
                Round = message.Round + 1,
                Code = null,
                Reason = null,
            },
            cancellationToken
        );
        if (again is null)
            return null;
        await _audit.Append(
            new AuditEntry(
                $"{again.Instance}-again",
                _time.GetUtcNow(),
                by,
                body is null ? "inbox.send-again" : "inbox.correct",
                key
            ),
            CancellationToken.None
        );
        await Start(again);
        return again;
    }

    /// <summary>
    /// Starts what was kept and not started, because the process ended between the two. For the start of a host and for
    /// a timer.
    /// </summary>
    /// <returns>The number of messages that it started.</returns>
    public async Task<int> StartPending(CancellationToken cancellationToken)
    {
        var started = 0;
        string? continuation = null;
        do
        {
            var page = await _inbox.List(InboxState.Waiting, 200, continuation, cancellationToken);
            foreach (var message in page.Items)
            {
                if (
                    await _orchestrations.Get(message.Instance, cancellationToken) is null
                    && await Start(message) == StartResult.Started
                )
                    started++;
            }

            continuation = page.Continuation;
        } while (continuation is not null);
        return started;
    }

    private Task<StartResult> Start(InboxMessage message) =>
        _orchestrations.Start(
            InboxOrchestration.StoredName,
            message.Instance,
            new InboxPlan(message.Key, message.Round),
            CancellationToken.None
        );
}

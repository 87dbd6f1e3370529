using Onboarding.Webhooks;

namespace OnboardingServer.Storage;

/// <summary>The received messages, in the server's file.</summary>
internal sealed class SqliteInbox(ToldFile file) : IInbox
{
    private readonly GuardedRows<InboxMessage> _rows = new(
        file,
        new(
            "inbox",
            "received_at",
            ["state"],
            message => message.Key,
            message => message.ReceivedAt,
            message => [(int)message.State],
            message => message.ETag,
            (message, etag) => message with { ETag = etag }
        )
    );

    public async Task<InboxEntry> Add(InboxMessage message, CancellationToken cancellationToken)
    {
        var (isNew, stored) = await _rows.Add(message, cancellationToken);
        return new InboxEntry(isNew, stored);
    }

    public Task<InboxMessage?> Get(string key, CancellationToken cancellationToken) =>
        _rows.Get(key, cancellationToken);

    public Task<InboxMessage?> Update(InboxMessage message, CancellationToken cancellationToken) =>
        _rows.Update(message, cancellationToken);

    public Task<bool> Remove(InboxMessage message, CancellationToken cancellationToken) =>
        _rows.Remove(message, cancellationToken);

    public Task<InboxPage> List(InboxState? state, int limit, string? continuation, CancellationToken cancellationToken)
    {
        var (items, next) = _rows.List(
            new Dictionary<string, object?> { ["state"] = (int?)state },
            limit,
            continuation
        );
        return Task.FromResult(new InboxPage(items, next));
    }
}

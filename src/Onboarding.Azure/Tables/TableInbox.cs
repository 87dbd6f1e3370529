using Onboarding.Webhooks;

namespace Onboarding.Azure.Tables;

/// <summary>The received messages: <c>m|key</c> the message; <c>t|all|</c> and <c>t|state|</c> the lists.</summary>
internal sealed class TableInbox(TableStore store) : IInbox
{
    private const string All = "t|all|";

    private readonly PlacedRows<InboxMessage> _rows = new(
        store,
        new(
            TableNames.Inbox,
            "m",
            message => message.Key,
            message => message.ReceivedAt,
            message => [All, OfState(message.State)],
            message => message.ETag,
            (message, etag) => message with { ETag = etag }
        )
    );

    public async Task<InboxEntry> Add(InboxMessage message, CancellationToken cancellationToken)
    {
        // One that came before and was not started, because the process ended between the two, is started by the timer.
        var (isNew, stored) = await _rows.Add(message, cancellationToken);
        return new InboxEntry(isNew, stored);
    }

    public Task<InboxMessage?> Get(string key, CancellationToken cancellationToken) =>
        _rows.Get(key, cancellationToken);

    public Task<InboxMessage?> Update(InboxMessage message, CancellationToken cancellationToken) =>
        _rows.Update(message, cancellationToken);

    public Task<bool> Remove(InboxMessage message, CancellationToken cancellationToken) =>
        _rows.Remove(message, cancellationToken);

    public async Task<InboxPage> List(
        InboxState? state,
        int limit,
        string? continuation,
        CancellationToken cancellationToken
    )
    {
        var (items, next) = await _rows.List(
            state is { } only ? OfState(only) : All,
            message => state is null || message.State == state,
            limit,
            continuation,
            cancellationToken
        );
        return new InboxPage(items, next);
    }

    private static string OfState(InboxState state) => $"t|{state.ToString().ToLowerInvariant()}|";
}

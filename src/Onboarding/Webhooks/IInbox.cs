namespace Onboarding.Webhooks;

/// <summary>The store of what came in. Every call is durable when it returns.</summary>
public interface IInbox
{
    /// <summary>
    /// Writes a new message, or returns the one that stands under its key already; of two at once exactly one is
    /// written.
    /// </summary>
    Task<InboxEntry> Add(InboxMessage message, CancellationToken cancellationToken);

    Task<InboxMessage?> Get(string key, CancellationToken cancellationToken);

    /// <summary>Replaces it.</summary>
    /// <returns>As it is stored. Null: another write came between (the ETag differs), or it is not there.</returns>
    Task<InboxMessage?> Update(InboxMessage message, CancellationToken cancellationToken);

    /// <summary>Removes it.</summary>
    /// <returns>False: another write came between (the ETag differs), or it is not there.</returns>
    Task<bool> Remove(InboxMessage message, CancellationToken cancellationToken);

    /// <summary>
    /// Oldest first; only those in <paramref name="state"/> when it is given. The continuation is opaque and stays
    /// valid while messages are added.
    /// </summary>
    /// <exception cref="FormatException">The continuation is none of ours.</exception>
    Task<InboxPage> List(InboxState? state, int limit, string? continuation, CancellationToken cancellationToken);
}

/// <summary>The result of an addition. <paramref name="Message"/> is the stored one in either case.</summary>
public sealed record InboxEntry(bool IsNew, InboxMessage Message);

public sealed record InboxPage(IReadOnlyList<InboxMessage> Items, string? Continuation);

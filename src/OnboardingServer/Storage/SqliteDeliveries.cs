using Onboarding;
using Onboarding.Notifications;

namespace OnboardingServer.Storage;

/// <summary>The outbox, in the server's file.</summary>
internal sealed class SqliteDeliveries(ToldFile file) : IDeliveries
{
    private readonly GuardedRows<Delivery> _rows = new(
        file,
        new(
            "deliveries",
            "created_at",
            ["onboarding", "state"],
            told => told.Id,
            told => told.CreatedAt,
            told => [told.Onboarding.Value, (int)told.State],
            told => told.ETag,
            (told, etag) => told with { ETag = etag }
        )
    );

    public Task Add(Delivery delivery, CancellationToken cancellationToken) => _rows.Add(delivery, cancellationToken);

    public Task<Delivery?> Get(string id, CancellationToken cancellationToken) => _rows.Get(id, cancellationToken);

    public Task<Delivery?> Update(Delivery delivery, CancellationToken cancellationToken) =>
        _rows.Update(delivery, cancellationToken);

    public Task<bool> Remove(Delivery delivery, CancellationToken cancellationToken) =>
        _rows.Remove(delivery, cancellationToken);

    public Task<DeliveryPage> List(
        DeliveryState? state,
        OnboardingId? onboarding,
        int limit,
        string? continuation,
        CancellationToken cancellationToken
    )
    {
        var (items, next) = _rows.List(
            new Dictionary<string, object?> { ["state"] = (int?)state, ["onboarding"] = onboarding?.Value },
            limit,
            continuation
        );
        return Task.FromResult(new DeliveryPage(items, next));
    }
}

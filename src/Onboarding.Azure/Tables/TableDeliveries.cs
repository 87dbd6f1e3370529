using Onboarding.Notifications;

namespace Onboarding.Azure.Tables;

/// <summary>
/// The outbox: <c>d|id</c> the delivery; <c>t|all|</c>, <c>t|state|</c> and <c>t|b|onboarding|</c> the lists.
/// </summary>
internal sealed class TableDeliveries(TableStore store) : IDeliveries
{
    private const string All = "t|all|";

    private readonly PlacedRows<Delivery> _rows = new(
        store,
        new(
            TableNames.Deliveries,
            "d",
            told => told.Id,
            told => told.CreatedAt,
            told => [All, OfState(told.State), OfOnboarding(told.Onboarding)],
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

    public async Task<DeliveryPage> List(
        DeliveryState? state,
        OnboardingId? onboarding,
        int limit,
        string? continuation,
        CancellationToken cancellationToken
    )
    {
        var list =
            onboarding is { } id ? OfOnboarding(id)
            : state is { } only ? OfState(only)
            : All;
        var (items, next) = await _rows.List(
            list,
            told => state is null || told.State == state,
            limit,
            continuation,
            cancellationToken
        );
        return new DeliveryPage(items, next);
    }

    private static string OfState(DeliveryState state) => $"t|{state.ToString().ToLowerInvariant()}|";

    private static string OfOnboarding(OnboardingId onboarding) => $"t|b|{Keys.Part(onboarding.Value)}|";
}

using Onboarding.Progress;

namespace Onboarding.Azure.Tables;

/// <summary>
/// What is owed: <c>o|id</c> the obligation; <c>t|all|</c>, <c>t|state|</c> and <c>t|b|onboarding|</c> the lists.
/// </summary>
internal sealed class TableObligations(TableStore store) : IObligations
{
    private const string All = "t|all|";

    private readonly PlacedRows<Obligation> _rows = new(
        store,
        new(
            TableNames.Obligations,
            "o",
            owed => owed.Id,
            owed => owed.Since,
            owed => [All, OfState(owed.State), OfOnboarding(owed.Onboarding)],
            owed => owed.ETag,
            (owed, etag) => owed with { ETag = etag }
        )
    );

    public Task Add(Obligation obligation, CancellationToken cancellationToken) =>
        _rows.Add(obligation, cancellationToken);

    public Task<Obligation?> Get(string id, CancellationToken cancellationToken) => _rows.Get(id, cancellationToken);

    public async Task<bool> Update(Obligation obligation, CancellationToken cancellationToken) =>
        await _rows.Update(obligation, cancellationToken) is not null;

    public async Task<ObligationPage> List(
        ObligationState? state,
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
            owed => state is null || owed.State == state,
            limit,
            continuation,
            cancellationToken
        );
        return new ObligationPage(items, next);
    }

    private static string OfState(ObligationState state) => $"t|{state.ToString().ToLowerInvariant()}|";

    private static string OfOnboarding(OnboardingId onboarding) => $"t|b|{Keys.Part(onboarding.Value)}|";
}

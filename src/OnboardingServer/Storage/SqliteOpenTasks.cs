using DurableTask.Sqlite;
using Onboarding;
using Onboarding.Progress;

namespace OnboardingServer.Storage;

/// <summary>Obligations in the server's file.</summary>
internal sealed class SqliteObligations(JournalFile file) : IObligations
{
    private readonly GuardedRows<Obligation> _rows = new(
        file,
        new(
            "obligations",
            "since",
            ["onboarding", "state"],
            owed => owed.Id,
            owed => owed.Since,
            owed => [owed.Onboarding.Value, (int)owed.State],
            owed => owed.ETag,
            (owed, etag) => owed with { ETag = etag }
        )
        {
            Damaged = (id, since) =>
                new Obligation
                {
                    Id = id,
                    Onboarding = new OnboardingId("unknown"),
                    Partner = "",
                    What = "This open task cannot be read: look in a backup what it was.",
                    Why = "What is stored of it is damaged.",
                    Who = Actor.Operator,
                    Since = since,
                    ErrorCode = ErrorCodes.StorageDamaged,
                },
        }
    );

    public Task Add(Obligation obligation, CancellationToken cancellationToken) =>
        _rows.Add(obligation, cancellationToken);

    public Task<Obligation?> Get(string id, CancellationToken cancellationToken) => _rows.Get(id, cancellationToken);

    public async Task<bool> Update(Obligation obligation, CancellationToken cancellationToken) =>
        await _rows.Update(obligation, cancellationToken) is not null;

    public Task<ObligationPage> List(
        ObligationState? state,
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
        return Task.FromResult(new ObligationPage(items, next));
    }
}

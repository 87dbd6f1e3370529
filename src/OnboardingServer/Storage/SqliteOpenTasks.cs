using Onboarding;
using Onboarding.Progress;

namespace OnboardingServer.Storage;

/// <summary>Open tasks in the server's file.</summary>
internal sealed class SqliteOpenTasks(ToldFile file) : IOpenTasks
{
    private readonly GuardedRows<OpenTask> _rows = new(
        file,
        new(
            "obligations",
            "since",
            ["onboarding", "state"],
            task => task.Id,
            task => task.Since,
            task => [task.Onboarding.Value, (int)task.State],
            task => task.ETag,
            (task, etag) => task with { ETag = etag }
        )
        {
            Damaged = (id, since) =>
                new OpenTask
                {
                    Id = id,
                    Onboarding = new OnboardingId("unknown"),
                    Partner = "",
                    What = $"This open task cannot be read: look in a backup what it was.",
                    Why = $"What is stored of it is damaged.",
                    Who = Actor.Operator,
                    Since = since,
                    ErrorCode = ErrorCodes.StorageDamaged,
                },
        }
    );

    public Task Add(OpenTask openTask, CancellationToken cancellationToken) => _rows.Add(openTask, cancellationToken);

    public Task<OpenTask?> Get(string id, CancellationToken cancellationToken) => _rows.Get(id, cancellationToken);

    public async Task<bool> Update(OpenTask openTask, CancellationToken cancellationToken) =>
        await _rows.Update(openTask, cancellationToken) is not null;

    public Task<bool> Remove(OpenTask openTask, CancellationToken cancellationToken) =>
        _rows.Remove(openTask, cancellationToken);

    public Task<OpenTaskPage> List(
        OpenTaskState? state,
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
        return Task.FromResult(new OpenTaskPage(items, next));
    }
}

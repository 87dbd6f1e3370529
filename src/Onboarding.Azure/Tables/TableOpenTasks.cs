using Onboarding.Progress;

namespace Onboarding.Azure.Tables;

/// <summary>
/// The open tasks: <c>o|id</c> the task; <c>t|all|</c>, <c>t|state|</c> and <c>t|b|onboarding|</c> the lists.
/// </summary>
internal sealed class TableOpenTasks(TableStore store) : IOpenTasks
{
    private const string All = "t|all|";

    private readonly PlacedRows<OpenTask> _rows = new(
        store,
        new(
            TableNames.OpenTasks,
            "o",
            task => task.Id,
            task => task.Since,
            task => [All, OfState(task.State), OfOnboarding(task.Onboarding)],
            task => task.ETag,
            (task, etag) => task with { ETag = etag }
        )
    );

    public Task Add(OpenTask openTask, CancellationToken cancellationToken) => _rows.Add(openTask, cancellationToken);

    public Task<OpenTask?> Get(string id, CancellationToken cancellationToken) => _rows.Get(id, cancellationToken);

    public async Task<bool> Update(OpenTask openTask, CancellationToken cancellationToken) =>
        await _rows.Update(openTask, cancellationToken) is not null;

    public Task<bool> Remove(OpenTask openTask, CancellationToken cancellationToken) =>
        _rows.Remove(openTask, cancellationToken);

    public async Task<OpenTaskPage> List(
        OpenTaskState? state,
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
            task => state is null || task.State == state,
            limit,
            continuation,
            cancellationToken
        );
        return new OpenTaskPage(items, next);
    }

    private static string OfState(OpenTaskState state) => $"t|{state.ToString().ToLowerInvariant()}|";

    private static string OfOnboarding(OnboardingId onboarding) => $"t|b|{Keys.Part(onboarding.Value)}|";
}

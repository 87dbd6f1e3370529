using Onboarding;
using Onboarding.Progress;
using static Scenarios.Stores.Records;

namespace Scenarios.Stores;

/// <summary>What <see cref="IOpenTasks"/> promises; every store derives it.</summary>
public abstract class OpenTasksSuite
{
    protected abstract IOpenTasks CreateStore();

    private IOpenTasks? _store;
    private object? _creating;

    // Several callers at once have one store.
    private IOpenTasks Store => LazyInitializer.EnsureInitialized(ref _store, ref _creating, CreateStore)!;

    [Fact]
    public async Task Add_NewId_IsReadBackWithAnETag()
    {
        var task = OpenTask("o1");

        await Store.Add(task, default);

        var stored = (await Store.Get("o1", default))!;
        Assert.NotNull(stored.ETag);
        Assert.Equal(task, stored with { ETag = null });
    }

    [Fact]
    public async Task Add_SameIdAgain_KeepsTheFirst()
    {
        await Store.Add(OpenTask("o1"), default);

        await Store.Add(OpenTask("o1") with { What = $"something else" }, default);

        Assert.Equal("Suspend the subscription", (await Store.Get("o1", default))!.What.ToString());
    }

    [Fact]
    public async Task Get_UnknownId_IsNull() => Assert.Null(await Store.Get("nothing", default));

    [Fact]
    public async Task Update_CurrentETag_ReplacesIt()
    {
        await Store.Add(OpenTask("o1"), default);
        var stored = (await Store.Get("o1", default))!;

        Assert.True(
            await Store.Update(
                stored with
                {
                    State = OpenTaskState.Settled,
                    ClosedBy = "operator",
                    ClosedAt = Noon.AddDays(1),
                    Note = "done by phone",
                    Attempts = 2,
                },
                default
            )
        );

        var updated = (await Store.Get("o1", default))!;
        Assert.Equal(
            (OpenTaskState.Settled, "operator", "done by phone", 2),
            (updated.State, updated.ClosedBy, updated.Note, updated.Attempts)
        );
        Assert.NotEqual(stored.ETag, updated.ETag);
    }

    [Fact]
    public async Task Update_OldETag_IsRefused()
    {
        await Store.Add(OpenTask("o1"), default);
        var stored = (await Store.Get("o1", default))!;
        Assert.True(await Store.Update(stored with { Attempts = 1 }, default));

        Assert.False(await Store.Update(stored with { Attempts = 7 }, default));

        Assert.Equal(1, (await Store.Get("o1", default))!.Attempts);
    }

    [Fact]
    public async Task Update_WithoutETagOrUnknown_IsRefused()
    {
        await Store.Add(OpenTask("o1"), default);

        Assert.False(await Store.Update(OpenTask("o1") with { Attempts = 7 }, default));
        Assert.False(await Store.Update((await Store.Get("o1", default))! with { Id = "nothing" }, default));
        Assert.Equal(0, (await Store.Get("o1", default))!.Attempts);
    }

    [Fact]
    public async Task Update_ManyAtOnce_LetsExactlyOneThrough()
    {
        var store = Store;
        await store.Add(OpenTask("o1"), default);
        var stored = (await store.Get("o1", default))!;

        var results = await Task.WhenAll(
            Enumerable.Range(1, 10).Select(n => Task.Run(() => store.Update(stored with { Attempts = n }, default)))
        );

        Assert.Single(results, done => done);
    }

    [Fact]
    public async Task List_WithoutConditions_GivesAllOldestFirstPageByPage()
    {
        foreach (var n in (int[])[5, 1, 4, 2, 3])
            await Store.Add(OpenTask($"o{n}", minute: n / 2), default);
        var seen = new List<string>();
        string? continuation = null;
        do
        {
            var page = await Store.List(null, null, 2, continuation, default);
            Assert.InRange(page.Items.Count, 1, 2);
            seen.AddRange(page.Items.Select(task => task.Id));
            continuation = page.Continuation;
        } while (continuation is not null);

        Assert.Equal(["o1", "o2", "o3", "o4", "o5"], seen);
    }

    [Fact]
    public async Task List_StateAndOnboarding_Restrict()
    {
        await Store.Add(OpenTask("o1", "ob-one", minute: 1), default);
        await Store.Add(OpenTask("o2", "ob-two", minute: 2), default);
        await Store.Add(OpenTask("o3", "ob-one", minute: 3), default);
        Assert.True(await Store.Update((await Store.Get("o3", default))! with { State = OpenTaskState.Done }, default));

        Assert.Equal(["o1", "o2"], await Ids(OpenTaskState.Open, null));
        Assert.Equal(["o3"], await Ids(OpenTaskState.Done, null));
        Assert.Equal(["o1", "o3"], await Ids(null, "ob-one"));
        Assert.Equal(["o1"], await Ids(OpenTaskState.Open, "ob-one"));
        Assert.Empty(await Ids(OpenTaskState.Settled, "ob-two"));
    }

    [Fact]
    public async Task List_ForeignContinuation_IsAFormatError() =>
        await Assert.ThrowsAsync<FormatException>(() => Store.List(null, null, 10, "nonsense", default));

    private async Task<IEnumerable<string>> Ids(OpenTaskState? state, string? onboarding) =>
        (
            await Store.List(state, onboarding is null ? null : new OnboardingId(onboarding), 100, null, default)
        ).Items.Select(task => task.Id);
}

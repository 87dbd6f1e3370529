using Onboarding;
using Onboarding.Drafts;
using Onboarding.Quotes;
using Onboarding.Requests;
using Onboarding.Validation;
using static Scenarios.Stores.Records;

namespace Scenarios.Stores;

/// <summary>What <see cref="IDrafts"/> promises; every store derives it.</summary>
public abstract class DraftsSuite
{
    protected abstract IDrafts CreateStore();

    private IDrafts? _store;
    private object? _creating;

    // Several callers at once have one store.
    private IDrafts Store => LazyInitializer.EnsureInitialized(ref _store, ref _creating, CreateStore)!;

    [Fact]
    public async Task Add_NewDraft_IsReadBackWithAllItHas()
    {
        var draft = Draft() with
        {
            Reviewed = new(1, Draft().Content, Noon, "gena"),
            Checks = new Dictionary<string, RememberedCheck>
            {
                ["address"] = new(
                    "hash",
                    Noon,
                    [new("address.doubtful", "/customer/address", FindingSeverity.Review, $"Look.", "Elsewhere 1")]
                ),
            },
            Price = new(
                "hash",
                Noon,
                new Quote
                {
                    Lines =
                    [
                        new()
                        {
                            Index = 0,
                            Item = "P:S",
                            Quantity = 2,
                            Total = 12.5m,
                            Currency = "EUR",
                        },
                    ],
                    Totals = [new("EUR", 12.5m)],
                }
            ),
            Submitted = new(1, new("ob-1"), Noon, "gena"),
        };

        var stored = await Store.Add(draft, default);

        Assert.NotNull(stored.ETag);
        Assert.Equal(Text(stored), Text((await Store.Get(draft.Id, default))!));
        Assert.Equal(Text(draft), Text(stored with { ETag = null }));
    }

    [Fact]
    public async Task Get_UnknownId_IsNull() => Assert.Null(await Store.Get(new("dr-nothing"), default));

    [Fact]
    public async Task Update_CurrentETag_ReplacesIt()
    {
        var stored = await Store.Add(Draft(), default);

        var updated = await Store.Update(
            stored with
            {
                Version = 2,
                ChangedBy = "otto",
                ExpiresAt = Noon.AddDays(60),
            },
            default
        );

        Assert.NotEqual(stored.ETag, updated!.ETag);
        Assert.Equal(Text(updated), Text((await Store.Get(stored.Id, default))!));
    }

    [Fact]
    public async Task Update_OldOrNoETag_IsRefused()
    {
        var stored = await Store.Add(Draft(), default);
        await Store.Update(stored with { Version = 2 }, default);

        Assert.Null(await Store.Update(stored with { Version = 3 }, default));
        Assert.Null(await Store.Update(stored with { Version = 4, ETag = null }, default));
        Assert.Equal(2, (await Store.Get(stored.Id, default))!.Version);
    }

    [Fact]
    public async Task Update_ManyAtOnce_LetsExactlyOneThrough()
    {
        var store = Store;
        var stored = await store.Add(Draft(), default);

        var results = await Task.WhenAll(
            Enumerable.Range(2, 10).Select(n => Task.Run(() => store.Update(stored with { Version = n }, default)))
        );

        Assert.Single(results, result => result is not null);
    }

    [Fact]
    public async Task Remove_CurrentETag_RemovesIt()
    {
        var stored = await Store.Add(Draft(), default);
        var updated = await Store.Update(stored with { Version = 2 }, default);

        Assert.False(await Store.Remove(stored, default));
        Assert.True(await Store.Remove(updated!, default));
        Assert.False(await Store.Remove(updated!, default));
        Assert.Null(await Store.Get(stored.Id, default));
    }

    [Fact]
    public async Task RemoveExpired_SomeAreOver_RemovesThoseAndNoOther()
    {
        var over = await Store.Add(Draft() with { ExpiresAt = Noon }, default);
        var later = await Store.Add(Draft() with { ExpiresAt = Noon.AddSeconds(1) }, default);
        var prolonged = await Store.Add(Draft() with { ExpiresAt = Noon.AddMinutes(-5) }, default);
        await Store.Update(prolonged with { ExpiresAt = Noon.AddDays(1) }, default);

        Assert.Equal(1, await Store.RemoveExpired(Noon, 100, default));

        Assert.Null(await Store.Get(over.Id, default));
        Assert.NotNull(await Store.Get(later.Id, default));
        Assert.NotNull(await Store.Get(prolonged.Id, default));
    }

    [Fact]
    public async Task RemoveExpired_MoreThanAtOnce_LeavesTheRestForTheNextTime()
    {
        for (var n = 0; n < 5; n++)
            await Store.Add(Draft() with { ExpiresAt = Noon.AddMinutes(n) }, default);

        Assert.Equal(3, await Store.RemoveExpired(Noon.AddDays(1), 3, default));
        Assert.Equal(2, await Store.RemoveExpired(Noon.AddDays(1), 3, default));
        Assert.Equal(0, await Store.RemoveExpired(Noon.AddDays(1), 3, default));
    }

    [Fact]
    public async Task List_SeveralPages_IsOfAllThatAreNotSubmittedAndTheLastChangedFirst()
    {
        var drafts = new List<Draft>();
        for (var n = 0; n < 7; n++)
            drafts.Add(await Store.Add(Draft() with { ExpiresAt = Noon.AddMinutes(n) }, default));
        await Store.Update(drafts[2] with { Submitted = new(1, new("ob-1"), Noon, "gena") }, default);
        await Store.Update(drafts[0] with { ExpiresAt = Noon.AddDays(1) }, default);

        var pages = new List<DraftPage>();
        do pages.Add(await Store.List(2, pages.Count == 0 ? null : pages[^1].Continuation, default));
        while (pages[^1].Continuation is not null);

        Assert.Equal([2, 2, 2], pages.Select(page => page.Items.Count));
        Assert.Equal(
            [drafts[0].Id, drafts[6].Id, drafts[5].Id, drafts[4].Id, drafts[3].Id, drafts[1].Id],
            pages.SelectMany(page => page.Items).Select(draft => draft.Id)
        );
        Assert.All(pages.SelectMany(page => page.Items), draft => Assert.NotNull(draft.ETag));
    }

    [Fact]
    public async Task List_UnknownContinuation_IsRefused() =>
        await Assert.ThrowsAsync<FormatException>(() => Store.List(2, "nonsense", default));

    private static Draft Draft() =>
        new()
        {
            Id = DraftId.New(),
            Content = Record("a").Request,
            Version = 1,
            CreatedAt = Noon,
            CreatedBy = "gena",
            ChangedAt = Noon,
            ChangedBy = "gena",
            ExpiresAt = Noon.AddDays(30),
        };

    private static string Text(Draft draft) => DurableJson.Write(draft);
}

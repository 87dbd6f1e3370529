using Onboarding;
using Onboarding.Webhooks;

namespace Scenarios.Stores;

/// <summary>What <see cref="IInbox"/> promises, asked of every implementation.</summary>
public abstract class InboxSuite
{
    private static readonly DateTimeOffset _now = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);
    private IInbox? _store;
    private object? _creating;

    /// <summary>The store under test, empty.</summary>
    protected abstract IInbox CreateStore();

    // Several callers at once have one store.
    private IInbox Store => LazyInitializer.EnsureInitialized(ref _store, ref _creating, CreateStore)!;

    [Fact]
    public async Task What_came_in_is_kept_once_and_found_as_it_was()
    {
        var first = await Store.Add(Message("a"), default);
        var again = await Store.Add(Message("a") with { Body = "other" }, default);

        Assert.Equal((true, false), (first.IsNew, again.IsNew));
        Assert.Equal("{\"ü\":1}", again.Message.Body);
        Assert.Equal(first.Message.ETag, (await Store.Get(first.Message.Key, default))!.ETag);
        Assert.Null(await Store.Get("in-none", default));
    }

    [Fact]
    public async Task Of_ten_additions_at_once_one_is_new()
    {
        var entries = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(_ => Task.Run(() => Store.Add(Message("a"), default)))
        );

        Assert.Single(entries, entry => entry.IsNew);
    }

    [Fact]
    public async Task Of_two_changes_based_on_one_version_the_second_is_refused()
    {
        var message = (await Store.Add(Message("a"), default)).Message;

        var taken = await Store.Update(
            message with
            {
                State = InboxState.Taken,
                Onboardings = [new OnboardingId("ob-1")],
            },
            default
        );

        Assert.NotNull(taken);
        Assert.Null(await Store.Update(message with { State = InboxState.Dead }, default));
        Assert.Equal([new OnboardingId("ob-1")], (await Store.Get(message.Key, default))!.Onboardings);
    }

    [Fact]
    public async Task Lists_are_oldest_first_by_state_and_go_on_where_they_stopped()
    {
        for (var n = 0; n < 5; n++)
            await Store.Add(Message($"m{n}") with { ReceivedAt = _now.AddMinutes(n) }, default);
        var second = (await Store.Get(InboxMessage.KeyOf("shop", "m1"), default))!;
        await Store.Update(second with { State = InboxState.Dead, Code = "x" }, default);

        var page = await Store.List(InboxState.Waiting, 3, null, default);
        var rest = await Store.List(InboxState.Waiting, 3, page.Continuation, default);

        Assert.Equal(["m0", "m2", "m3", "m4"], page.Items.Concat(rest.Items).Select(message => message.Id));
        Assert.Null(rest.Continuation);
        Assert.Equal("m1", Assert.Single((await Store.List(InboxState.Dead, 10, null, default)).Items).Id);
        Assert.Equal(5, (await Store.List(null, 10, null, default)).Items.Count);
        await Assert.ThrowsAsync<FormatException>(() => Store.List(null, 2, "none of ours", default));
    }

    [Fact]
    public async Task A_message_is_removed_as_it_was_read_or_not_at_all()
    {
        var large = (await Store.Add(Message("a") with { Body = new string('x', 250_000) }, default)).Message;
        await Store.Add(Message("b"), default);
        var taken = (await Store.Update(large with { State = InboxState.Taken }, default))!;

        Assert.False(await Store.Remove(large, default));
        Assert.True(await Store.Remove(taken, default));
        Assert.False(await Store.Remove(taken, default));

        Assert.Null(await Store.Get(taken.Key, default));
        Assert.Equal("b", Assert.Single((await Store.List(null, 10, null, default)).Items).Id);
        Assert.Empty((await Store.List(InboxState.Taken, 10, null, default)).Items);
        Assert.True((await Store.Add(Message("a"), default)).IsNew);
    }

    private static InboxMessage Message(string id) =>
        new()
        {
            Key = InboxMessage.KeyOf("shop", id),
            Source = "shop",
            Id = id,
            ReceivedAt = _now,
            Body = "{\"ü\":1}",
            State = InboxState.Waiting,
        };
}

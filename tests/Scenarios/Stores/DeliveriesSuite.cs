using Onboarding;
using Onboarding.Notifications;

namespace Scenarios.Stores;

/// <summary>What <see cref="IDeliveries"/> promises, asked of every implementation.</summary>
public abstract class DeliveriesSuite
{
    private static readonly DateTimeOffset _now = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);
    private IDeliveries? _store;
    private object? _creating;

    /// <summary>The store under test, empty.</summary>
    protected abstract IDeliveries CreateStore();

    // Several callers at once have one store.
    private IDeliveries Store => LazyInitializer.EnsureInitialized(ref _store, ref _creating, CreateStore)!;

    [Fact]
    public async Task What_is_announced_twice_is_kept_once_as_it_was_first()
    {
        await Store.Add(Delivery("ob-1", 3), default);
        await Store.Add(Delivery("ob-1", 3) with { Event = "other" }, default);

        var stored = (await Store.Get("ob-1-told-3-0", default))!;
        Assert.NotNull(stored.ETag);
        Assert.Equal(Delivery("ob-1", 3), stored with { ETag = null, Attempts = Delivery("ob-1", 3).Attempts });
        Assert.Null(await Store.Get("ob-1-told-4-0", default));
    }

    [Fact]
    public async Task Of_two_changes_based_on_one_version_the_second_is_refused()
    {
        await Store.Add(Delivery("ob-1", 1), default);
        var stored = (await Store.Get("ob-1-told-1-0", default))!;

        var delivered = await Store.Update(
            stored with
            {
                State = DeliveryState.Delivered,
                Attempts = [new DeliveryAttempt(_now, null)],
            },
            default
        );

        Assert.Equal(DeliveryState.Delivered, delivered!.State);
        Assert.Null(await Store.Update(stored with { State = DeliveryState.Failed }, default));
        Assert.Null(await Store.Update(Delivery("ob-9", 1), default));
        var now = (await Store.Get("ob-1-told-1-0", default))!;
        Assert.Equal((DeliveryState.Delivered, delivered.ETag), (now.State, now.ETag));
        Assert.Equal([new DeliveryAttempt(_now, null)], now.Attempts);
    }

    [Fact]
    public async Task Lists_are_oldest_first_by_state_and_onboarding_and_go_on_where_they_stopped()
    {
        for (var n = 1; n <= 4; n++)
            await Store.Add(Delivery("ob-1", n) with { CreatedAt = _now.AddMinutes(n) }, default);
        await Store.Add(Delivery("ob-2", 1), default);
        var second = (await Store.Get("ob-1-told-2-0", default))!;
        await Store.Update(second with { State = DeliveryState.Failed }, default);

        var page = await Store.List(DeliveryState.Waiting, new OnboardingId("ob-1"), 2, null, default);
        var rest = await Store.List(DeliveryState.Waiting, new OnboardingId("ob-1"), 2, page.Continuation, default);

        Assert.Equal([1, 3, 4], page.Items.Concat(rest.Items).Select(delivery => delivery.Sequence));
        Assert.Null(rest.Continuation);
        Assert.Equal(
            2,
            Assert.Single((await Store.List(DeliveryState.Failed, null, 10, null, default)).Items).Sequence
        );
        Assert.Equal("ob-2", (await Store.List(null, null, 10, null, default)).Items[0].Onboarding.Value);
        await Assert.ThrowsAsync<FormatException>(() => Store.List(null, null, 2, "none of ours", default));
    }

    private static Delivery Delivery(string onboarding, int sequence) =>
        new()
        {
            Id = Onboarding.Notifications.Delivery.IdOf(new OnboardingId(onboarding), sequence, 0),
            Onboarding = new OnboardingId(onboarding),
            Sequence = sequence,
            Subscriber = 0,
            Channel = DeliveryChannel.Webhook,
            Event = "onboarding.completed",
            CreatedAt = _now,
        };
}

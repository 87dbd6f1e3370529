using Microsoft.Extensions.Time.Testing;
using Onboarding.Http;
using Onboarding.Http.Summary;

namespace OnboardingServer.Tests.Api;

public sealed class SummaryCacheTests
{
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(30);
    private readonly FakeTimeProvider _time = new();
    private int _counted;

    [Fact]
    public async Task Pages_that_ask_within_the_time_are_counted_for_once()
    {
        var cache = Cache(Age);
        var first = await cache.Get(Count, default);
        _time.Advance(Age - TimeSpan.FromMilliseconds(1));
        Assert.Same(first, await cache.Get(Count, default));
        Assert.Equal(1, _counted);

        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.NotSame(first, await cache.Get(Count, default));
        Assert.Equal(2, _counted);
    }

    [Fact]
    public async Task Who_leaves_does_not_end_the_count_for_the_others()
    {
        var cache = Cache(Age);
        var counting = new TaskCompletionSource<SummaryResource>();
        using var leaving = new CancellationTokenSource();
        var one = cache.Get(_ => counting.Task, leaving.Token);
        var other = cache.Get(_ => throw new InvalidOperationException("Counted twice."), default);

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);
        counting.SetResult(await Count(default));
        Assert.Same(await counting.Task, await other);
    }

    [Fact]
    public async Task A_count_that_failed_is_made_again()
    {
        var cache = Cache(Age);
        await Assert.ThrowsAsync<TimeoutException>(() =>
            cache.Get(_ => Task.FromException<SummaryResource>(new TimeoutException()), default)
        );

        await cache.Get(Count, default);
        Assert.Equal(1, _counted);
    }

    [Fact]
    public async Task A_host_without_an_age_counts_for_each_call()
    {
        var cache = Cache(TimeSpan.Zero);
        await cache.Get(Count, default);
        await cache.Get(Count, default);
        Assert.Equal(2, _counted);
    }

    private SummaryCache Cache(TimeSpan age) =>
        new(new HostFacts(Simulated: true, _ => false) { SummaryAge = age }, _time);

    private Task<SummaryResource> Count(CancellationToken cancellationToken)
    {
        _counted++;
        return Task.FromResult(
            new SummaryResource(
                new Dictionary<string, int>(),
                new Dictionary<string, int>(),
                _time.GetUtcNow(),
                [],
                [],
                []
            )
        );
    }
}

using Microsoft.Extensions.Time.Testing;
using PartnerCenter.Wire;

namespace PartnerCenter.Tests.Wire;

public sealed class ThrottleGovernorTests
{
    private static readonly Guid Partner = Guid.Parse("d1b11000-0000-4000-8000-000000000001");
    private static readonly ThrottleKey Contoso = ThrottleKey.Of(
        new CustomerId(Guid.Parse("00000000-0000-4000-8000-00000000000a"))
    );
    private static readonly ThrottleKey Wingtip = ThrottleKey.Of(
        new CustomerId(Guid.Parse("00000000-0000-4000-8000-00000000000b"))
    );
    private static readonly ThrottleKey Catalog = ThrottleKey.Of("Catalog");
    private static readonly ThrottleKey Domains = ThrottleKey.Of("Domains");

    private readonly FakeTimeProvider _time = new(new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));
    private readonly ThrottleGovernor _governor;

    public ThrottleGovernorTests() => _governor = new(_time);

    [Fact]
    public void Admit_BeforeAnyThrottle_NoLimitForThePartner() =>
        Assert.DoesNotContain(Enumerable.Range(0, 10_000), _ => _governor.Admit(Partner, Catalog) is not null);

    [Fact]
    public void Admit_OneCustomer_PublishedLimitIsNeverCrossed()
    {
        var admitted = new List<DateTimeOffset>();
        for (var tick = 0; tick < 3000; tick++)
        {
            for (var call = 0; call < 5; call++)
            {
                if (_governor.Admit(Partner, Contoso) is null)
                    admitted.Add(_time.GetUtcNow());
            }
            _time.Advance(TimeSpan.FromMilliseconds(100));
        }

        // 5 minutes of 50 calls a second: every minute is used up, none crossed.
        Assert.InRange(admitted.Count, 5 * 480, 5 * 500);
        Assert.All(
            admitted.Where((_, index) => index % 50 == 0),
            start =>
                Assert.InRange(
                    admitted.Count(at => at >= start && at < start.AddMinutes(1)),
                    0,
                    ThrottleGovernor.CustomerCallsPerMinute
                )
        );
        Assert.Null(_governor.Admit(Partner, Wingtip));
    }

    [Fact]
    public void Admit_DuringThePenalty_NobodyPassesAndEverybodyComesAfterItsEnd()
    {
        _governor.Throttled(Partner, Domains, TimeSpan.FromSeconds(57));
        _governor.Throttled(Partner, Catalog, TimeSpan.FromSeconds(57));

        for (var second = 0; second < 57; second++)
        {
            var wait = _governor.Admit(Partner, second % 2 == 0 ? Contoso : Catalog);
            Assert.NotNull(wait);
            Assert.True(
                _time.GetUtcNow() + wait > _time.Start + TimeSpan.FromSeconds(57),
                "came back inside the penalty"
            );
            _time.Advance(TimeSpan.FromSeconds(1));
        }
        Assert.Null(_governor.Admit(Partner, Catalog));
    }

    [Fact]
    public void Admit_ManyHeldBack_ComeBackSpread()
    {
        for (var call = 0; call < 300; call++)
            _governor.Admit(Partner, Catalog);
        _governor.Throttled(Partner, Catalog, TimeSpan.FromSeconds(10));

        var waits = Enumerable
            .Range(0, 400)
            .Select(_ => _governor.Admit(Partner, Catalog)!.Value.TotalSeconds)
            .ToArray();

        Assert.All(waits, wait => Assert.InRange(wait, 10, 140));
        // At the pace the gate will have, 25 a second.
        Assert.InRange(waits.GroupBy(wait => (int)wait).Max(second => second.Count()), 1, 45);
    }

    [Fact]
    public void Admit_AfterThePenalty_HalfThePaceThenTheWholeAgain()
    {
        // A hundred a second for a minute, then a 429.
        for (var second = 0; second < 60; second++)
        {
            Assert.Equal(100, Admitted(100));
            _time.Advance(TimeSpan.FromSeconds(1));
        }
        _governor.Throttled(Partner, Catalog, TimeSpan.FromSeconds(30));
        _time.Advance(TimeSpan.FromSeconds(31));

        var pace = Pace(120);

        Assert.InRange(pace.Take(5).Average(), 40, 60);
        Assert.InRange(pace.Skip(30).Take(10).Average(), 100, 145);
        Assert.Equal(1000, pace[^1]);
    }

    [Fact]
    public void Throttled_SeveralAnswersUnderWay_CountAsOneSign()
    {
        for (var second = 0; second < 60; second++)
        {
            Admitted(100);
            _time.Advance(TimeSpan.FromSeconds(1));
        }
        for (var answer = 0; answer < 20; answer++)
            _governor.Throttled(Partner, Catalog, TimeSpan.FromSeconds(5));
        _time.Advance(TimeSpan.FromSeconds(6));

        // Half of it, not a twentieth halving.
        Assert.InRange(Pace(5).Average(), 40, 60);
    }

    [Fact]
    public void Throttled_WhenThereWasHardlyAnyTraffic_ThePublishedPaceRemains()
    {
        _governor.Admit(Partner, Catalog);
        _governor.Throttled(Partner, Catalog, TimeSpan.FromSeconds(5));
        _time.Advance(TimeSpan.FromSeconds(6));

        Assert.InRange(Pace(10).Average(), 22, 35);
    }

    [Fact]
    public void Throttled_AgainAndAgainWithNothingAnswered_SlowsDownToACrawl()
    {
        for (var penalty = 0; penalty < 12; penalty++)
        {
            _governor.Throttled(Partner, Catalog, TimeSpan.FromSeconds(1));
            _time.Advance(TimeSpan.FromSeconds(1.1));
        }
        Assert.InRange(Pace(3).Average(), 0.5, 2);
    }

    [Fact]
    public void Throttled_OneCustomer_OthersGoOn()
    {
        _governor.Throttled(Partner, Contoso, TimeSpan.FromSeconds(20));

        Assert.NotNull(_governor.Admit(Partner, Contoso));
        Assert.Null(_governor.Admit(Partner, Wingtip));
        Assert.Null(_governor.Admit(Partner, Catalog));
    }

    [Fact]
    public void Throttled_OneResource_OthersGoOn()
    {
        _governor.Throttled(Partner, Catalog, TimeSpan.FromSeconds(20));

        Assert.NotNull(_governor.Admit(Partner, Catalog));
        Assert.Null(_governor.Admit(Partner, Domains));
        Assert.Null(_governor.Admit(Partner, Contoso));
    }

    [Fact]
    public void Throttled_TwoCustomersInARow_HoldsThePartner()
    {
        _governor.Throttled(Partner, Contoso, TimeSpan.FromSeconds(20));
        _governor.Throttled(Partner, Wingtip, TimeSpan.FromSeconds(20));

        Assert.NotNull(_governor.Admit(Partner, Catalog));
        Assert.Null(_governor.Admit(Guid.NewGuid(), Catalog));
    }

    [Fact]
    public void Throttled_TwoCustomersWithAnAnswerBetween_DoesNotHoldThePartner()
    {
        _governor.Throttled(Partner, Contoso, TimeSpan.FromSeconds(20));
        _governor.Answered(Partner, Contoso);
        _governor.Throttled(Partner, Wingtip, TimeSpan.FromSeconds(20));

        Assert.Null(_governor.Admit(Partner, Catalog));
    }

    [Fact]
    public void Admit_ManyCustomers_IdleGatesAreForgottenHeldOnesAreNot()
    {
        _governor.Throttled(Partner, Contoso, TimeSpan.FromMinutes(30));
        for (var round = 0; round < 5; round++)
        {
            for (var customer = 0; customer < 1000; customer++)
                Assert.Null(_governor.Admit(Partner, ThrottleKey.Of(new CustomerId(Guid.NewGuid()))));
            _time.Advance(TimeSpan.FromMinutes(3));
        }

        Assert.InRange(_governor.GatesOf(Partner), 1, 2100);
        Assert.NotNull(_governor.Admit(Partner, Contoso));
    }

    [Fact]
    public async Task Admit_ManyThreads_PublishedLimitHolds()
    {
        var admitted = 0;
        await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(_ =>
                    Task.Run(() =>
                    {
                        for (var call = 0; call < 1000; call++)
                        {
                            if (_governor.Admit(Partner, Contoso) is null)
                                Interlocked.Increment(ref admitted);
                        }
                    })
                )
        );

        Assert.Equal(ThrottleGovernor.CustomerCallsPerMinute, admitted);
    }

    [Fact]
    public void Admit_TwoBatchesAndOneAlone_EveryGroupHasTheSameShareOfWhatThereIs()
    {
        var admitted = Simulate(seconds: 120, ("batch a", 100), ("batch b", 10), ("", 1));

        // Alone it makes a call, waits for its answer, and makes the next: it needs less than its share and is never
        // kept waiting for long.
        Assert.InRange(admitted["batch a"] / (double)admitted["batch b"], 0.8, 1.6);
        Assert.InRange(admitted[""], admitted["batch b"] / 3, admitted["batch b"] * 2);
    }

    [Fact]
    public void Admit_OneBatchAlone_HasAllThereIs()
    {
        var alone = Simulate(seconds: 120, ("batch a", 100));
        var among = Simulate(seconds: 120, ("batch a", 100), ("batch b", 100));

        Assert.InRange(alone["batch a"] / (double)(among["batch a"] + among["batch b"]), 0.8, 1.25);
    }

    /// <summary>
    /// Callers that come back when they are told to, at a service that throttles every ten seconds. Returns how often
    /// each group was admitted.
    /// </summary>
    private static Dictionary<string, int> Simulate(int seconds, params (string Group, int Callers)[] groups)
    {
        var time = new FakeTimeProvider(new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));
        var gate = new ThrottleGate(time, 600);
        var (answer, callers) = (TimeSpan.FromMilliseconds(200), new PriorityQueue<string, DateTimeOffset>());
        var admitted = groups.ToDictionary(group => group.Group, _ => 0);
        foreach (var (group, count) in groups)
        {
            for (var caller = 0; caller < count; caller++)
                callers.Enqueue(group, time.Start);
        }

        var (end, penalty) = (time.Start.AddSeconds(seconds), time.Start);
        while (callers.TryDequeue(out var group, out var due) && due < end)
        {
            if (due > time.GetUtcNow())
                time.SetUtcNow(due);
            if (due >= penalty)
            {
                gate.Answered();
                gate.Close(TimeSpan.FromSeconds(1), group);
                penalty = due.AddSeconds(10);
            }

            var wait = gate.Enter(group);
            if (wait is null)
                admitted[group]++;
            callers.Enqueue(group, due + (wait ?? answer));
        }

        return admitted;
    }

    private List<int> Pace(int seconds)
    {
        var pace = new List<int>();
        for (var second = 0; second < seconds; second++)
        {
            pace.Add(Admitted(1000));
            _time.Advance(TimeSpan.FromSeconds(1));
        }
        return pace;
    }

    private int Admitted(int tries) => Enumerable.Range(0, tries).Count(_ => _governor.Admit(Partner, Catalog) is null);
}

using Microsoft.Extensions.Time.Testing;

namespace Benchmarks;

/// <summary>A year of looking again and again, on a clock that jumps from timer to timer.</summary>
internal static class Polling
{
    public static async Task<IReadOnlyList<Figure>> Measure(Sizes sizes)
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var rig = await Rig.Started(clock);
        await rig.Engine.Start(
            Poll.StoredName,
            "poll",
            new PollState(sizes.PollEvery, clock.GetUtcNow().AddYears(1), 0),
            default
        );
        var (looks, most) = (0, 0L);
        while (true)
        {
            await rig.Engine.WhenIdle();
            most = Math.Max(most, rig.Ask("SELECT COUNT(*) FROM history"));
            looks++;
            if (rig.Engine.NextDue is not { } due)
                break;
            clock.SetUtcNow(due);
        }

        rig.Expect(looks, "SELECT CAST(payload AS INTEGER) FROM history WHERE kind = 13");
        return
        [
            new($"a look every {sizes.PollEvery.TotalHours:N0} h for a year", looks, "looks"),
            new("… rows of its history, the most at any time", most, "rows") { Under = 10 },
            new("… the file after the year", rig.Bytes() / 1024d, "KB"),
        ];
    }
}

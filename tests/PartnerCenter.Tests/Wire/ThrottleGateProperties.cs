using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Microsoft.Extensions.Time.Testing;
using PartnerCenter.Wire;

namespace PartnerCenter.Tests.Wire;

public sealed class ThrottleGateProperties
{
    /// <summary>
    /// Whatever callers, answers and time do: nobody passes inside a penalty, and nobody is sent away to come back
    /// inside it.
    /// </summary>
    [Property(MaxTest = 500)]
    public Property Enter_AnyHistory_NeverInsideAPenalty()
    {
        var step = Gen.Frequency(
            (8, Gen.Choose(0, 3).Select(caller => ("enter", 0, $"group {caller}"))),
            (4, Gen.Choose(1, 4000).Select(milliseconds => ("advance", milliseconds, ""))),
            (1, Gen.Choose(1, 60).Select(seconds => ("close", seconds, $"group {seconds % 4}")))
        );
        return Prop.ForAll(
            step.ListOf(200).ToArbitrary(),
            steps =>
            {
                var time = new FakeTimeProvider(new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));
                var gate = new ThrottleGate(time, 250, 500);
                var heldUntil = time.GetUtcNow();
                foreach (var (what, amount, group) in steps)
                {
                    if (what == "advance")
                    {
                        time.Advance(TimeSpan.FromMilliseconds(amount));
                        continue;
                    }
                    TimeSpan? wait;
                    if (what == "close")
                    {
                        var until = time.GetUtcNow() + TimeSpan.FromSeconds(amount);
                        heldUntil = until > heldUntil ? until : heldUntil;
                        wait = gate.Close(TimeSpan.FromSeconds(amount), group);
                    }
                    else
                    {
                        wait = gate.Enter(group);
                    }
                    var now = time.GetUtcNow();
                    if (wait is null ? now < heldUntil : now + wait <= heldUntil || wait > TimeSpan.FromMinutes(4))
                        return false;
                }
                return true;
            }
        );
    }

    /// <summary>Whoever keeps coming back when told to gets in: no history closes a gate for ever.</summary>
    [Property(MaxTest = 200)]
    public bool Enter_ComingBackWhenTold_GetsIn(PositiveInt penalties)
    {
        var time = new FakeTimeProvider(new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));
        var gate = new ThrottleGate(time, 1500);
        for (var penalty = 0; penalty < penalties.Get; penalty++)
        {
            gate.Close(TimeSpan.FromSeconds(5), "");
            time.Advance(TimeSpan.FromSeconds(6));
        }
        for (var tries = 0; tries < 20; tries++)
        {
            if (gate.Enter("") is not { } wait)
                return true;
            time.Advance(wait);
        }
        return false;
    }
}

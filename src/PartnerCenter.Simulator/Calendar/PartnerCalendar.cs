namespace PartnerCenter.Simulator.Calendar;

/// <summary>
/// Gets the day of a partner, and so the dated rules that hold. It is the day of the simulator's clock, unless
/// the partner or the simulator was told to be as of another day: that
/// day then goes on with the clock, so that a step of the clock lets a date pass.
/// </summary>
internal sealed class PartnerCalendar(SimulatorCore core)
{
    private DateTimeOffset _startedAt = core.Clock.Now;

    /// <summary>Gets the day for the partner at a moment of the simulator's clock.</summary>
    internal DateOnly DayOf(SimulatedPartner partner, DateTimeOffset at) =>
        DateOnly.FromDateTime(at.UtcDateTime).AddDays(DaysAhead(partner));

    internal DateOnly Today(SimulatedPartner partner) => DayOf(partner, core.Clock.Now);

    internal bool Holds(DatedRule rule, SimulatedPartner partner) => Today(partner) >= rule.From;

    /// <summary>
    /// Gets by how many days the partner's calendar is ahead of the clock; negative when it is behind.
    /// </summary>
    internal int DaysAhead(SimulatedPartner partner) =>
        (partner.AsOf, core.Options.AsOf) switch
        {
            ({ } own, _) => Between(partner.AsOfSince ?? _startedAt, own),
            (null, { } all) => Between(_startedAt, all),
            _ => 0,
        };

    /// <summary>Counts the day that was asked for from now on, as at the start.</summary>
    internal void Restart() => _startedAt = core.Clock.Now;

    private static int Between(DateTimeOffset since, DateOnly day) =>
        day.DayNumber - DateOnly.FromDateTime(since.UtcDateTime).DayNumber;
}

using System.Globalization;
using PartnerCenter.Simulator.Control;

namespace PartnerCenter.Simulator.State;

/// <summary>
/// The simulated time: the injected clock plus the steps taken, or a fixed moment while it is stopped.
/// </summary>
internal sealed class SimulatedClock(TimeProvider clock, World world)
{
    private const string OffsetName = "clock.offset";
    private const string StoppedName = "clock.stopped";
    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Latest = new(9000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private TimeSpan _offset = Stored(world, OffsetName) is { } text
        ? TimeSpan.Parse(text, CultureInfo.InvariantCulture)
        : TimeSpan.Zero;
    private DateTimeOffset? _stopped = Stored(world, StoppedName) is { } text
        ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture)
        : null;

    internal DateTimeOffset Now => _stopped ?? clock.GetUtcNow() + _offset;

    /// <summary>The time without steps, which a client's own clock shows; used for tokens.</summary>
    internal DateTimeOffset Unstepped => clock.GetUtcNow();

    internal bool IsStopped => _stopped is not null;

    /// <exception cref="ControlException">
    /// It would lead out of the years in which terms and windows can be counted.
    /// </exception>
    internal void Step(TimeSpan by)
    {
        // Asked before anything changes: what is stored is read again at the next start.
        var ticks = (Int128)Now.UtcTicks + by.Ticks;
        if (ticks < Earliest.UtcTicks || ticks > Latest.UtcTicks)
            throw new ControlException($"The clock can be stepped from the year {Earliest.Year} to {Latest.Year}.");
        if (_stopped is { } at)
            _stopped = at + by;
        else
            _offset += by;
        Store();
    }

    internal void Stop()
    {
        _stopped ??= Now;
        Store();
    }

    internal void Follow()
    {
        _stopped = null;
        _offset = TimeSpan.Zero;
        Store();
    }

    private static string? Stored(World world, string name) => world.Settings.Find(name)?.Value;

    private void Store()
    {
        world.Settings.Put(new Setting(OffsetName, _offset.ToString("c", CultureInfo.InvariantCulture)));
        if (_stopped is { } at)
            world.Settings.Put(new Setting(StoppedName, at.ToString("O", CultureInfo.InvariantCulture)));
        else
            world.Settings.Remove(StoppedName);
    }
}

using PartnerCenter.Simulator.Calendar;
using PartnerCenter.Simulator.Control;
using PartnerCenter.Simulator.Faults;
using PartnerCenter.Simulator.Idempotency;
using PartnerCenter.Simulator.State;
using PartnerCenter.Simulator.Tokens;
using PartnerCenter.Simulator.Webhooks;

namespace PartnerCenter.Simulator;

/// <summary>The parts one simulator is made of.</summary>
internal sealed class SimulatorCore : IDisposable
{
    internal SimulatorCore(SimulatorOptions options)
    {
        Options = options;
        World = new World(options.StateFile);
        Clock = new SimulatedClock(options.Clock, World);
        Calendar = new PartnerCalendar(this);
        Faults = new SimulatorFaults(options.FaultSeed);
        Journal = new SimulatorRequests(options.JournalCapacity);
        Tokens = new TokenIssuer(this);
        Outbox = new WebhookOutbox(this);
        World.Change(() => AddPartners());
    }

    internal SimulatorOptions Options { get; }
    internal World World { get; }
    internal SimulatedClock Clock { get; }
    internal PartnerCalendar Calendar { get; }
    internal SimulatorFaults Faults { get; }
    internal SimulatorRequests Journal { get; }
    internal ReplayLocks Running { get; } = new();
    internal RateLimits Limits { get; } = new();
    internal TokenIssuer Tokens { get; }
    internal WebhookOutbox Outbox { get; }

    /// <summary>The address at which the simulator listens; known once it does.</summary>
    internal Uri Address { get; set; } = new("http://127.0.0.1/");

    /// <summary>
    /// Resets to the partners at start, without any other record but the signing key, so that tokens stay valid.
    /// </summary>
    internal void Reset()
    {
        Faults.Clear();
        Journal.Clear();
        Limits.Clear();
        World.Change(() =>
        {
            var key = World.Settings.Find(TokenIssuer.KeySetting);
            World.Clear();
            if (key is not null)
                World.Settings.Put(key);
            Clock.Follow();
            Calendar.Restart();
            return AddPartners();
        });
    }

    public void Dispose()
    {
        Outbox.Dispose();
        World.Dispose();
    }

    private bool AddPartners()
    {
        foreach (var partner in Options.Partners)
        {
            if (World.Partners.Find(partner.TenantId) is null)
                World.Partners.Put(partner);
        }
        return true;
    }
}

using System.Security.Cryptography;

namespace PartnerCenter.Simulator.Faults;

/// <summary>The faults in force. Safe from any thread.</summary>
public sealed class SimulatorFaults
{
    private readonly Lock _gate = new();
    private readonly List<Armed> _armed = [];
    private readonly Random _random;

    internal SimulatorFaults(int? seed) => _random = new Random(seed ?? RandomNumberGenerator.GetInt32(int.MaxValue));

    /// <summary>Gets the faults in force, each with the rest of its count.</summary>
    public IReadOnlyList<SimulatedFault> Active
    {
        get
        {
            lock (_gate)
                return [.. _armed.Select(a => a.Fault with { Count = a.Left })];
        }
    }

    /// <exception cref="ArgumentException">The fault makes no sense; the message says why.</exception>
    public void Add(SimulatedFault fault)
    {
        if (fault.Problem() is { } problem)
            throw new ArgumentException(problem, nameof(fault));
        lock (_gate)
            _armed.Add(new Armed(fault) { Left = fault.Count });
    }

    public void Clear()
    {
        lock (_gate)
            _armed.Clear();
    }

    /// <summary>
    /// Draws what one call meets. Faults that end a call share one draw, so that 20 % of one and 10 % of another are 20
    /// % and 10 % of all calls; delays and outcomes of commerce are drawn for themselves and go together with them.
    /// </summary>
    internal FaultPlan Draw(string operation, string method, string? partner, string? customer)
    {
        lock (_gate)
        {
            if (_armed.Count == 0)
                return FaultPlan.None;
            SimulatedFault? end = null;
            List<SimulatedFault>? others = null;
            var mark = _random.NextDouble();
            var reached = 0.0;
            foreach (var armed in _armed.Where(a => a.Fault.Matches(operation, method, partner, customer)).ToList())
            {
                var fault = armed.Fault;
                if (armed.ToSkip > 0)
                {
                    armed.ToSkip--;
                    continue;
                }

                if (!EndsCall(fault.Kind))
                {
                    if (fault.Probability >= 1 || _random.NextDouble() < fault.Probability)
                        (others ??= []).Add(Use(armed));
                    continue;
                }

                reached += fault.Probability;
                if (end is null && mark < reached)
                    end = Use(armed);
            }

            return end is null && others is null ? FaultPlan.None : new FaultPlan(end, others ?? []);
        }
    }

    private SimulatedFault Use(Armed armed)
    {
        if (armed.Left is { } left && (armed.Left = left - 1) == 0)
            _armed.Remove(armed);
        return armed.Fault;
    }

    private static bool EndsCall(FaultKind kind) =>
        kind
            is not (
                FaultKind.Slow
                or FaultKind.EtagConflict
                or FaultKind.StaleCatalog
                or FaultKind.OrderError
                or FaultKind.LineError
                or FaultKind.OrderOutcome
            );

    private sealed class Armed(SimulatedFault fault)
    {
        internal SimulatedFault Fault => fault;
        internal int? Left { get; set; }
        internal int ToSkip { get; set; } = fault.Skip;
    }
}

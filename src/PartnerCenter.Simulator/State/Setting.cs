namespace PartnerCenter.Simulator.State;

/// <summary>A value of the simulator itself that outlives it: the clock's offset, the signing key, counters.</summary>
internal sealed record Setting(string Name, string Value) : Document
{
    internal override string Key => Name;
}

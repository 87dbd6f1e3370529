namespace PartnerCenter.Simulator.State;

/// <summary>A record of the world: immutable, replaced as a whole under its key.</summary>
public abstract record Document
{
    internal abstract string Key { get; }
}

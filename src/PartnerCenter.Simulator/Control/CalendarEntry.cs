namespace PartnerCenter.Simulator.Control;

/// <summary>A dated rule with the partners, by name, for whom it holds.</summary>
public sealed record CalendarEntry(
    string Name,
    DateOnly From,
    string Text,
    string Source,
    IReadOnlyList<string> HoldsFor
);

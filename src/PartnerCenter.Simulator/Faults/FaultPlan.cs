namespace PartnerCenter.Simulator.Faults;

/// <summary>The faults of one call: at most one that ends it, and those that combine with any other.</summary>
internal sealed record FaultPlan(SimulatedFault? End, IReadOnlyList<SimulatedFault> Others)
{
    internal static FaultPlan None { get; } = new(null, []);

    internal TimeSpan Delay =>
        TimeSpan.FromMilliseconds(Others.Where(f => f.Kind == FaultKind.Slow).Sum(f => f.DelayMs ?? 1000));
    internal bool EtagConflict => Others.Any(f => f.Kind == FaultKind.EtagConflict);
    internal bool StaleCatalog => Others.Any(f => f.Kind == FaultKind.StaleCatalog);
    internal string? Name =>
        End is { } end ? Word(end.Kind)
        : Others.Count > 0 ? string.Join(',', Others.Select(f => Word(f.Kind)))
        : null;

    internal ScriptedOutcomes Scripted => Others.Count == 0 ? ScriptedOutcomes.None : new ScriptedOutcomes(Others);

    private static string Word(FaultKind kind) =>
        System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(kind.ToString());
}

/// <summary>Outcomes of commerce that a test asked for.</summary>
internal sealed class ScriptedOutcomes(IReadOnlyList<SimulatedFault> faults)
{
    internal static ScriptedOutcomes None { get; } = new([]);

    internal bool EtagConflict => faults.Any(f => f.Kind == FaultKind.EtagConflict);

    internal SimulatedFault? ForLine(string product, int index) => Find(FaultKind.LineError, product, index == 0);

    internal SimulatedFault? ForGroup(IEnumerable<string> products, int index) =>
        products.Select(p => Find(FaultKind.OrderError, p, index == 0)).FirstOrDefault(f => f is not null);

    internal string? OutcomeFor(IEnumerable<string> products, int index) =>
        products.Select(p => Find(FaultKind.OrderOutcome, p, index == 0)).FirstOrDefault(f => f is not null)?.Outcome;

    private SimulatedFault? Find(FaultKind kind, string product, bool first) =>
        faults.FirstOrDefault(f =>
            f.Kind == kind
            && (f.Product is null ? first : string.Equals(f.Product, product, StringComparison.OrdinalIgnoreCase))
        );
}

using PartnerCenter.Simulator.State;

namespace PartnerCenter.Simulator.Idempotency;

/// <summary>The first final answer to a call, kept for repeats with the same MS-RequestId (C §24.4).</summary>
internal sealed record Replay : Document
{
    internal const string NoBody = "";

    public required string Id { get; init; }
    public required int Status { get; init; }
    public required string Body { get; init; }
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();
    public required string BodyHash { get; init; }
    public required DateTimeOffset At { get; init; }

    internal override string Key => Id;
}

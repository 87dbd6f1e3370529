namespace PartnerCenter.Wire;

/// <summary>An answer that arrived whole.</summary>
internal sealed record Answer(int Status, byte[] Body)
{
    public string? Location { get; init; }

    public TimeSpan? RetryAfter { get; init; }
}

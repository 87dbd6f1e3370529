namespace DurableTask.Sqlite;

/// <summary>Selects instances; a member that is null does not restrict.</summary>
internal sealed record InstanceFilter
{
    public DateTimeOffset? CreatedFrom { get; init; }
    public DateTimeOffset? CreatedTo { get; init; }
    public string? Prefix { get; init; }

    /// <summary>Gets the conditions of which it has one; empty: there is none that is meant.</summary>
    public IReadOnlyCollection<InstanceCondition>? Conditions { get; init; }

    /// <summary>Gets whether inputs, outputs and failures are read too.</summary>
    public bool WithPayloads { get; init; }
}

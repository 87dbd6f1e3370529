using System.ComponentModel.DataAnnotations;

namespace Onboarding.Batches;

/// <summary>Section <c>Batches</c>.</summary>
public sealed record BatchOptions
{
    public const string Section = "Batches";

    /// <summary>The most that can be asked for.</summary>
    public const int MostConcurrency = 100;

    /// <summary>
    /// How many onboardings of one batch work at the same time, unless the upload says otherwise; those that wait for
    /// people or for Microsoft do not count. Default 16.
    /// </summary>
    [Range(1, MostConcurrency)]
    public int Concurrency { get; init; } = 16;
}

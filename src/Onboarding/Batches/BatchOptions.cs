using System.ComponentModel.DataAnnotations;

namespace Onboarding.Batches;

/// <summary>Section <c>Batches</c>.</summary>
public sealed record BatchOptions
{
    public const string Section = "Batches";

    /// <summary>The most that can be asked for.</summary>
    public const int MostConcurrency = 100;

    /// <summary>
    /// The number of onboardings of one batch that run at the same time, unless the upload sets another; those that
    /// wait for people or for Microsoft do not count. Default 16.
    /// </summary>
    [Range(1, MostConcurrency)]
    public int Concurrency { get; init; } = 16;
}

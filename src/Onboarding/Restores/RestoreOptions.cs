using Microsoft.Extensions.Options;

namespace Onboarding.Restores;

/// <summary>
/// Copies of the data that were put in its place, where the host cannot know it by itself: the function app after its
/// tables were copied back. Section <c>Restores</c>.
/// </summary>
public sealed record RestoreOptions
{
    public const string Section = "Restores";

    /// <summary>Gets the copies, such as <c>Restores:Copies:0:TakenAt</c>.</summary>
    public IList<RestoredCopy> Copies { get; init; } = [];
}

/// <summary>A copy of the data that was put in its place.</summary>
public sealed record RestoredCopy
{
    /// <summary>The time at which the copy was made, such as <c>2026-11-30T02:00:00Z</c>.</summary>
    public DateTimeOffset? TakenAt { get; init; }

    /// <summary>The time at which the copy was restored; not before <see cref="TakenAt"/>.</summary>
    public DateTimeOffset? RestoredAt { get; init; }
}

/// <summary>The times that the configuration names.</summary>
internal sealed class ConfiguredRestorePoints(IOptions<RestoreOptions> options) : IRestorePoints
{
    public IReadOnlyList<RestorePoint> All { get; } =
    [
        .. options
            .Value.Copies.Select(copy => new RestorePoint(copy.TakenAt!.Value, copy.RestoredAt!.Value))
            .OrderBy(point => point.Until),
    ];
}

namespace Onboarding.Effects;

/// <summary>
/// On an activity that changes something outside of our own store: how it may be repeated, and what undoes it or why
/// nothing can.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class SideEffectAttribute : Attribute
{
    /// <summary>Describes why the activity may be repeated without harm.</summary>
    public required string Repeat { get; init; }

    /// <summary>The stored name of the activity that undoes it.</summary>
    public string? UndoneBy { get; init; }

    /// <summary>The reason for which nothing undoes it.</summary>
    public string? NotUndone { get; init; }
}

/// <summary>Marks an activity that only reads, or writes idempotently into our own store.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class IdempotentAttribute : Attribute;

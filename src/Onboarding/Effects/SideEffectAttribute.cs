namespace Onboarding.Effects;

/// <summary>
/// On an activity that changes something outside of our own store: how it may be repeated, and what undoes it or why
/// nothing can.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class SideEffectAttribute : Attribute
{
    /// <summary>What makes a repeat harmless.</summary>
    public required string Repeat { get; init; }

    /// <summary>The stored name of the activity that undoes it.</summary>
    public string? UndoneBy { get; init; }

    /// <summary>Why nothing undoes it.</summary>
    public string? NotUndone { get; init; }
}

/// <summary>On an activity that only looks, or writes idempotently into our own store.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class IdempotentAttribute : Attribute;

using Onboarding.Progress;

namespace Onboarding.Effects;

/// <summary>The input of a step of an onboarding.</summary>
public abstract record StepInput
{
    /// <summary>Gets the lines of the timeline that are written before the step begins; null: none.</summary>
    public ApplyProgressInput? Progress { get; init; }
}

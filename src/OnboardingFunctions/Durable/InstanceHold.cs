using Onboarding.Durability;

namespace OnboardingFunctions.Durable;

/// <summary>Takes the id of a sub-orchestration before it is started; the token makes a repeated call the same one. An activity of this host alone: the embedded host decides it in its file.</summary>
internal sealed record InstanceHold(string Instance, Guid Token)
{
    public const string StoredName = "instances-hold";

    public static ActivityName<InstanceHold, bool> Name { get; } = new(StoredName);
}

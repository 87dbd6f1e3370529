using Onboarding.Durability;

namespace Benchmarks;

/// <summary>Does nothing, so that what is measured is the engine.</summary>
internal sealed class Echo : Activity<int, int>
{
    public static ActivityName<int, int> StoredName { get; } = new("bench-echo");

    public override ActivityName<int, int> Name => StoredName;

    public override Task<int> Run(ActivityContext context, int input, CancellationToken cancellationToken) => Task.FromResult(input);
}

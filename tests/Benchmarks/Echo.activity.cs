using Microsoft.DurableTask;
using Onboarding;
using Onboarding.Effects;

namespace Benchmarks;

/// <summary>Does nothing, so that what is measured is the engine.</summary>
internal sealed class Echo : StepActivity<int, int>
{
    public static ActivityName<int, int> StoredName { get; } = new("bench-echo");

    protected override Task<int> Run(TaskActivityContext context, int input, CancellationToken cancellationToken) =>
        Task.FromResult(input);
}

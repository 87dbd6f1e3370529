using Onboarding.Durability;

namespace OnboardingServer.Journal.Replay;

/// <summary>How a run ended.</summary>
internal abstract record RunEnd
{
    private RunEnd()
    {
    }

    public sealed record Completed(string Output) : RunEnd;

    public sealed record Failed(FailureDetails Details) : RunEnd;

    /// <summary>It stands still until somebody takes it up again.</summary>
    public sealed record Halted(FailureDetails Details) : RunEnd;

    public sealed record Continued(string Input) : RunEnd;
}

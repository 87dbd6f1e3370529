namespace OnboardingFunctions.Tests.Replaying;

/// <summary>What has happened to an instance, in order; all that a replay is given.</summary>
internal abstract record HistoryEvent
{
    /// <summary>The worker was called at this time; everything up to the next one happened then, for the orchestration.</summary>
    public sealed record Called(DateTime At) : HistoryEvent;

    public sealed record Started(string Input) : HistoryEvent;

    public sealed record Completed(int Decision, string? Result) : HistoryEvent;

    public sealed record Failed(int Decision, Exception Reason) : HistoryEvent;

    public sealed record Fired(int Decision) : HistoryEvent;

    public sealed record Raised(string Name, string Payload) : HistoryEvent;
}

/// <summary>What an orchestration asked for, numbered in the order it asked. A replay must ask for the same.</summary>
internal abstract record Decision(int Id)
{
    public sealed record Activity(int Id, string Name, string Input) : Decision(Id);

    public sealed record Timer(int Id, DateTime FireAt) : Decision(Id);

    public sealed record SubOrchestration(int Id, string Name, string InstanceId, string Input) : Decision(Id);
}

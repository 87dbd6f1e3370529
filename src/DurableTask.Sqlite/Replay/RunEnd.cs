using DurableTask.Core;

namespace DurableTask.Sqlite.Replay;

/// <summary>How a run ended.</summary>
internal abstract record RunEnd
{
    private RunEnd() { }

    public sealed record Completed(string? Output) : RunEnd;

    public sealed record Failed(FailureDetails Details) : RunEnd;

    /// <summary>It stands still until somebody takes it up again.</summary>
    public sealed record Halted(FailureDetails Details) : RunEnd;

    /// <summary>It goes on with a new run, on another version where one is named.</summary>
    public sealed record Continued(string? Input, string? Version) : RunEnd;
}

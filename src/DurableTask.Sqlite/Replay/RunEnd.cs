using DurableTask.Core;

namespace DurableTask.Sqlite.Replay;

/// <summary>The result of a run.</summary>
internal abstract record RunEnd
{
    private RunEnd() { }

    public sealed record Completed(string? Output) : RunEnd;

    public sealed record Failed(FailureDetails Details) : RunEnd;

    /// <summary>The run is halted until somebody resumes it.</summary>
    public sealed record Halted(FailureDetails Details) : RunEnd;

    /// <summary>The run goes on with a new run, on another version if one is named.</summary>
    public sealed record Continued(string? Input, string? Version) : RunEnd;
}

using System.Text.Json;
using DurableTask.Sqlite;
using Microsoft.DurableTask;
using Onboarding;

namespace OnboardingServer.Journal;

/// <summary>The reason for which an instance failed, was halted or was terminated, in codes of the catalogue.</summary>
internal static class JournalFailures
{
    /// <summary>Describes a failure of an orchestration or of the task hub itself.</summary>
    /// <param name="failure">As Durable Task has it.</param>
    /// <param name="name">The stored name of what failed.</param>
    public static StepFailure Of(TaskFailureDetails failure, string name)
    {
        var code = failure.ErrorType switch
        {
            FailureTypes.NonDeterministic => ErrorCodes.NonDeterministic,
            FailureTypes.Poison => ErrorCodes.Poison,
            FailureTypes.Unreadable => ErrorCodes.Unreadable,
            FailureTypes.ForeignWait => ErrorCodes.ForeignWait,
            FailureTypes.OrchestratorNotFound => ErrorCodes.NotRegistered,
            _ => null,
        };
        return code is null
            ? StepFailure.Of(failure, name)
            : new StepFailure(code, failure.ErrorMessage, Retryable: false);
    }

    /// <summary>
    /// Reads why an instance was terminated: a text, or, in files of an older form, an object with a message.
    /// </summary>
    public static StepFailure Terminated(string? output)
    {
        var reason = output is null ? default : DurableJson.Read<JsonElement>(output);
        var message = reason.ValueKind switch
        {
            JsonValueKind.String => reason.GetString()!,
            JsonValueKind.Object when reason.TryGetProperty("message", out var old) => old.GetString() ?? "",
            _ => "",
        };
        return new StepFailure(ErrorCodes.InstanceTerminated, message, Retryable: false);
    }
}

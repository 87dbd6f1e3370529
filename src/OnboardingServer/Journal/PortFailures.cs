using System.Globalization;
using DurableTask.Sqlite;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Worker;
using Onboarding;
using Onboarding.Durability;

namespace OnboardingServer.Journal;

/// <summary>The port's failures in Durable Task's: their parts are properties of the exception.</summary>
internal sealed class PortFailures : IExceptionPropertiesProvider
{
    public IDictionary<string, object?>? GetExceptionProperties(Exception exception)
    {
        if (exception is not DurableFailureException { Details: var details }) return null;
        var parts = new Dictionary<string,
            object?>
        { ["code"] = details.Code, ["message"] = details.Message, ["retryable"] = details.Retryable };
        if (details.RetryAfter is { } wait) parts["retryAfter"] = wait.ToString("c", CultureInfo.InvariantCulture);
        return parts;
    }

    /// <summary>Reads a failure of an activity, of an orchestration or of the task hub itself.</summary>
    /// <param name="failure">As Durable Task has it.</param>
    /// <param name="name">Of what failed.</param>
    public static FailureDetails Of(TaskFailureDetails failure, string name)
    {
        if (failure.Properties is { } parts && parts.TryGetValue("code", out var code) && code is string known)
        {
            return new FailureDetails(
                known, parts.TryGetValue("message", out var message) ? message as string ?? "" : failure.ErrorMessage,
                    parts.TryGetValue("retryable", out var retryable) && retryable is true,
                parts.TryGetValue("retryAfter", out var wait) && wait is string text
                    ? TimeSpan.Parse(text, CultureInfo.InvariantCulture) : null);
        }

        return failure.ErrorType switch
        {
            FailureTypes.NonDeterministic => new(ErrorCodes.NonDeterministic, failure.ErrorMessage, Retryable: false),
            FailureTypes.Poison => new(ErrorCodes.Poison, failure.ErrorMessage, Retryable: false),
            FailureTypes.Unreadable => new(ErrorCodes.Unreadable, failure.ErrorMessage, Retryable: false),
            FailureTypes.ForeignWait => new(ErrorCodes.ForeignWait, failure.ErrorMessage, Retryable: false),
            FailureTypes.ActivityTimeout => new(ErrorCodes.ActivityTimeout, failure.ErrorMessage, Retryable: true),
            FailureTypes.PayloadTooLarge => new(ErrorCodes.PayloadTooLarge, failure.ErrorMessage, Retryable: false),
            FailureTypes.InstanceExists => new(ErrorCodes.InstanceTaken, failure.ErrorMessage, Retryable: false),
            FailureTypes.ActivityNotFound or FailureTypes.OrchestratorNotFound =>
                new(ErrorCodes.NotRegistered, failure.ErrorMessage, Retryable: false),
            FailureTypes.Terminated =>
                Terminated(failure.Properties?.TryGetValue("output", out var output) == true ? output as string : null),
            // Its message may hold personal data; its type does not.
            _ => new(FailureDetails.Unexpected, $"{failure.ErrorType} in {name}", Retryable: true),
        };
    }

    /// <summary>
    /// Reads why an instance was terminated: a text, or, in files of an older form, an object with a message.
    /// </summary>
    public static FailureDetails Terminated(string? output)
    {
        var reason = output is null ? default : DurableJson.Read<System.Text.Json.JsonElement>(output);
        var message = reason.ValueKind switch
        {
            System.Text.Json.JsonValueKind.String => reason.GetString()!,
            System.Text.Json.JsonValueKind.Object when reason.TryGetProperty("message", out var old) =>
                old.GetString() ?? "",
            _ => "",
        };
        return new FailureDetails(ErrorCodes.InstanceTerminated, message, Retryable: false);
    }
}

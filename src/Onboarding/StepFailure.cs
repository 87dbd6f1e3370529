using System.Globalization;
using Microsoft.DurableTask;

namespace Onboarding;

/// <summary>The failure of a step, as it is stored in a history.</summary>
/// <param name="Code">A code of the error catalogue, or <see cref="Unexpected"/>.</param>
/// <param name="Message">For people; never a secret or personal data.</param>
/// <param name="Retryable">True when the same call may succeed later.</param>
/// <param name="RetryAfter">The earliest time of the next attempt, where the failing side named one.</param>
public sealed record StepFailure(string Code, string Message, bool Retryable, TimeSpan? RetryAfter = null)
{
    /// <summary>The code of a failure that no activity foresaw.</summary>
    public const string Unexpected = "unexpected";

    /// <summary>
    /// Describes any exception. One that was not foreseen gives its type only: its message may hold personal data.
    /// </summary>
    public static StepFailure Of(Exception exception) =>
        exception is StepFailedException failed
            ? failed.Failure
            : new StepFailure(
                Unexpected,
                $"{exception.GetType().Name} in {exception.TargetSite?.DeclaringType?.Name}",
                Retryable: true
            );

    /// <summary>Describes a fault as Durable Task reports it.</summary>
    /// <param name="failure">Of an activity or an orchestration.</param>
    /// <param name="name">The stored name of what failed.</param>
    public static StepFailure Of(TaskFailureDetails failure, string name)
    {
        // Release 0.1 had its parts as properties.
        if (failure.Properties is { } parts && parts.TryGetValue("code", out var code) && code is string known)
        {
            return new StepFailure(
                known,
                Text("message") ?? failure.ErrorMessage,
                parts.TryGetValue("retryable", out var retryable) && retryable is true,
                Text("retryAfter") is { } wait ? TimeSpan.Parse(wait, CultureInfo.InvariantCulture) : null
            );
            string? Text(string part) => parts.TryGetValue(part, out var value) ? value as string : null;
        }

        // Every message of these two was made here.
        if (failure.ErrorType == typeof(StepFaultException).FullName)
            return new StepFailure(Unexpected, failure.ErrorMessage, Retryable: true);
        if (
            failure.ErrorType == typeof(StepFailedException).FullName
            && failure.ErrorMessage.Split(": ", 2) is [var stated, var message]
        )
            return new StepFailure(stated, message, Retryable: false);
        return failure.ErrorType switch
        {
            // Failures of the embedded engine itself: a run that took too long, and a result that is too large.
            "ActivityTimeout" => new StepFailure(ErrorCodes.ActivityTimeout, failure.ErrorMessage, Retryable: true),
            "PayloadTooLarge" => new StepFailure(ErrorCodes.PayloadTooLarge, failure.ErrorMessage, Retryable: false),
            _ => new StepFailure(Unexpected, $"{failure.ErrorType} in {name}", Retryable: true),
        };
    }
}

/// <summary>Thrown by an activity to fail with details, and by a call of one that has failed for good.</summary>
public sealed class StepFailedException(StepFailure failure, Exception? inner = null)
    : Exception($"{failure.Code}: {failure.Message}", inner)
{
    public StepFailure Failure { get; } = failure;
}

/// <summary>
/// Thrown in place of an exception that an activity did not foresee, whose message and stack must not be stored.
/// </summary>
/// <param name="message">Names the exception's type and where it was thrown.</param>
public sealed class StepFaultException(string message) : Exception(message);

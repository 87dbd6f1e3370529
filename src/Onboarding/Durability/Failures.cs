namespace Onboarding.Durability;

/// <summary>What of a failure crosses the durable boundary: strings, no exception types and no stack traces.</summary>
/// <param name="Code">A code of the error catalogue, or <see cref="Unexpected"/>.</param>
/// <param name="Message">For people; never a secret or personal data.</param>
/// <param name="Retryable">Whether the same call may succeed later.</param>
/// <param name="RetryAfter">The earliest time of the next attempt, where the failing side named one.</param>
public sealed record FailureDetails(string Code, string Message, bool Retryable, TimeSpan? RetryAfter = null)
{
    /// <summary>The code of a failure that no activity foresaw.</summary>
    public const string Unexpected = "unexpected";

    /// <summary>The details of any exception. An unforeseen one gives its type only: its message may hold personal data.</summary>
    public static FailureDetails Of(Exception exception) => exception switch
    {
        DurableFailureException failure => failure.Details,
        _ => new FailureDetails(Unexpected, $"{exception.GetType().Name} in {exception.TargetSite?.DeclaringType?.Name}", Retryable: true),
    };
}

/// <summary>Thrown by an activity to fail with details, and out of <see cref="OrchestrationContext.CallActivity"/> when an activity or a sub-orchestration has failed for good.</summary>
public sealed class DurableFailureException(FailureDetails details, Exception? inner = null) : Exception($"{details.Code}: {details.Message}", inner)
{
    public FailureDetails Details { get; } = details;
}

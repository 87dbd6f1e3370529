using System.Text.Json;
using Onboarding.Durability;

namespace OnboardingFunctions.Durable;

// Everything that Durable Task stores for us is a string of our own JSON (DurableJson): it does not pass through the worker's serializer, whose settings and version may change under a history, and it
// is the same text that the embedded host stores.

/// <summary>
/// The input of an orchestration: the version it was started on, which it keeps for life, and the <c>traceparent</c> of the call that started it stand beside what it was given. Being input, both are the same at
/// every replay.
/// </summary>
internal sealed record OrchestrationStart(string Version, JsonElement Input, string? Trace)
{
    public static string Write<T>(string version, T input, string? trace) => DurableJson.Write(new OrchestrationStart(version, JsonSerializer.SerializeToElement(input, DurableJson.Options), trace));
}

/// <summary>The input of an activity, who calls, and in which trace.</summary>
internal sealed record ActivityCall(string Instance, JsonElement Input, string? Trace)
{
    public static string Write<T>(string instance, T input, string? trace) => DurableJson.Write(new ActivityCall(instance, JsonSerializer.SerializeToElement(input, DurableJson.Options), trace));
}

/// <summary>
/// What an activity or an orchestration answers: a result or a failure. A failure is an answer and not an exception, because what Durable Task keeps of an exception (type, message, inner ones) differs from
/// version to version and has no place for "retryable" and "not before".
/// </summary>
internal sealed record Answer(JsonElement? Ok, FailureDetails? Failure)
{
    /// <param name="result">JSON.</param>
    public static string Done(string result) => $$"""{"ok":{{result}}}""";

    public static string Failed(FailureDetails failure) => DurableJson.Write(new Answer(null, failure));

    /// <exception cref="DurableFailureException">The answer is a failure.</exception>
    public static T Read<T>(string answer)
    {
        var read = DurableJson.Read<Answer>(answer);
        if (read.Failure is { } failure) throw new DurableFailureException(failure);
        return read.Ok is { } ok ? ok.Deserialize<T>(DurableJson.Options)! : default!;
    }
}

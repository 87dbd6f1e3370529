using System.Text.Json;
using Onboarding.Durability;

namespace OnboardingServer.Journal.Replay;

/// <summary>A task that the orchestration was given and that an event will end.</summary>
internal abstract class Pending
{
    public abstract void Complete(string? payload);

    public abstract void Fail(FailureDetails details);
}

/// <summary>One whose event carries a <typeparamref name="T"/>. Continuations run inside these calls: never with <see cref="TaskCreationOptions.RunContinuationsAsynchronously"/>, which would leave the turn.</summary>
internal sealed class Pending<T>(string what) : Pending
{
    private readonly TaskCompletionSource<T> _source = new();

    public Task<T> Task => _source.Task;

    public override void Complete(string? payload)
    {
        T value;
        try
        {
            value = payload is null ? default! : DurableJson.Read<T>(payload);
        }
        catch (JsonException)
        {
            Fail(new FailureDetails(FailureDetails.Unexpected, $"What {what} brought cannot be read as {typeof(T).Name}.", Retryable: false));
            return;
        }

        _source.TrySetResult(value);
    }

    public override void Fail(FailureDetails details) => _source.TrySetException(new DurableFailureException(details));
}

/// <summary>A timer.</summary>
internal sealed class PendingTimer : Pending
{
    private readonly TaskCompletionSource _source = new();

    public Task Task => _source.Task;

    public CancellationTokenRegistration Registration { get; set; }

    public void Cancel(CancellationToken token) => _source.TrySetCanceled(token);

    public override void Complete(string? payload)
    {
        Registration.Dispose();
        _source.TrySetResult();
    }

    public override void Fail(FailureDetails details) => _source.TrySetException(new DurableFailureException(details));
}

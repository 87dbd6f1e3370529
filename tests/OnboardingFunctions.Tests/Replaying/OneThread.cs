namespace OnboardingFunctions.Tests.Replaying;

/// <summary>Keeps the continuations of an orchestration on the thread that replays it, as the worker does.</summary>
internal sealed class OneThread : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _work = new();

    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (_work) _work.Enqueue((d, state));
    }

    /// <summary>Runs what is there until nothing is left.</summary>
    public void Drain()
    {
        for (; ; )
        {
            (SendOrPostCallback Callback, object? State) next;
            lock (_work)
            {
                if (!_work.TryDequeue(out next)) return;
            }

            next.Callback(next.State);
        }
    }
}

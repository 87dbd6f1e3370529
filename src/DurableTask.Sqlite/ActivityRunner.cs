using DurableTask.Core;
using DurableTask.Sqlite.Writes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DurableTask.Sqlite;

/// <summary>
/// Runs activities, a few at a time, each with services of its own. An activity that was under way when the process
/// stopped is suspected after its second restart and then runs alone: so the activity that stops the process each time
/// can be distinguished from those that only ran at the same time, and only its instance is halted as poison. Each
/// further trial begins later after the start, so that a process that is stopped from outside again and again does not
/// halt an activity without fault; all other activities go on in the meantime.
/// </summary>
internal sealed class ActivityRunner : IDisposable
{
    private const int MostStarts = 8;
    private const int SuspectAfter = 2;

    private readonly SqliteTaskHub _hub;
    private readonly WorkerTasks _worker;
    private readonly TimeSpan? _limit;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ActivityLane _lane;
    private readonly ActivityLane _suspects;
    private readonly DateTimeOffset _started;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private readonly HashSet<(long Key, int Run, int Task)> _underWay = [];

    public ActivityRunner(SqliteTaskHub hub, WorkerTasks worker, TimeSpan? limit, TimeProvider time, ILogger logger)
    {
        (_hub, _worker, _limit, _time, _logger) = (hub, worker, limit, time, logger);
        _started = time.GetUtcNow();
        _lane = new ActivityLane(worker.MaxActivities, Run);
        _suspects = new ActivityLane(1, Run);
    }

    /// <summary>
    /// Has a call run, unless it is under way: an instance that is read again while it is loaded, or halted and
    /// resumed, finds it unfinished though it runs.
    /// </summary>
    public void Enqueue(ActivityCall call)
    {
        lock (_gate)
        {
            if (!_underWay.Add(Id(call)))
                return;
        }

        _hub.Busy.Enter();
        if (call.Rerun is { Restarts: >= SuspectAfter and var restarts })
            _ = UntilTrial(call, restarts);
        else
            Enqueue(call, _lane);
    }

    private void Enqueue(ActivityCall call, ActivityLane lane)
    {
        if (!lane.Enqueue(call))
            _hub.Busy.Leave();
    }

    /// <summary>Notes that a call is over: its result is on disk, or it was given up.</summary>
    public void Ended(ActivityCall call)
    {
        lock (_gate)
            _underWay.Remove(Id(call));
    }

    /// <summary>
    /// Begins nothing more; what runs may end until <paramref name="grace"/> is over, then it is cancelled and, with
    /// what waited, done at the next start.
    /// </summary>
    public async Task Stop(TimeSpan grace, CancellationToken cancellationToken)
    {
        var quiet = Task.WhenAll(_lane.Stop(), _suspects.Stop());
        // The end of a process is waited for in real time, whatever clock the engine runs on.
        await Within(quiet, grace, cancellationToken);
        await _stopping.CancelAsync();
        await Within(quiet, TimeSpan.FromSeconds(1), cancellationToken);
    }

    /// <summary>Stops at once and waits for nothing.</summary>
    public void Abandon()
    {
        _ = _lane.Stop();
        _ = _suspects.Stop();
        _stopping.Cancel();
    }

    public void Dispose() => _stopping.Dispose();

    private static async Task Within(Task quiet, TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            await quiet.WaitAsync(limit, TimeProvider.System, cancellationToken);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            // An activity that has not ended by now runs again after the next start.
        }
    }

    private async Task Run(ActivityCall call)
    {
        try
        {
            if (!IsWanted(call))
                return;
            if (await Result(call) is var (kind, payload))
                _hub.Enqueue(new ActivityResultWrite(_hub, call, kind, payload));
        }
        catch (Exception e)
            when (e is JournalStoppedException || (e is OperationCanceledException && _stopping.IsCancellationRequested)
            )
        {
            // The engine is gone; so is this run of the activity.
        }
        finally
        {
            _hub.Busy.Leave();
        }
    }

    // One, two, four... seconds after the start. Outside the lane: one whose trial is later must not keep those from
    // theirs that are less suspected.
    private async Task UntilTrial(ActivityCall call, int restarts)
    {
        var wait =
            _started + TimeSpan.FromSeconds(1 << Math.Min(restarts - SuspectAfter, MostStarts)) - _time.GetUtcNow();
        if (wait > TimeSpan.Zero)
            await Task.Delay(wait, _time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Enqueue(call, _suspects);
    }

    // A call whose instance was ended or halted while it waited is not begun. One gate for the look and its
    // consequence: else the instance could be taken up in between and take the call for running.
    private bool IsWanted(ActivityCall call)
    {
        lock (_gate)
        {
            if (_hub.Instances.Holds(call.Head.Key))
                return true;
            _underWay.Remove(Id(call));
            return false;
        }
    }

    private static (long Key, int Run, int Task) Id(ActivityCall call) => (call.Head.Key, call.Head.Run, call.Row.Task);

    /// <summary>Null: there is none, and the call is no longer under way, or the hub stops.</summary>
    private async Task<(HistoryKind Kind, string? Payload)?> Result(ActivityCall call)
    {
        if (call.Rerun is not null)
        {
            var counted = new RestartWrite(_hub, call);
            _hub.Enqueue(counted);
            if (!await counted.IsToBeRun)
                return null;
        }

        if (call.Rerun?.Restarts + 1 >= MostStarts)
        {
            // Nobody knows what the activity has done, so nothing that follows from its failure may happen by itself.
            var poison = Failures.Of(
                FailureTypes.Poison,
                $"The process stopped {MostStarts} times while {call.Row.Name} ran."
            );
            _hub.Enqueue(new HaltWrite(_hub, call.Head, poison));
            Ended(call);
            return null;
        }

        var version = call.Row.Detail ?? call.Head.Version;
        if (_worker.VersionFailure(version) is { } mismatch)
        {
            if (!_worker.RejectsOtherVersions)
                return Failed(call, mismatch);
            // Left to a worker that runs this version.
            Log.InstanceRefused(_logger, call.Head.Id, mismatch.ErrorMessage);
            Ended(call);
            return null;
        }

        try
        {
            var cancellation = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
            var run = Run(call, version, cancellation);
            var payload = run.IsCompletedSuccessfully ? run.Result : await InTime(run, cancellation);
            return payload is null || payload.Length <= _worker.MaxPayload
                ? (HistoryKind.ActivityCompleted, payload)
                : Failed(call, Payload.TooLarge($"The result of {call.Row.Name}", payload.Length, _worker.MaxPayload));
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            return null;
        }
        catch (TaskNotFoundException missing)
        {
            return Failed(call, Failures.Of(FailureTypes.ActivityNotFound, missing.Message));
        }
        catch (TimeLimitException)
        {
            Log.ActivityTimedOut(_logger, call.Row.Name!, call.Head.Id, _limit!.Value);
            return Failed(
                call,
                Failures.Of(
                    FailureTypes.ActivityTimeout,
                    $"{call.Row.Name} did not end within {_limit} and was cancelled.",
                    retriable: true
                )
            );
        }
        catch (Exception e)
        {
            // Whatever an activity throws is its result; the orchestration decides what comes of it.
            return Failed(call, Failures.Of(e, _worker.ExceptionProperties));
        }
    }

    /// <summary>Owns what the activity uses until it ends, also when nobody waits for that any more.</summary>
    private async Task<string?> Run(ActivityCall call, string version, CancellationTokenSource cancellation)
    {
        using (cancellation)
        {
            using var span = Tracing.Run(call.Head, call.Row);
            try
            {
                await using var scope = _worker.Scopes.CreateAsyncScope();
                if (scope.ServiceProvider.GetService<ActivityLifetime>() is { } lifetime)
                    lifetime.Stopping = cancellation.Token;
                if (_worker.CreateActivity(call.Row.Name!, version, scope.ServiceProvider) is not { } activity)
                {
                    throw new TaskNotFoundException(
                        "No activity task named "
                            + $"'{call.Row.Name}'{(version.Length == 0 ? "" : $" with version '{version}'")} was found."
                    );
                }

                var instance = new OrchestrationInstance
                {
                    InstanceId = call.Head.Id,
                    ExecutionId = call.Head.ExecutionId,
                };
                var context = new TaskContext(instance, call.Row.Name!, version, call.Row.Task - 1)
                {
                    ExceptionPropertiesProvider = _worker.CoreExceptionProperties,
                };
                // As Durable Task hands it over: the array of its arguments.
                return await _worker
                    .Shim(call.Row.Name!, activity)
                    .RunAsync(context, $"[{call.Row.Payload ?? "null"}]");
            }
            catch (Exception e)
            {
                span?.SetStatus(System.Diagnostics.ActivityStatusCode.Error, e.Message);
                throw;
            }
        }
    }

    /// <summary>One that does not heed its cancellation is left to itself; its place is free for the next.</summary>
    private async Task<string?> InTime(Task<string?> run, CancellationTokenSource cancellation)
    {
        if (_limit is not { } limit)
            return await run;
        try
        {
            return await run.WaitAsync(limit, _time, CancellationToken.None);
        }
        catch (TimeoutException) when (!run.IsCompleted)
        {
            try
            {
                await cancellation.CancelAsync();
            }
            catch (Exception e) when (e is ObjectDisposedException or AggregateException)
            {
                // It ended in between, or what it does on cancellation threw; neither changes that its time is over.
            }

            throw new TimeLimitException();
        }
    }

    private (HistoryKind Kind, string? Payload) Failed(ActivityCall call, FailureDetails details) =>
        (HistoryKind.ActivityFailed, Failures.Write(details, $"The failure of {call.Row.Name}", _worker.MaxPayload));

    private sealed class TimeLimitException : Exception;

    private sealed class TaskNotFoundException(string message) : Exception(message);
}

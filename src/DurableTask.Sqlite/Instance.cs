using DurableTask.Sqlite.Replay;
using DurableTask.Sqlite.Writes;
using Microsoft.Data.Sqlite;

namespace DurableTask.Sqlite;

/// <summary>
/// A loaded instance. It runs on one pool thread at a time: takes its mail, moves its run on event by event, and queues
/// what that leaves to be written.
/// </summary>
internal sealed class Instance : IThreadPoolWorkItem
{
    private readonly SqliteTaskHub _hub;
    private InstanceHead? _head;
    private OrchestrationRun? _run;
    private List<HistoryRow>? _untaken;
    private string? _status;
    private long _seen;
    private bool _hasRestarts;
    private bool _isParked;
    private bool _isOver;

    /// <summary>Takes one that lies on disk.</summary>
    public Instance(SqliteTaskHub hub, long key) => (_hub, Key) = (hub, key);

    /// <summary>Takes one that has just been started.</summary>
    public Instance(SqliteTaskHub hub, InstanceHead head)
        : this(hub, head.Key) => _head = head;

    public long Key { get; }

    // Guarded by LoadedInstances.
    public Queue<HistoryRow> Mail { get; } = new(2);
    public bool IsScheduled { get; set; }
    public bool LooksAgain { get; set; }
    public bool CanLeave { get; set; }
    public bool IsGone { get; set; }
    public int Writes { get; set; }
    public LinkedListNode<Instance>? Idle { get; set; }

    public void Execute()
    {
        try
        {
            while (_head is null)
            {
                if (!Load(_hub.Instances.Next(this)) && _hub.Instances.GiveUp(this))
                    return;
            }

            do
            {
                while (_hub.Instances.Take(this) is { } row)
                {
                    if (_hub.ReplaysEveryTurn)
                        LoadAgain(row.Position);
                    Handle(row);
                }

                Leave();
            } while (
                !_hub.Instances.Rest(
                    this,
                    canLeave: !_isOver && _untaken is null && _run is null or { End: null, IsInFlight: false }
                )
            );
        }
        catch (JournalStoppedException)
        {
            // The hub is gone; the instance goes on at the next start.
        }
        catch (Exception e)
        {
            OnUnhandledError(e);
        }
        finally
        {
            _hub.Instances.Rested();
            _hub.Busy.Leave();
        }
    }

    /// <summary>Lets go of what its orchestrator holds. Called when it is not running.</summary>
    public void Forget() => _run?.Dispose();

    /// <summary>False: there is nothing to move on.</summary>
    /// <param name="firstNew">The position from which on its rows are new; null: not known.</param>
    private bool Load(long? firstNew)
    {
        if (_hub.File.Read(reader => reader.Load(Key)) is not { } stored)
            return false;
        var rows = stored.History;
        var start = 0;
        for (var n = 1; n < rows.Count; n++)
        {
            if (rows[n].IsBeginning)
                start = n;
        }

        // Its time has not come.
        if (stored.Head.StartAt is not null && rows[start].Kind == HistoryKind.Started)
            return false;
        if (!IsAccepted(stored.Head))
            return false;
        if (stored.HasRun && !IsKnown(stored.Head))
        {
            // It stays as it is on disk and goes on with a program that knows it again.
            Log.OrchestrationUnknown(_hub.Logger, stored.Head.Name, stored.Head.Id);
            return false;
        }

        _head = stored.Head;
        _run = NewRun();
        var input = rows.Take(start + 1)
            .Last(row => row.Kind is HistoryKind.Started or HistoryKind.ContinuedAsNew)
            .Payload;
        var unfinished = _run.Replay(
            [.. rows.Skip(start)],
            input,
            rows.Take(start).Where(row => row.IsForAnyRun),
            firstNew
        );
        (_seen, _status, _hasRestarts) = (rows[^1].Position, stored.Status, stored.Restarts.Count > 0);
        foreach (var row in unfinished)
            _hub.Activities.Enqueue(
                new ActivityCall(_head, row, new Rerun(stored.Restarts.GetValueOrDefault(row.Task), _seen))
            );
        return true;
    }

    // For tests of orchestrators: what they have done is forgotten and read again.
    private void LoadAgain(long firstNew)
    {
        if (_run is null || _isOver || _untaken is not null)
            return;
        Leave();
        if (_isOver || _untaken is not null)
            return;
        _hub.File.Write(_ => 0).GetAwaiter().GetResult();
        _run.Dispose();
        (_run, _head, _isParked, var head) = (null, null, false, _head);
        if (Load(firstNew))
            return;
        (_head, _isOver) = (head, true);
    }

    private void Handle(HistoryRow row)
    {
        // Rows that came while the history was being read were read with it.
        if (row.Position <= _seen || _isOver)
            return;
        _seen = row.Position;
        if (row.IsBeginning)
            Begin(row);
        else if (_untaken is not null)
        {
            // Between two runs: what is for the instance is for the next, the rest was for the last.
            if (row.IsForAnyRun)
                _untaken.Add(row);
            return;
        }
        else
            _run!.Handle(row);

        _isParked = false;
        if (_run?.End is not null)
            Leave();
    }

    private void Begin(HistoryRow row)
    {
        if (row.Kind == HistoryKind.ContinuedAsNew)
            _head = _head! with { Run = _head.Run + 1, Version = row.Detail ?? _head.Version };

        if (!IsAccepted(_head!))
        {
            _isOver = true;
            _hub.Instances.Remove(this);
            return;
        }

        _run?.Dispose();
        (_run, _hasRestarts, var kept) = (NewRun(), false, _untaken ?? []);
        _untaken = null;
        _run.Begin(row, row.Payload, kept);
    }

    /// <summary>False: another worker's, or the worker's filter refuses it for now.</summary>
    private bool IsAccepted(InstanceHead head)
    {
        if (_hub.Worker.RejectsOtherVersions && _hub.Worker.VersionFailure(head.Version) is { } mismatch)
        {
            Log.InstanceRefused(_hub.Logger, head.Id, mismatch.ErrorMessage);
            return false;
        }

        var accepted = _hub.Worker.Accepts(head, CancellationToken.None);
        if (accepted.IsCompletedSuccessfully ? accepted.Result : accepted.AsTask().GetAwaiter().GetResult())
            return true;
        Log.InstanceFiltered(_hub.Logger, head.Id);
        _hub.TakeUpLater(Key);
        return false;
    }

    private bool IsKnown(InstanceHead head)
    {
        using var scope = _hub.Worker.Scopes.CreateScope();
        return _hub.Worker.CreateOrchestrator(head, scope.ServiceProvider) is not null;
    }

    /// <summary>Queues what the last turns have left to be written.</summary>
    private void Leave()
    {
        if (_isOver || _untaken is not null || _run is null)
            return;
        _run.CheckEscape();
        var status = _run.Status != _status ? _run.Status : null;
        _status = _run.Status ?? _status;
        switch (_run.End)
        {
            case null:
                var calls = _run.TakeCalls();
                var parks = !_run.IsInFlight && !_isParked;
                if (calls.Count == 0 && status is null && !parks)
                    return;
                _isParked |= parks;
                Write(new TurnWrite(_hub, this, _head!, calls) { Status = status, ParkBehind = parks ? _seen : null });
                break;
            case RunEnd.Continued continued:
                _untaken = [.. _run.UntakenEvents];
                Tracing.Ended(_head!, _run.BeganAt, "ContinuedAsNew", null);
                Write(
                    new ContinueWrite(_hub, this, _head!, continued, [.. _untaken.Select(row => row.Position)], _seen)
                    {
                        Calls = _run.TakeCalls(),
                        Status = status,
                        SeenAt = _run.LastAt,
                    }
                );
                break;
            case RunEnd.Halted halted:
                _isOver = true;
                Write(new HaltWrite(_hub, _head!, halted.Details, this));
                break;
            case var end:
                _isOver = true;
                var failure = (end as RunEnd.Failed)?.Details;
                if (failure is not null)
                    Log.OrchestrationFailed(_hub.Logger, _head!.Name, _head.Id, failure.ErrorType);
                Tracing.Ended(_head!, _run.BeganAt, failure is null ? "Completed" : "Failed", failure?.ErrorMessage);
                Write(
                    new EndWrite(_hub, this, _head!, end)
                    {
                        Calls = _run.TakeCalls(),
                        Status = status,
                        HasTimers = _run.HasMadeTimers || _head!.StartAt is not null,
                        HasRestarts = _hasRestarts,
                    }
                );
                break;
        }
    }

    // Nothing of it is lost: its history is on disk.
    private void OnUnhandledError(Exception reason)
    {
        Log.InstanceNotMovedOn(_hub.Logger, reason, Key);
        var head = _head ?? (reason as UnreadableInstanceException)?.Head;
        if (head is null || reason is SqliteException or IOException)
        {
            _hub.Instances.Remove(this);
            _hub.TakeUpLater(Key);
            return;
        }

        // It would only fail again.
        _isOver = true;
        var cause = reason.InnerException ?? reason;
        var why =
            cause is JournalFileException
                ? cause.Message
                : $"{cause.GetType().Name} in {cause.TargetSite?.DeclaringType?.Name}";
        Write(new HaltWrite(_hub, head, Failures.Of(FailureTypes.Unreadable, why), this));
    }

    private OrchestrationRun NewRun() => new(_head!, _hub.Worker, () => _hub.Instances.Signal(this));

    private void Write(JournalWrite write)
    {
        if (_hub.Instances.Writing(this))
            _hub.Enqueue(write);
    }
}

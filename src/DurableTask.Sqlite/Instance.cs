using Microsoft.Data.Sqlite;
using Onboarding;
using Onboarding.Durability;
using OnboardingServer.Journal.Replay;
using OnboardingServer.Journal.Writes;

namespace OnboardingServer.Journal;

/// <summary>A loaded instance. It runs on one pool thread at a time: takes its mail, moves its run on event by event, and queues what that leaves to be written.</summary>
internal sealed class Instance : IThreadPoolWorkItem
{
    private readonly JournalEngine _engine;
    private InstanceHead? _head;
    private OrchestrationRun? _run;
    private List<HistoryEvent>? _untaken;
    private string? _status;
    private long _seen;
    private bool _hasRestarts;
    private bool _isParked;
    private bool _isOver;

    /// <summary>One that lies on disk.</summary>
    public Instance(JournalEngine engine, long key) => (_engine, Key) = (engine, key);

    /// <summary>One that has just been started.</summary>
    public Instance(JournalEngine engine, InstanceHead head)
        : this(engine, head.Key) => _head = head;

    public long Key { get; }

    // Guarded by LoadedInstances.
    public Queue<HistoryEvent> Mail { get; } = new(2);
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
                if (!Load() && _engine.Instances.GiveUp(this)) return;
            }

            do
            {
                while (_engine.Instances.Take(this) is { } row) Handle(row);
                Leave();
            }
            while (!_engine.Instances.Rest(this, canLeave: !_isOver && _untaken is null && _run is { End: null, IsInFlight: false }));
        }
        catch (JournalStoppedException)
        {
            // The engine is gone; the instance goes on at the next start.
        }
        catch (Exception e)
        {
            Stumble(e);
        }
        finally
        {
            _engine.Busy.Leave();
        }
    }

    /// <summary>False: there is nothing to move on.</summary>
    private bool Load()
    {
        if (_engine.File.Read(reader => reader.Load(Key)) is not { } stored) return false;
        if (!_engine.Registry.Orchestrations.TryGetValue(stored.Head.Name, out var orchestration))
        {
            // It stays as it is on disk and goes on with a program that knows it again.
            Log.OrchestrationUnknown(_engine.Logger, stored.Head.Name, stored.Head.Id);
            return false;
        }

        _head = stored.Head;
        var rows = stored.History;
        var start = 0;
        for (var n = 1; n < rows.Count; n++)
        {
            if (rows[n].Kind == HistoryKind.ContinuedAsNew) start = n;
        }

        _run = NewRun(orchestration);
        var unfinished = _run.Replay([.. rows.Skip(start)], rows.Take(start).Where(row => row.Kind == HistoryKind.EventRaised));
        (_seen, _status, _hasRestarts) = (rows[^1].Position, stored.Status, stored.Restarts.Count > 0);
        foreach (var row in unfinished) _engine.Activities.Enqueue(new ActivityCall(_head, row, new Rerun(stored.Restarts.GetValueOrDefault(row.Task), _seen)));
        return true;
    }

    private void Handle(HistoryEvent row)
    {
        // What came while the history was being read was read with it.
        if (row.Position <= _seen || _isOver) return;
        _seen = row.Position;
        if (row.Kind is HistoryKind.Started or HistoryKind.ContinuedAsNew)
        {
            if (row.Kind == HistoryKind.ContinuedAsNew) _head = _head! with { Run = _head.Run + 1 };
            (_run, _hasRestarts, var kept) = (NewRun(_engine.Registry.Orchestrations[_head!.Name]), false, _untaken ?? []);
            _untaken = null;
            _run.Begin(row, kept);
        }
        else if (_untaken is not null)
        {
            // Between two runs: events are for the next, the rest was for the last.
            if (row.Kind == HistoryKind.EventRaised) _untaken.Add(row);
            return;
        }
        else
        {
            _run!.Handle(row);
        }

        _isParked = false;
        if (_run.End is not null) Leave();
    }

    /// <summary>Queues what the last turns have left to be written.</summary>
    private void Leave()
    {
        if (_isOver || _untaken is not null || _run is null) return;
        _run.CheckEscape();
        var status = _run.Status != _status ? _run.Status : null;
        _status = _run.Status ?? _status;
        switch (_run.End)
        {
            case null:
                var calls = _run.TakeCalls();
                var parks = !_run.IsInFlight && !_isParked;
                if (calls.Count == 0 && status is null && !parks) return;
                _isParked |= parks;
                Write(new TurnWrite(_engine, this, _head!, calls) { Status = status, ParkBehind = parks ? _seen : null });
                break;
            case RunEnd.Continued continued:
                _untaken = [.. _run.UntakenEvents];
                Write(new ContinueWrite(_engine, this, _head!, continued.Input, [.. _untaken.Select(row => row.Position)], _seen) { Calls = _run.TakeCalls(), Status = status });
                break;
            case RunEnd.Halted halted:
                _isOver = true;
                Write(new HaltWrite(_engine, _head!, halted.Details, this));
                break;
            case var end:
                _isOver = true;
                if (end is RunEnd.Failed failed) Log.OrchestrationFailed(_engine.Logger, _head!.Name, _head.Id, failed.Details.Code);
                Write(new EndWrite(_engine, this, _head!, end) { Calls = _run.TakeCalls(), Status = status, HasTimers = _run.HasMadeTimers, HasRestarts = _hasRestarts });
                break;
        }
    }

    // Nothing of it is lost: its history is on disk.
    private void Stumble(Exception reason)
    {
        Log.InstanceStumbled(_engine.Logger, reason, Key);
        var head = _head ?? (reason as UnreadableInstanceException)?.Head;
        if (head is null || reason is SqliteException or IOException)
        {
            _engine.Instances.Remove(this);
            _engine.TakeUpLater(Key);
            return;
        }

        // It would only stumble again.
        _isOver = true;
        var why = reason.InnerException is JournalFileException unreadable ? unreadable.Message : FailureDetails.Of(reason.InnerException ?? reason).Message;
        Write(new HaltWrite(_engine, head, new FailureDetails(ErrorCodes.Unreadable, why, Retryable: false), this));
    }

    private OrchestrationRun NewRun(RegisteredOrchestration orchestration) => new(_head!, orchestration, () => _engine.Instances.Wake(this));

    private void Write(JournalWrite write)
    {
        if (_engine.Instances.Writing(this)) _engine.Enqueue(write);
    }
}

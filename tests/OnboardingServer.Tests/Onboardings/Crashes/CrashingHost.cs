using DurableTask.Sqlite;
using Onboarding;
using Onboarding.Requests;
using Onboarding.Submission;

namespace OnboardingServer.Tests.Onboardings.Crashes;

/// <summary>
/// A write of the journal, counted over all starts of a scenario, and on which side of it the process stops.
/// </summary>
public sealed record CrashPoint(CommitSide Side, int Write)
{
    public override string ToString() => $"{(Side == CommitSide.Before ? "before" : "after")} write {Write}";
}

public enum CommitSide
{
    Before,
    After,
}

/// <summary>
/// The embedded host whose process stops once, at a write, and is started again at the next touch. Whoever called when
/// it stopped got no answer, and does what a caller does then: looks, and asks again.
/// </summary>
internal sealed class CrashingHost : JournalHost
{
    private readonly Lock _restart = new();
    private readonly HashSet<OnboardingId> _accepted = [];
    private int _writes;
    private int _starts;
    private volatile bool _isDown;

    public CrashingHost(CrashPoint point) =>
        Hook = (moment, _) =>
        {
            if (moment == CommitMoment.Before)
                _writes++;
            if (
                Crashed
                || moment != (point.Side == CommitSide.Before ? CommitMoment.Before : CommitMoment.After)
                || _writes != point.Write
            )
                return;
            Crashed = true;
            _isDown = true;
            throw new JournalCrash();
        };

    public bool Crashed { get; private set; }

    protected override bool IsDown => _isDown;

    public override IServiceProvider Services
    {
        get
        {
            ComeBack();
            return base.Services;
        }
    }

    public override async Task<SubmissionResult> Submit(OnboardingRequest request, string? key = null)
    {
        var hadCrashed = Crashed;
        var result = await Insist(() => base.Submit(request, key));
        lock (_accepted)
        {
            // Asked again, the first to hear of it hears what the answer that was lost would have said.
            if (result is SubmissionResult.Accepted accepted && !_accepted.Add(accepted.Record.Id))
                return new SubmissionResult.Repeated(accepted.Record);
            if (
                result is SubmissionResult.Repeated { Record.SubmittedBy: Submitter } repeated
                && Crashed != hadCrashed
                && _accepted.Add(repeated.Record.Id)
            )
                return new SubmissionResult.Accepted(repeated.Record, []);
        }

        return result;
    }

    public override Task RetryOpenTask(string id) =>
        Insist(async () =>
        {
            await base.RetryOpenTask(id);
            return true;
        });

    protected override async Task Raise<T>(OnboardingId id, EventName<T> name, T payload)
    {
        var before = Raised();
        await Insist(async () =>
        {
            // It may have been taken though nobody said so; a second of the kind would be an order of its own.
            if (Raised() == before)
                await base.Raise(id, name, payload);
            return true;
        });

        int Raised()
        {
            ComeBack();
            return Engine.History(id.Value).Count(row => row.Kind == HistoryKind.EventRaised && row.Name == name.Value);
        }
    }

    protected override async Task<bool> Step()
    {
        if (_isDown)
        {
            // What the restart does is a step of its own, so that a scenario that waits for a moment sees it.
            ComeBack();
            return true;
        }

        try
        {
            return await base.Step() || _isDown;
        }
        catch (JournalStoppedException) when (_isDown)
        {
            return true;
        }
    }

    public override Task KillEngine()
    {
        _isDown = false;
        return base.KillEngine();
    }

    public override Task StartEngine()
    {
        _starts++;
        return base.StartEngine();
    }

    private async Task<T> Insist<T>(Func<Task<T>> call)
    {
        for (; ; )
        {
            ComeBack();
            var start = _starts;
            try
            {
                return await call();
            }
            catch (Exception) when (_isDown || _starts != start)
            {
                // The process is gone under the call; whatever that looked like, the answer is asked for again.
            }
        }
    }

    private void ComeBack()
    {
        if (!_isDown)
            return;
        lock (_restart)
        {
            if (!_isDown)
                return;
            // Not on the caller's context, which may be waiting for this.
            Task.Run(async () =>
                {
                    await base.KillEngine();
                    await StartEngine();
                    await Engine.WhenIdle();
                })
                .GetAwaiter()
                .GetResult();
            _isDown = false;
        }
    }
}

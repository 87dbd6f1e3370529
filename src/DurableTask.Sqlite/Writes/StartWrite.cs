using Onboarding.Durability;

namespace OnboardingServer.Journal.Writes;

/// <summary>Starts an instance unless its id is taken; the id's uniqueness decides between two at once.</summary>
internal sealed class StartWrite(JournalEngine engine, InstanceHead head, string input) : JournalWrite<StartResult>
{
    private NewInstance? _started;

    public override void Execute(JournalStatements sql, DateTimeOffset now)
    {
        _started = Starting.Insert(sql, now, head, input);
        Result = _started is null ? StartResult.AlreadyExists : StartResult.Started;
    }

    public override void Committed()
    {
        if (_started is not null) engine.Instances.Add(_started.Head, _started.Start);
        base.Committed();
    }
}

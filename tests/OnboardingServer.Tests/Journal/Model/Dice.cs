namespace OnboardingServer.Tests.Journal.Model;

/// <summary>
/// Choices out of given bytes: a shorter or smaller list is a simpler schedule, which is how a failure is narrowed
/// down.
/// </summary>
internal sealed class Dice(byte[] bytes)
{
    private static readonly string[] EventNames = ["ping", "pong", "Ping"];

    private int _at;
    private int _nonce;

    public bool IsEmpty => _at >= bytes.Length;

    public int Next(int sides) => IsEmpty ? 0 : bytes[_at++] % sides;

    public string Nonce() => $"n{_nonce++}";

    public T Of<T>(IReadOnlyList<T> choices) => choices[Next(choices.Count)];

    public string Event() => Of(EventNames);

    public ScriptStep[] Steps(bool inner)
    {
        var steps = new ScriptStep[1 + Next(inner ? 3 : 6)];
        for (var n = 0; n < steps.Length; n++)
            steps[n] = Step(inner);
        return steps;
    }

    private ScriptStep Step(bool inner) =>
        Next(inner ? 7 : 11) switch
        {
            0 => new ScriptStep(StepKind.Echo),
            1 => new ScriptStep(StepKind.Event, Event()),
            2 or 3 => new ScriptStep(StepKind.Race, Event(), Minutes: 1 + Next(10)),
            4 => new ScriptStep(StepKind.Timer, Minutes: 1 + Next(10)),
            5 => new ScriptStep(StepKind.Status),
            6 => new ScriptStep(StepKind.Fail),
            7 => new ScriptStep(StepKind.Hold, Count: 1 + Next(2)),
            8 => new ScriptStep(StepKind.Sub, Count: 1 + Next(2), Inner: Steps(inner: true)),
            9 => new ScriptStep(StepKind.Sub, Count: 12, Inner: [new ScriptStep(StepKind.Echo)]),
            _ => new ScriptStep(StepKind.Again),
        };
}

using Onboarding;

namespace OnboardingServer.Tests.Journal.Model;

/// <summary>An instance of the model.</summary>
internal sealed class Actor(string id, int born, Script script)
{
    private Dictionary<string, Stack<bool>> _waits = new(StringComparer.OrdinalIgnoreCase);
    private Dictionary<string, Queue<string>> _kept = new(StringComparer.OrdinalIgnoreCase);

    public string Id => id;

    /// <summary>Tells it from another of the same id, and gives its place in order.</summary>
    public int Born => born;
    public Script Script => script;
    public int At { get; set; } = script.At;
    public InstanceStatus Status { get; set; }
    public bool IsRunning => Status == InstanceStatus.Running;
    public bool Blocked { get; set; }
    public string? CustomStatus { get; set; }
    public (string Id, int Born, int Call)? Parent { get; init; }

    /// <summary>When its timer fires, and which of its timers that is.</summary>
    public int? Due { get; set; }
    public int Timer { get; private set; }
    public HashSet<string> Held { get; private set; } = [];
    public string?[] Results { get; set; } = [];

    public string Text { get; set; } = script.Text;

    // How far it came before it was ended from outside is a matter of moments.
    public string Seen =>
        $"{id} {Status} {(Status == InstanceStatus.Completed ? Text : "")} "
        + $"[{(Status == InstanceStatus.Terminated ? "" : CustomStatus)}]";

    public string Whole =>
        $"{Seen} {Script.Nonce} {Text} {At} {Due} {string.Join('+', Held.Order(StringComparer.Ordinal))} "
        + string.Join(
            ' ',
            _waits
                .OrderBy(entry => entry.Key, StringComparer.Ordinal)
                .Select(entry => $"{entry.Key}:{string.Join(',', entry.Value)}")
        )
        + string.Join(
            ' ',
            _kept
                .OrderBy(entry => entry.Key, StringComparer.Ordinal)
                .Select(entry => $"{entry.Key}:{string.Join(',', entry.Value)}")
        );

    public void Set(int due) => (Due, Timer) = (due, Timer + 1);

    /// <summary>Waits of that name, the newest first; true: it is the one that the script waits for now.</summary>
    public Stack<bool> Waits(string name) =>
        _waits.TryGetValue(name, out var waits) ? waits : _waits[name] = new Stack<bool>();

    public Queue<string> Kept(string name) => Of(_kept, name);

    /// <summary>The wait of a race that the timer has won.</summary>
    public void Lose(string name) => _waits[name] = new Stack<bool>(Waits(name).Select(_ => false));

    public void ForgetWaits() => _waits.Clear();

    public Actor Clone()
    {
        var copy = (Actor)MemberwiseClone();
        copy._waits = _waits.ToDictionary(
            entry => entry.Key,
            entry => new Stack<bool>(entry.Value.Reverse()),
            StringComparer.OrdinalIgnoreCase
        );
        copy._kept = _kept.ToDictionary(
            entry => entry.Key,
            entry => new Queue<string>(entry.Value),
            StringComparer.OrdinalIgnoreCase
        );
        copy.Held = [.. Held];
        copy.Results = [.. Results];
        return copy;
    }

    private static Queue<T> Of<T>(Dictionary<string, Queue<T>> queues, string name) =>
        queues.TryGetValue(name, out var queue) ? queue : queues[name] = new Queue<T>();
}

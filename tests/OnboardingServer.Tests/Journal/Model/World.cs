using Onboarding;

namespace OnboardingServer.Tests.Journal.Model;

/// <summary>What may be done from outside.</summary>
internal abstract record Act
{
    private Act() { }

    public sealed record Start(string Id, string Nonce, ScriptStep[] Steps) : Act;

    public sealed record Raise(string Id, string Name, string Payload) : Act;

    public sealed record Terminate(string Id) : Act;

    public sealed record Purge(string Id) : Act;

    public sealed record LetGo(string Effect) : Act;

    public sealed record Advance(int Minutes) : Act;
}

/// <summary>
/// The engine without disk, threads and crashes: every act takes place at once, every activity ends at once, one
/// instance after the other. What comes at the same moment is first noted in order, as rows of one transaction, and
/// then acted on.
/// </summary>
internal sealed class World
{
    private readonly SortedDictionary<string, Actor> _actors = new(StringComparer.Ordinal);
    private readonly HashSet<string> _free = [];
    private readonly Queue<Action> _rows = new();
    private int _minute;
    private int _born;

    public IEnumerable<string> Ids => _actors.Keys;

    public IEnumerable<string> Held =>
        _actors.Values.Where(actor => actor.IsRunning).SelectMany(actor => actor.Held).Order(StringComparer.Ordinal);

    public int? NextDue =>
        _actors.Values.Where(actor => actor.IsRunning && actor.Due is not null).Min(actor => actor.Due);

    /// <summary>As the engine is seen from outside.</summary>
    public string Seen => $"{string.Join('\n', _actors.Values.Select(actor => actor.Seen))}\nnext timer at {NextDue}";

    /// <summary>Also what cannot be seen and decides on what comes.</summary>
    public string Whole => $"{string.Join('\n', _actors.Values.Select(actor => actor.Whole))}\n{_minute}";

    public World Clone()
    {
        var copy = new World { _minute = _minute, _born = _born };
        foreach (var (id, actor) in _actors)
            copy._actors.Add(id, actor.Clone());
        copy._free.UnionWith(_free);
        return copy;
    }

    /// <summary>Acts that fall into one transaction. Returns what their callers are told.</summary>
    public IReadOnlyList<bool> Together(IReadOnlyList<Act> acts)
    {
        // A transaction has one time.
        foreach (var advance in acts.OfType<Act.Advance>())
            _minute += advance.Minutes;
        var answers = acts.Select(Note).ToList();
        Settle();
        return answers;
    }

    /// <summary>
    /// An act into which another falls when so many things have come of it. False: not so many came of it.
    /// </summary>
    public bool Into(Act first, int rows, Act second, out IReadOnlyList<bool> answers)
    {
        var told = Note(first);
        for (; rows > 0 && _rows.TryDequeue(out var row); rows--)
            row();
        answers = [told, Note(second)];
        Settle();
        return rows == 0;
    }

    private void Settle()
    {
        while (_rows.TryDequeue(out var row))
            row();
    }

    private bool Note(Act act)
    {
        switch (act)
        {
            case Act.Start(var id, var nonce, var steps):
                if (_actors.ContainsKey(id))
                    return false;
                Begin(id, new Script(nonce, 0, 0, "", steps), null);
                return true;
            case Act.Raise(var id, var name, var payload):
                if (!IsRunning(id, out var raised))
                    return false;
                _rows.Enqueue(() => Deliver(raised, name, payload));
                return true;
            case Act.Terminate(var id):
                if (!IsRunning(id, out var terminated))
                    return false;
                (terminated.Status, terminated.Due) = (InstanceStatus.Terminated, null);
                TellParent(terminated, $"!{ErrorCodes.InstanceTerminated}");
                return true;
            case Act.Purge(var id):
                if (!_actors.TryGetValue(id, out var purged) || purged.IsRunning)
                    return false;
                _actors.Remove(id);
                return true;
            case Act.LetGo(var effect):
                _free.Add(effect);
                foreach (var actor in _actors.Values.Where(actor => actor.Held.Contains(effect)))
                    _rows.Enqueue(() => Freed(actor, effect));
                return true;
            default:
                // Which timers fire is settled before anybody acts on anything of this moment.
                foreach (
                    var actor in _actors
                        .Values.Where(actor => actor.IsRunning && actor.Due <= _minute)
                        .OrderBy(actor => actor.Due)
                        .ThenBy(actor => actor.Born)
                )
                {
                    var timer = actor.Timer;
                    _rows.Enqueue(() => Fire(actor, timer));
                }

                return true;
        }
    }

    private bool IsRunning(string id, out Actor actor) => _actors.TryGetValue(id, out actor!) && actor.IsRunning;

    private void Begin(string id, Script script, (string Id, int Born, int Call)? parent)
    {
        var actor = new Actor(id, _born++, script) { Parent = parent };
        _actors.Add(id, actor);
        _rows.Enqueue(() => Go(actor));
    }

    private void Deliver(Actor actor, string name, string payload)
    {
        if (!actor.IsRunning)
            return;
        var waits = actor.Waits(name);
        if (waits.Count == 0)
        {
            actor.Kept(name).Enqueue(payload);
            return;
        }

        // A wait that lost its race takes the event all the same.
        if (!waits.Pop())
            return;
        actor.Due = null;
        GoOn(actor, payload);
    }

    private void Fire(Actor actor, int timer)
    {
        if (!actor.IsRunning || actor.Due is null || actor.Timer != timer)
            return;
        actor.Due = null;
        var step = actor.Script.Steps[actor.At];
        if (step.Kind == StepKind.Race)
            actor.Lose(step.Name);
        GoOn(actor, step.Kind == StepKind.Race ? "late" : "t");
    }

    private void Freed(Actor actor, string effect)
    {
        if (!actor.IsRunning || !actor.Held.Remove(effect) || actor.Held.Count > 0)
            return;
        GoOn(actor, $"h{actor.Script.Steps[actor.At].Count}");
    }

    private void Hear(Actor actor, int call, string result)
    {
        actor.Results[call] = result;
        if (actor.Results.Any(heard => heard is null))
            return;
        GoOn(actor, $"({string.Join(',', actor.Results)})");
    }

    private void TellParent(Actor child, string result)
    {
        if (child.Parent is not var (id, born, call) || !IsRunning(id, out var parent) || parent.Born != born)
            return;
        _rows.Enqueue(() =>
        {
            if (parent.IsRunning)
                Hear(parent, call, result);
        });
    }

    private void GoOn(Actor actor, string text)
    {
        if (!actor.IsRunning)
            return;
        actor.Text += text;
        actor.Blocked = false;
        actor.At++;
        Go(actor);
    }

    private void Go(Actor actor)
    {
        while (actor.IsRunning && !actor.Blocked)
        {
            if (actor.At == actor.Script.Steps.Length)
            {
                actor.Status = InstanceStatus.Completed;
                TellParent(actor, actor.Text);
                return;
            }

            var step = actor.Script.Steps[actor.At];
            actor.Blocked = true;
            switch (step.Kind)
            {
                case StepKind.Hold:
                    actor.Held.UnionWith(
                        Enumerable
                            .Range(0, step.Count)
                            .Select(call => actor.Script.EffectOf(actor.Id, actor.At, call))
                            .Where(effect => !_free.Contains(effect))
                    );
                    continue;
                case StepKind.Timer:
                    actor.Set(_minute + step.Minutes);
                    continue;
                case StepKind.Event or StepKind.Race:
                    if (actor.Kept(step.Name).TryDequeue(out var kept))
                    {
                        actor.Text += kept;
                        break;
                    }

                    actor.Waits(step.Name).Push(true);
                    if (step.Kind == StepKind.Race)
                        actor.Set(_minute + step.Minutes);
                    continue;
                case StepKind.Sub:
                    actor.Results = new string?[step.Count];
                    for (var call = 0; call < step.Count; call++)
                    {
                        var id = actor.Script.ChildOf(actor.Id, actor.At, call);
                        if (!_actors.ContainsKey(id))
                            Begin(
                                id,
                                new Script(actor.Script.Nonce, 0, 0, "", step.Inner!),
                                (actor.Id, actor.Born, call)
                            );
                        else
                            throw new InvalidOperationException("Ids of children are unlike.");
                    }

                    continue;
                case StepKind.Echo or StepKind.Fail:
                    _rows.Enqueue(() => GoOn(actor, step.Kind == StepKind.Echo ? "." : "!refused"));
                    continue;
                case StepKind.Status:
                    actor.CustomStatus = $"{actor.Script.Nonce}{actor.At}";
                    break;
                case StepKind.Again:
                    // Between two runs nobody waits for anything.
                    actor.ForgetWaits();
                    _rows.Enqueue(() => GoOn(actor, ""));
                    continue;
            }

            actor.Blocked = false;
            actor.At++;
        }
    }
}

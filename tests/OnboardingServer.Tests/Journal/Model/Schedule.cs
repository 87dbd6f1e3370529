using System.Globalization;
using System.Text;
using DurableTask.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Onboarding;
using OnboardingServer.Tests.Storage;
using Xunit.Sdk;

namespace OnboardingServer.Tests.Journal.Model;

/// <summary>
/// One schedule, made and run against engine and model at once. The model is a set of worlds: those that fit everything
/// seen until now. An act whose answer a crash took may have happened or not, and of two at once either may be first;
/// what is seen afterwards decides. No world left means that the engine did what it must not.
/// </summary>
internal sealed class Schedule : IAsyncDisposable
{
    private static readonly string[] Ids = ["a", "b", "c"];

    private static readonly Lazy<Task<byte[]>> Empty = new(async () =>
    {
        using var directory = new DataDirectory();
        directory.Open().Dispose();
        return await File.ReadAllBytesAsync(Path.Combine(directory.FullPath, "onboarding.db"));
    });

    private readonly Dice _dice;
    private readonly HeldActivities _held = new();
    private readonly EngineHarness _harness;
    private readonly StringBuilder _log = new();
    private readonly Dictionary<string, int> _runsOfCompleted = [];
    private List<World> _worlds = [new()];
    private (CommitMoment Moment, int Commits)? _crashIn;
    private volatile bool _crashed;

    public Schedule(byte[] bytes)
    {
        _dice = new Dice(bytes);
        _harness = new EngineHarness(
            registry =>
                registry
                    .AddMain((_, _) => Task.FromResult(""))
                    .Add(Script.StoredName, new Story<Script, string>(Script.Run))
                    .Add<HeldActivity, string, string>(HeldActivity.StoredName),
            services => services.AddSingleton(_held)
        )
        {
            Hook = Hook,
            Opening = file => _held.Begin(file.Busy),
        };
        // Room for all that can be in flight, and little more: most of them are read again when something comes.
        _harness.Options.MaxLoadedInstances = 4;
        // Held for as long as the schedule likes.
        _harness.Options.ActivityTimeout = TimeSpan.FromDays(1);
    }

    public async Task Run()
    {
        // Thousands of new files would spend their time on the schema's scripts.
        await File.WriteAllBytesAsync(Path.Combine(_harness.Directory, "onboarding.db"), await Empty.Value);
        await _harness.Start();
        // What a start writes by itself is no commit that a crash may hit: the acts are not queued yet.
        await Settle();
        while (!_dice.IsEmpty)
            await Round();
        await Crash("at the end");
    }

    public ValueTask DisposeAsync() => _harness.DisposeAsync();

    private async Task Round()
    {
        switch (_dice.Next(10))
        {
            case 0:
                await Crash("while nothing happens");
                return;
            case 1:
                await Do([new Act.Advance(1 + _dice.Next(12))], atOnce: false);
                return;
            case 2 or 3:
                await Do([AnyAct(), AnyAct()], atOnce: true);
                return;
            default:
                Act[] acts = [.. Enumerable.Range(0, 1 + _dice.Next(3)).Select(_ => AnyAct())];
                if (acts.Any(act => act is Act.LetGo))
                    acts = [acts.First(act => act is Act.LetGo)];
                else if (_dice.Next(3) == 0)
                    acts = [.. acts, new Act.Advance(1 + _dice.Next(12))];
                await Do(acts, atOnce: false);
                return;
        }
    }

    private Act AnyAct()
    {
        var world = _worlds[0];
        string[] known = [.. Ids.Union(world.Ids)];
        string[] held = [.. world.Held];
        return _dice.Next(12) switch
        {
            0 or 1 or 2 or 3 => new Act.Start(_dice.Of(Ids), _dice.Nonce(), _dice.Steps(inner: false)),
            4 => new Act.Terminate(_dice.Of(known)),
            5 => new Act.Purge(_dice.Of(known)),
            6 or 7 when held.Length > 0 => new Act.LetGo(_dice.Of(held)),
            _ => new Act.Raise(_dice.Of(known), _dice.Event(), $"<{_dice.Nonce()}>"),
        };
    }

    private async Task Do(Act[] acts, bool atOnce)
    {
        if (_dice.Next(3) == 0)
            _crashIn = ((CommitMoment)_dice.Next(2), 1 + _dice.Next(6));
        _log.AppendLine(
            CultureInfo.InvariantCulture,
            $"{(atOnce ? "at once" : "together")}: "
                + $"{string.Join(" | ", acts.Select(Describe))}{(_crashIn is { } armed ? $"; crash {armed.Moment} commit {armed.Commits}" : "")}"
        );
        var answers = atOnce ? await AtOnce(acts) : await Together(acts);
        await Settle();
        _crashIn = null;
        var crashed = _crashed;
        if (crashed)
            await Restart();
        _worlds = [.. _worlds.SelectMany(world => After(world, acts, answers, atOnce, crashed))];
        await Compare();
    }

    /// <summary>All in one transaction, in order: the writer is held until all are queued.</summary>
    private async Task<bool?[]> Together(Act[] acts)
    {
        using var go = new ManualResetEventSlim();
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var held = _harness.File.Write(_ =>
        {
            reached.SetResult();
            return go.Wait(TimeSpan.FromSeconds(30));
        });
        // What were queued before that would share a transaction with the holder, and with the time at which that
        // began.
        if (await Task.WhenAny(reached.Task, held) == held)
            Fail($"the engine has stopped before anything was done: {held.Exception?.InnerException?.Message}");
        var answers = acts.Select(Begin).ToList();
        go.Set();
        await Answer(async () => await held);
        return await Task.WhenAll(answers);
    }

    private async Task<bool?[]> AtOnce(Act[] acts)
    {
        using var go = new Barrier(acts.Length);
        return await Task.WhenAll(
            acts.Select(act =>
                Task.Factory.StartNew(
                        () =>
                        {
                            go.SignalAndWait();
                            return Begin(act);
                        },
                        CancellationToken.None,
                        TaskCreationOptions.LongRunning,
                        TaskScheduler.Default
                    )
                    .Unwrap()
            )
        );
    }

    /// <summary>Null: nobody answered.</summary>
    private Task<bool?> Begin(Act act)
    {
        var engine = _harness.Engine;
        switch (act)
        {
            case Act.Start(var id, var nonce, var steps):
                return Answer(async () =>
                    await engine.Start(Script.StoredName, id, new Script(nonce, 0, 0, "", steps), default)
                    == StartResult.Started
                );
            case Act.Raise(var id, var name, var payload):
                return Answer(() => engine.RaiseEvent(id, new EventName<string>(name), payload, default));
            case Act.Terminate(var id):
                return Answer(() => engine.Terminate(id, "for the test", default));
            case Act.Purge(var id):
                return Answer(() => engine.Purge(id, default));
            case Act.LetGo(var effect):
                _held.LetGo(effect);
                return Task.FromResult<bool?>(true);
            case Act.Advance(var minutes):
                _harness.Clock.Advance(TimeSpan.FromMinutes(minutes));
                return Task.FromResult<bool?>(true);
            default:
                throw new InvalidOperationException($"{act}?");
        }
    }

    private static async Task<bool?> Answer(Func<Task<bool>> call)
    {
        try
        {
            return await call();
        }
        catch (JournalStoppedException)
        {
            return null;
        }
    }

    /// <summary>Every world that may have come of it.</summary>
    private static IEnumerable<World> After(World world, Act[] acts, bool?[] answers, bool atOnce, bool crashed)
    {
        // Time passes and hands are let go whatever becomes of the process; the rest may not have been written when it
        // was not answered.
        var certain = Enumerable.Range(0, acts.Length).Where(n => answers[n] is not null).ToList();
        foreach (
            var happened in crashed
                ? Subsets(acts.Length).Where(subset => certain.TrueForAll(subset.Contains))
                :
                [
                    [.. Enumerable.Range(0, acts.Length)],
                ]
        )
        {
            foreach (var (next, told) in Orders(world, [.. happened.Select(n => acts[n])], atOnce, crashed))
            {
                if (!happened.Where((n, place) => answers[n] is { } answer && answer != told[place]).Any())
                    yield return next;
            }
        }
    }

    private static IEnumerable<(World World, IReadOnlyList<bool> Told)> Orders(
        World world,
        Act[] acts,
        bool atOnce,
        bool crashed
    )
    {
        if (acts.Length < 2 || !atOnce)
        {
            var next = world.Clone();
            yield return (next, next.Together(acts));
            yield break;
        }

        for (var first = 0; first < 2; first++)
        {
            for (var rows = 0; ; rows++)
            {
                var next = world.Clone();
                var reached = next.Into(acts[first], rows, acts[1 - first], out var told);
                if (!reached)
                    break;
                yield return (next, first == 0 ? told : [told[1], told[0]]);
            }
        }
    }

    private static IEnumerable<int[]> Subsets(int count) =>
        Enumerable
            .Range(0, 1 << count)
            .Select(bits => Enumerable.Range(0, count).Where(n => (bits & (1 << n)) != 0).ToArray());

    private async Task Crash(string when)
    {
        _log.AppendLine(CultureInfo.InvariantCulture, $"crash {when}");
        await Restart();
        await Compare();
    }

    private async Task Restart()
    {
        foreach (var (effect, runs) in Completed())
            _runsOfCompleted.TryAdd(effect, runs);
        await _harness.Crash();
        _crashed = false;
        // What is held is under way at every crash; the model knows nothing of the suspicion that this brings.
        using (var connection = new SqliteConnection($"Data Source={_harness.File.FilePath};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "DELETE FROM activity_restarts";
            command.ExecuteNonQuery();
        }

        await _harness.Start();
        await Settle();
    }

    private async Task Settle()
    {
        try
        {
            await _harness.Settle();
        }
        catch (TimeoutException)
        {
            Fail($"the engine does not come to rest; it shows\n{await Seen()}");
        }
    }

    private async Task Compare()
    {
        var seen = await Seen();
        var fitting = _worlds.Where(world => world.Seen == seen).DistinctBy(world => world.Whole).ToList();
        if (fitting.Count == 0)
            Fail(
                $"the engine shows\n{seen}\nand the model "
                    + $"allows\n{string.Join("\n-- or --\n", _worlds.Select(world => world.Seen).Distinct())}"
            );
        // Of two starts of one id at once either may have been written, and both may show the same.
        var running = fitting.Where(world => !world.Held.Except(_held.Waiting).Any()).ToList();
        if (running.Count == 0)
            Fail($"{fitting[0].Held.Except(_held.Waiting).First()} should run and does not");
        _worlds = running;
        foreach (var (effect, runs) in _runsOfCompleted)
        {
            if (_harness.Trace.Count(effect) != runs)
                Fail($"{effect} was completed and ran again");
        }
    }

    private async Task<string> Seen()
    {
        var lines = new List<string>();
        foreach (var id in Stored("SELECT id FROM instances ORDER BY id"))
        {
            var state = (await _harness.Engine.Get(id, default))!;
            var text = state.Output is { } output ? DurableJson.Read<string>(output) : "";
            var status =
                state.CustomStatus is { } custom && state.Status != InstanceStatus.Terminated
                    ? DurableJson.Read<string>(custom)
                    : "";
            lines.Add($"{id} {state.Status} {text} [{status}]");
        }

        var due = _harness.Engine.NextDue is { } next ? $"{(next - EngineHarness.Noon).TotalMinutes}" : "";
        // Whoever has nothing in flight is not read at a restart.
        var inFlight = Stored("SELECT id FROM instances WHERE status = 0 AND parked = 0 ORDER BY id");
        var expected = _held
            .Waiting.Select(effect => effect.Split('.')[0])
            .Intersect(Stored("SELECT id FROM instances WHERE status = 0"));
        foreach (var id in inFlight.Except(expected))
            Fail($"{id} has nothing in flight and is not parked");
        return $"{string.Join('\n', lines)}\nnext timer at {due}";
    }

    private IEnumerable<(string Effect, int Runs)> Completed()
    {
        foreach (var id in Stored("SELECT id FROM instances"))
        {
            var history = _harness.File.Read(reader => reader.History(reader.Key(id)!.Value));
            // A refusal is an answer, and the next step may ask for the same.
            foreach (
                var row in history.Where(row =>
                    row.Kind == HistoryKind.ActivityCompleted
                    && row.Payload!.StartsWith("{\"ok\"", StringComparison.Ordinal)
                )
            )
            {
                var effect = DurableJson.Read<string>(
                    history.Single(call => call.Kind == HistoryKind.ActivityScheduled && call.Task == row.Task).Payload!
                );
                yield return (EffectLine(id, effect), _harness.Trace.Count(EffectLine(id, effect)));
            }
        }
    }

    // Echo notes who it ran for, too.
    private string EffectLine(string id, string effect) => _harness.Trace.Count(effect) > 0 ? effect : $"{id} {effect}";

    private List<string> Stored(string sql) =>
        _harness.File.Read(reader =>
        {
            using var command = reader.Connection.CreateCommand();
            command.CommandText = sql;
            using var rows = command.ExecuteReader();
            var found = new List<string>();
            while (rows.Read())
                found.Add(rows.GetString(0));
            return found;
        });

    private void Hook(CommitMoment moment, long commit)
    {
        if (_crashIn is not { } crash || crash.Moment != moment)
            return;
        if (crash.Commits > 1)
        {
            _crashIn = (crash.Moment, crash.Commits - 1);
            return;
        }

        _crashIn = null;
        _crashed = true;
        throw new JournalCrash();
    }

    private void Fail(string what) => throw new XunitException($"{_log}{what}");

    private static string Describe(Act act) =>
        act is Act.Start start
            ? $"Start {start.Id} {start.Nonce} [{string.Join(' ', start.Steps.Select(Describe))}]"
            : act.ToString()!;

    private static string Describe(ScriptStep step) =>
        $"{step.Kind}{(step.Name.Length > 0 ? $":{step.Name}" : "")}{(step.Minutes > 0 ? $":{step.Minutes}" : "")}{(step.Count > 1 ? $"x{step.Count}" : "")}{(step.Inner is null ? "" : $"[{string.Join(' ', step.Inner.Select(Describe))}]")}";
}

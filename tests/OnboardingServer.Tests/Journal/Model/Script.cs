using DurableTask.Sqlite;
using Microsoft.DurableTask;
using Onboarding;
using Onboarding.Effects;

namespace OnboardingServer.Tests.Journal.Model;

/// <summary>What an orchestration does, as data: both the engine and the model carry it out.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Name">The event's name.</param>
/// <param name="Minutes">Of a timer.</param>
/// <param name="Count">How many activities or sub-orchestrations at once.</param>
/// <param name="Inner">What a sub-orchestration does.</param>
internal sealed record ScriptStep(
    StepKind Kind,
    string Name = "",
    int Minutes = 0,
    int Count = 1,
    ScriptStep[]? Inner = null
);

internal enum StepKind
{
    /// <summary>An activity that ends at once.</summary>
    Echo,

    /// <summary>One that fails for good, and is caught.</summary>
    Fail,

    /// <summary>Activities at once that end when they are told to.</summary>
    Hold,
    Timer,
    Event,

    /// <summary>An event against a timer. The wait that loses stays, and takes the next event of its name.</summary>
    Race,

    /// <summary>Sub-orchestrations at once.</summary>
    Sub,
    Status,
    Again,
}

/// <param name="Nonce">Unlike that of any other start.</param>
/// <param name="Round">How often it went on as new.</param>
/// <param name="At">The step to go on with.</param>
/// <param name="Text">What has happened until now; in the end the result.</param>
/// <param name="Steps">All of them.</param>
internal sealed record Script(string Nonce, int Round, int At, string Text, ScriptStep[] Steps)
{
    public static OrchestrationName<Script, string> StoredName { get; } = new("script");

    public string EffectOf(string id, int step, int call) => $"{id}.{Nonce}.{step}.{call}";

    public string ChildOf(string id, int step, int call) => $"{id}:{Nonce}{step}{(char)('a' + call)}";

    public static async Task<string> Run(TaskOrchestrationContext context, Script script)
    {
        var text = script.Text;
        for (var at = script.At; at < script.Steps.Length; at++)
        {
            var step = script.Steps[at];
            switch (step.Kind)
            {
                case StepKind.Echo:
                    text +=
                        await context.CallStep(Names.Echo, script.EffectOf(context.InstanceId, at, 0)) == "" ? "" : ".";
                    break;
                case StepKind.Fail:
                    try
                    {
                        await context.CallStep(Names.Fail, "refused");
                    }
                    catch (StepFailedException failure)
                    {
                        text += $"!{failure.Failure.Code}";
                    }

                    break;
                case StepKind.Hold:
                    await Task.WhenAll(
                        Enumerable
                            .Range(0, step.Count)
                            .Select(call =>
                                context.CallStep(HeldActivity.StoredName, script.EffectOf(context.InstanceId, at, call))
                            )
                    );
                    text += $"h{step.Count}";
                    break;
                case StepKind.Timer:
                    await context.CreateTimer(context.CurrentUtc.AddMinutes(step.Minutes), default);
                    text += "t";
                    break;
                case StepKind.Event:
                    text += await context.WaitForEvent(new EventName<string>(step.Name));
                    break;
                case StepKind.Race:
                    var raised = context.WaitForEvent(new EventName<string>(step.Name));
                    using (var cancellation = new CancellationTokenSource())
                    {
                        var timer = context.CreateTimer(
                            context.CurrentUtc.AddMinutes(step.Minutes),
                            cancellation.Token
                        );
                        text += await Task.WhenAny(raised, timer) == raised ? await raised : "late";
                        cancellation.Cancel();
                    }

                    break;
                case StepKind.Sub:
                    var children = Enumerable
                        .Range(0, step.Count)
                        .Select(async call =>
                        {
                            try
                            {
                                return await context.CallSubOrchestration(
                                    StoredName,
                                    new Script(script.Nonce, 0, 0, "", step.Inner!),
                                    script.ChildOf(context.InstanceId, at, call)
                                );
                            }
                            catch (StepFailedException failure)
                            {
                                return $"!{failure.Failure.Code}";
                            }
                        });
                    text += $"({string.Join(',', await Task.WhenAll(children))})";
                    break;
                case StepKind.Status:
                    context.SetCustomStatus($"{script.Nonce}{at}");
                    break;
                case StepKind.Again:
                    context.ContinueAsNew(script with { Round = script.Round + 1, At = at + 1, Text = text });
                    return "";
            }
        }

        return text;
    }
}

/// <summary>
/// Runs until it is let go. While it waits the engine counts as idle, for nothing will happen by itself.
/// </summary>
internal sealed class HeldActivity(Trace trace, HeldActivities held) : StepActivity<string, string>
{
    public static ActivityName<string, string> StoredName { get; } = new("held");

    protected override async Task<string> Run(
        TaskActivityContext context,
        string input,
        CancellationToken cancellationToken
    )
    {
        trace.Add(input);
        await held.Wait(input, cancellationToken);
        return input;
    }
}

internal sealed class HeldActivities
{
    private readonly Lock _gate = new();
    private readonly HashSet<string> _free = [];
    private readonly Dictionary<string, (TaskCompletionSource Go, BusyCounter Busy)> _waiting = [];

    private BusyCounter _busy = new();

    public IReadOnlyList<string> Waiting
    {
        get
        {
            lock (_gate)
                return [.. _waiting.Keys.Order(StringComparer.Ordinal)];
        }
    }

    public Task Wait(string key, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            // Of an engine that has stopped.
            cancellationToken.ThrowIfCancellationRequested();
            if (_free.Contains(key))
                return Task.CompletedTask;
            var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting[key] = (go, _busy);
            _busy.Leave();
            return go.Task.WaitAsync(cancellationToken);
        }
    }

    public void LetGo(string key)
    {
        lock (_gate)
        {
            _free.Add(key);
            if (!_waiting.Remove(key, out var waiting))
                return;
            waiting.Busy.Enter();
            waiting.Go.SetResult();
        }
    }

    /// <summary>Another engine begins; whoever waited for the last is gone.</summary>
    public void Begin(BusyCounter busy)
    {
        lock (_gate)
        {
            _waiting.Clear();
            _busy = busy;
        }
    }
}

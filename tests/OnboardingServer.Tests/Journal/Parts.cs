using Onboarding.Durability;

namespace OnboardingServer.Tests.Journal;

/// <summary>Orchestrations written in the test that needs them.</summary>
internal sealed class Story<TInput, TOutput>(OrchestrationName<TInput, TOutput> name, Func<OrchestrationContext, TInput, Task<TOutput>> run, string version = "1") : Orchestration<TInput, TOutput>
{
    public override OrchestrationName<TInput, TOutput> Name => name;
    public override string Version => version;

    public override Task<TOutput> Run(OrchestrationContext context, TInput input) => run(context, input);
}

internal static class Names
{
    public static readonly OrchestrationName<string, string> Main = new("main");
    public static readonly OrchestrationName<string, string> Child = new("child");
    public static readonly ActivityName<string, string> Echo = new("echo");
    public static readonly ActivityName<string, string> Fail = new("fail");
    public static readonly ActivityName<string, string> Gate = new("gate");
    public static readonly EventName<string> Go = new("go");
    public static readonly EventName<string> Other = new("other");

    /// <summary>The main story of a test, with the activities below.</summary>
    public static DurableRegistry AddMain(this DurableRegistry registry, Func<OrchestrationContext, string, Task<string>> run, string version = "1") =>
        registry.Add(new Story<string, string>(Main, run, version)).AddActivities();

    public static DurableRegistry AddChild(this DurableRegistry registry, Func<OrchestrationContext, string, Task<string>> run) => registry.Add(new Story<string, string>(Child, run));

    private static DurableRegistry AddActivities(this DurableRegistry registry) =>
        registry.Add<EchoActivity, string, string>(Echo).Add<FailActivity, string, string>(Fail).Add<GateActivity, string, string>(Gate);
}

/// <summary>Notes that it ran and returns its input.</summary>
internal sealed class EchoActivity(Trace trace) : Activity<string, string>
{
    public override ActivityName<string, string> Name => Names.Echo;

    public override Task<string> Run(ActivityContext context, string input, CancellationToken cancellationToken)
    {
        trace.Add($"{context.InstanceId} {input}");
        return Task.FromResult(input);
    }
}

/// <summary>Fails: <c>refused</c> for good, <c>surprise</c> in a way it did not foresee, else so that it may be tried again.</summary>
internal sealed class FailActivity(Trace trace) : Activity<string, string>
{
    public override ActivityName<string, string> Name => Names.Fail;

    public override Task<string> Run(ActivityContext context, string input, CancellationToken cancellationToken)
    {
        trace.Add($"{context.InstanceId} {input}");
        throw input == "surprise" ? new InvalidOperationException("the password is secret") : new DurableFailureException(new FailureDetails(input, "It failed.", Retryable: input != "refused"));
    }
}

/// <summary>Runs until its gate is opened, or the engine gives up on it.</summary>
internal sealed class GateActivity(Trace trace, Gates gates) : Activity<string, string>
{
    public override ActivityName<string, string> Name => Names.Gate;

    public override async Task<string> Run(ActivityContext context, string input, CancellationToken cancellationToken)
    {
        trace.Add($"{context.InstanceId} {input}");
        await gates.Pass(input, cancellationToken);
        return input;
    }
}

internal sealed class Gates
{
    private readonly Dictionary<string, (TaskCompletionSource Reached, TaskCompletionSource Opened)> _gates = [];

    /// <summary>Ends when an activity stands at the gate.</summary>
    public Task Reached(string name) => Gate(name).Reached.Task.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);

    public bool IsReached(string name) => Gate(name).Reached.Task.IsCompleted;

    public void Open(string name) => Gate(name).Opened.TrySetResult();

    /// <summary>Forgets who has been at the gate.</summary>
    public void Close(string name)
    {
        lock (_gates) _gates.Remove(name);
    }

    public async Task Pass(string name, CancellationToken cancellationToken)
    {
        var (reached, opened) = Gate(name);
        reached.TrySetResult();
        await opened.Task.WaitAsync(cancellationToken);
    }

    private (TaskCompletionSource Reached, TaskCompletionSource Opened) Gate(string name)
    {
        lock (_gates)
        {
            if (!_gates.TryGetValue(name, out var gate)) _gates[name] = gate = (New(), New());
            return gate;
        }

        static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

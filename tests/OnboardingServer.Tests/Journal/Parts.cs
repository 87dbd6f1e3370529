using DurableTask.Sqlite;
using Microsoft.DurableTask;
using Onboarding;
using Onboarding.Effects;
using OnboardingServer.Journal;

namespace OnboardingServer.Tests.Journal;

/// <summary>Orchestrations written in the test that needs them.</summary>
internal sealed class Story<TInput, TOutput>(Func<TaskOrchestrationContext, TInput, Task<TOutput>> run)
    : TaskOrchestrator<TInput, TOutput>
{
    public override Task<TOutput> RunAsync(TaskOrchestrationContext context, TInput input) => run(context, input);
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
    public static TaskCatalog AddMain(
        this TaskCatalog catalog,
        Func<TaskOrchestrationContext, string, Task<string>> run
    ) => catalog.Add(Main, new Story<string, string>(run)).AddActivities();

    public static TaskCatalog AddChild(
        this TaskCatalog catalog,
        Func<TaskOrchestrationContext, string, Task<string>> run
    ) => catalog.Add(Child, new Story<string, string>(run));

    public static Task CreateTimer(
        this TaskOrchestrationContext context,
        DateTimeOffset fireAt,
        CancellationToken cancellation
    ) => context.CreateTimer(fireAt.UtcDateTime, cancellation);

    public static async Task<TOutput> CallSubOrchestration<TInput, TOutput>(
        this TaskOrchestrationContext context,
        OrchestrationName<TInput, TOutput> name,
        TInput input,
        string instanceId
    )
    {
        try
        {
            return await context.CallSubOrchestratorAsync<TOutput>(
                name.Value,
                input,
                new SubOrchestrationOptions(instanceId: instanceId)
            );
        }
        catch (TaskFailedException failed)
        {
            throw new StepFailedException(
                failed.FailureDetails.ErrorType == FailureTypes.Terminated
                    ? JournalFailures.Terminated(failed.FailureDetails.Properties!["output"] as string)
                    : StepFailure.Of(failed.FailureDetails, name.Value)
            );
        }
    }

    private static TaskCatalog AddActivities(this TaskCatalog catalog) =>
        catalog
            .Add<EchoActivity, string, string>(Echo)
            .Add<FailActivity, string, string>(Fail)
            .Add<GateActivity, string, string>(Gate);
}

/// <summary>Notes that it ran and returns its input.</summary>
internal sealed class EchoActivity(Trace trace) : StepActivity<string, string>
{
    protected override Task<string> Run(TaskActivityContext context, string input, CancellationToken cancellationToken)
    {
        trace.Add($"{context.InstanceId} {input}");
        return Task.FromResult(input);
    }
}

/// <summary>
/// Fails: <c>refused</c> for good, <c>surprise</c> in a way it did not foresee, else so that it may be tried again.
/// </summary>
internal sealed class FailActivity(Trace trace) : StepActivity<string, string>
{
    protected override Task<string> Run(TaskActivityContext context, string input, CancellationToken cancellationToken)
    {
        trace.Add($"{context.InstanceId} {input}");
        throw input == "surprise"
            ? new InvalidOperationException("the password is secret")
            : new StepFailedException(new StepFailure(input, "It failed.", Retryable: input != "refused"));
    }
}

/// <summary>Runs until its gate is opened, or the engine gives up on it.</summary>
internal sealed class GateActivity(Trace trace, Gates gates) : StepActivity<string, string>
{
    protected override async Task<string> Run(
        TaskActivityContext context,
        string input,
        CancellationToken cancellationToken
    )
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
    public Task Reached(string name) =>
        Gate(name).Reached.Task.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);

    public bool IsReached(string name) => Gate(name).Reached.Task.IsCompleted;

    public void Open(string name) => Gate(name).Opened.TrySetResult();

    /// <summary>Forgets who has been at the gate.</summary>
    public void Close(string name)
    {
        lock (_gates)
            _gates.Remove(name);
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
            if (!_gates.TryGetValue(name, out var gate))
                _gates[name] = gate = (New(), New());
            return gate;
        }

        static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

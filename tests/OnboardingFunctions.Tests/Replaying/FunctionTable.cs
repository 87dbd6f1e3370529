using System.Diagnostics;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Onboarding;
using OnboardingFunctions.Durable;

namespace OnboardingFunctions.Tests.Replaying;

/// <summary>The app's functions as the host finds them: public methods with a name.</summary>
internal sealed class FunctionTable(IServiceProvider services)
{
    public static IReadOnlyDictionary<string, MethodInfo> All { get; } =
        typeof(StepInvoker)
            .Assembly.GetTypes()
            .SelectMany(type => type.GetMethods())
            .Select(method => (Method: method, method.GetCustomAttribute<FunctionAttribute>()?.Name))
            .Where(found => found.Name is not null)
            .ToDictionary(found => found.Name!, found => found.Method, StringComparer.OrdinalIgnoreCase);

    private static readonly IReadOnlyDictionary<string, MethodInfo> Orchestrations =
        With<OrchestrationTriggerAttribute>();

    private static readonly IReadOnlyDictionary<string, MethodInfo> Activities = With<ActivityTriggerAttribute>();

    /// <summary>What the extension takes for Durable Task's data converter: the worker's serializer.</summary>
    public static DataConverter Converter { get; } = new WorkerConverter();

    /// <summary>Gets the functions that have a parameter with this attribute.</summary>
    public static IReadOnlyDictionary<string, MethodInfo> With<TTrigger>()
        where TTrigger : Attribute =>
        All.Where(function => function.Value.GetParameters().Any(parameter => parameter.IsDefined(typeof(TTrigger))))
            .ToDictionary(StringComparer.OrdinalIgnoreCase);

    public ITaskOrchestrator Orchestrator(string name) =>
        IsTests(name)
            ? services.GetRequiredService<TaskCatalog>().Orchestrators[name].Orchestrator
            : new OrchestratorFunction(
                Orchestrations.GetValueOrDefault(name)
                    ?? throw new InvalidOperationException($"The app has no orchestration {name}.")
            );

    /// <summary>Binds what the function asks for, and nothing else.</summary>
    /// <param name="name">The function.</param>
    /// <param name="input">The serialized input, as Durable Task schedules it: an array of one.</param>
    /// <param name="instanceId">The orchestration that called it.</param>
    /// <param name="trace">The trace that the host hands over; null: none.</param>
    /// <param name="client">The engine's client.</param>
    /// <param name="cancellationToken">Ends when the worker stops.</param>
    public async Task<string> RunActivity(
        string name,
        string input,
        string instanceId,
        string? trace,
        DurableTaskClient client,
        CancellationToken cancellationToken
    )
    {
        // The worker begins a trace of its own where the host hands none over.
        Activity.Current = null;
        using var invocation = new Activity("Invoke").SetIdFormat(ActivityIdFormat.W3C);
        if (trace is not null)
            invocation.SetParentId(trace);
        invocation.Start();
        await using var scope = services.CreateAsyncScope();
        if (IsTests(name))
        {
            var activity = services
                .GetRequiredService<TaskCatalog>()
                .Activities[name]
                .Create(scope.ServiceProvider, cancellationToken);
            return Converter.Serialize(
                await activity.RunAsync(
                    new CallContext(name, instanceId),
                    Converter.Deserialize(input[1..^1], activity.InputType)
                )
            )!;
        }

        var method =
            Activities.GetValueOrDefault(name)
            ?? throw new InvalidOperationException($"The app has no activity {name}.");
        var bound = method
            .GetParameters()
            .Select(parameter =>
                parameter switch
                {
                    _ when parameter.IsDefined(typeof(ActivityTriggerAttribute)) => Converter.Deserialize(
                        input[1..^1],
                        parameter.ParameterType
                    ),
                    { Name: "instanceId" } => instanceId,
                    _ when parameter.IsDefined(typeof(DurableClientAttribute)) => client,
                    _ when parameter.ParameterType == typeof(FunctionContext) => new InvocationContext(
                        scope.ServiceProvider,
                        cancellationToken
                    ),
                    _ => throw new InvalidOperationException($"The host binds no {parameter}."),
                }
            );
        var function = ActivatorUtilities.CreateInstance(scope.ServiceProvider, method.DeclaringType!);
        var task = (Task)method.Invoke(function, BindingFlags.DoNotWrapExceptions, null, [.. bound], null)!;
        await task;
        return Converter.Serialize(ResultOf(task))!;
    }

    private static object? ResultOf(Task task) => task.GetType().GetProperty("Result")!.GetValue(task);

    // What only tests catalogue has no function of its own.
    private static bool IsTests(string name) => name.StartsWith("test-", StringComparison.Ordinal);

    private sealed class CallContext(string name, string instanceId) : TaskActivityContext
    {
        public override TaskName Name => name;
        public override string InstanceId => instanceId;
    }

    private sealed class OrchestratorFunction(MethodInfo method) : ITaskOrchestrator
    {
        public Type InputType => method.GetParameters()[1].ParameterType;
        public Type OutputType => method.ReturnType.GetGenericArguments()[0];

        public async Task<object?> RunAsync(TaskOrchestrationContext context, object? input)
        {
            var task = (Task)method.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [context, input], null)!;
            await task;
            return ResultOf(task);
        }
    }

    private sealed class WorkerConverter : DataConverter
    {
        public override string? Serialize(object? value) =>
            value is null ? null : DurableServices.Serializer.Serialize(value, value.GetType()).ToString();

        public override object? Deserialize(string? data, Type targetType) =>
            data is null
                ? null
                : DurableServices.Serializer.Deserialize(BinaryData.FromString(data).ToStream(), targetType, default);
    }

    private sealed class InvocationContext(IServiceProvider services, CancellationToken cancellationToken)
        : FunctionContext
    {
        public override IServiceProvider InstanceServices { get; set; } = services;
        public override CancellationToken CancellationToken => cancellationToken;
        public override string InvocationId => "";
        public override string FunctionId => "";
        public override TraceContext TraceContext => null!;
        public override BindingContext BindingContext => null!;
        public override Microsoft.Azure.Functions.Worker.RetryContext RetryContext => null!;
        public override FunctionDefinition FunctionDefinition => null!;
        public override IDictionary<object, object> Items { get; set; } = new Dictionary<object, object>();
        public override IInvocationFeatures Features => null!;
    }
}

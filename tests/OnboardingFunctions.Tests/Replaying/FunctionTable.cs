using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using OnboardingFunctions.Durable;

namespace OnboardingFunctions.Tests.Replaying;

/// <summary>The app's functions as the host finds them: public methods with a name.</summary>
internal sealed class FunctionTable(IServiceProvider services)
{
    public static IReadOnlyDictionary<string, MethodInfo> All { get; } = typeof(DurableRunner).Assembly.GetTypes()
        .Where(type => type is { IsPublic: true, IsAbstract: false })
        .SelectMany(type => type.GetMethods())
        .Select(method => (Method: method, method.GetCustomAttribute<FunctionAttribute>()?.Name))
        .Where(found => found.Name is not null)
        .ToDictionary(found => found.Name!, found => found.Method, StringComparer.OrdinalIgnoreCase);

    /// <summary>The functions that have a parameter with this attribute.</summary>
    public static IReadOnlyDictionary<string, MethodInfo> With<TTrigger>()
        where TTrigger : Attribute => All.Where(function => function.Value.GetParameters().Any(parameter => parameter.IsDefined(typeof(TTrigger)))).ToDictionary(StringComparer.OrdinalIgnoreCase);

    public Func<TaskOrchestrationContext, Task<string>> Orchestration(string name) => context => IsTests(name)
        ? services.GetRequiredService<DurableRunner>().RunOrchestration(name, context)
        : Call<OrchestrationTriggerAttribute>(services, name, context);

    /// <summary>Binds what the function asks for, and nothing else.</summary>
    public async Task<string> RunActivity(string name, string input, DurableTaskClient client, CancellationToken cancellationToken)
    {
        // The worker begins a trace of its own where the host hands none over.
        System.Diagnostics.Activity.Current = null;
        using var invocation = new System.Diagnostics.Activity("Invoke").Start();
        await using var scope = services.CreateAsyncScope();
        if (IsTests(name)) return await scope.ServiceProvider.GetRequiredService<DurableRunner>().RunActivity(name, input, client, cancellationToken);
        return await Call<ActivityTriggerAttribute>(scope.ServiceProvider, name, input, client, cancellationToken);
    }

    // What only tests register has no function of its own.
    private static bool IsTests(string name) => name.StartsWith("test-", StringComparison.Ordinal);

    private static Task<string> Call<TTrigger>(IServiceProvider services, string name, params object[] arguments)
        where TTrigger : Attribute
    {
        var method = With<TTrigger>().GetValueOrDefault(name) ?? throw new InvalidOperationException($"The app has no function {name} with {typeof(TTrigger).Name}.");
        object[] bound = [.. method.GetParameters().Select(parameter => arguments.Single(parameter.ParameterType.IsInstanceOfType))];
        return (Task<string>)method.Invoke(ActivatorUtilities.CreateInstance(services, method.DeclaringType!), bound)!;
    }
}

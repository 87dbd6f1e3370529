using Microsoft.Extensions.DependencyInjection;

namespace Onboarding.Durability;

/// <summary>An activity with its types folded away: JSON in, JSON out. <paramref name="Run"/> takes services, context, input, cancellation.</summary>
public sealed record RegisteredActivity(string Name, Type Implementation, Func<IServiceProvider, ActivityContext, string, CancellationToken, Task<string>> Run);

/// <summary>An orchestration with its types folded away: JSON in, JSON out.</summary>
public sealed record RegisteredOrchestration(string Name, string Version, Type Implementation, Func<OrchestrationContext, string, Task<string>> Run);

/// <summary>All orchestrations and activities by stored name. Both engines run what stands here, and nothing else.</summary>
public sealed class DurableRegistry
{
    private readonly Dictionary<string, RegisteredActivity> _activities = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RegisteredOrchestration> _orchestrations = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, RegisteredActivity> Activities => _activities;
    public IReadOnlyDictionary<string, RegisteredOrchestration> Orchestrations => _orchestrations;

    /// <summary>Adds an activity, made anew from the services for every run.</summary>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public DurableRegistry Add<TActivity, TInput, TOutput>(ActivityName<TInput, TOutput> name)
        where TActivity : Activity<TInput, TOutput>
    {
        _activities.Add(name.Value, new RegisteredActivity(name.Value, typeof(TActivity), async (services, context, input, cancellationToken) =>
        {
            var activity = ActivatorUtilities.CreateInstance<TActivity>(services);
            using var span = Telemetry.Run(name.Value, context);
            try
            {
                return DurableJson.Write(await activity.Run(context, DurableJson.Read<TInput>(input), cancellationToken));
            }
            catch (Exception e)
            {
                Telemetry.Failed(span, FailureDetails.Of(e));
                throw;
            }
        }));
        return this;
    }

    /// <summary>Adds an orchestration. It holds no state, so one object serves all instances.</summary>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public DurableRegistry Add<TInput, TOutput>(Orchestration<TInput, TOutput> orchestration)
    {
        _orchestrations.Add(orchestration.Name.Value, new RegisteredOrchestration(orchestration.Name.Value, orchestration.Version, orchestration.GetType(),
            async (context, input) => DurableJson.Write(await orchestration.Run(context, DurableJson.Read<TInput>(input)))));
        return this;
    }
}

using Microsoft.DurableTask;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Onboarding.Effects;

namespace Onboarding;

/// <summary>An activity under its stored name.</summary>
/// <param name="Name">The stored name.</param>
/// <param name="Implementation">Its class.</param>
/// <param name="Create">Makes one from services; the token ends when the host stops or gives up on the run.</param>
public sealed record CatalogedActivity(
    string Name,
    Type Implementation,
    Func<IServiceProvider, CancellationToken, ITaskActivity> Create
);

/// <summary>An orchestrator under its stored name. It holds no state, so one object serves all instances.</summary>
/// <param name="Name">The stored name.</param>
/// <param name="Orchestrator">The orchestrator.</param>
public sealed record CatalogedOrchestrator(string Name, ITaskOrchestrator Orchestrator);

/// <summary>
/// All orchestrators and activities by stored name. Every host runs what stands here, and nothing else.
/// </summary>
public sealed class TaskCatalog
{
    /// <summary>
    /// The version that new instances start on. It is raised when a change makes other calls than a running instance's
    /// history holds; the old way then stays behind a look at the context's version.
    /// </summary>
    public const string Version = "6.0";

    private readonly Dictionary<string, CatalogedActivity> _activities = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CatalogedOrchestrator> _orchestrators = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, CatalogedActivity> Activities => _activities;
    public IReadOnlyDictionary<string, CatalogedOrchestrator> Orchestrators => _orchestrators;

    /// <summary>Adds an activity, made anew from the services for every run.</summary>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    internal TaskCatalog Add<TActivity, TInput, TOutput>(ActivityName<TInput, TOutput> name)
        where TActivity : StepActivity<TInput, TOutput>
    {
        _activities.Add(
            name.Value,
            new CatalogedActivity(name.Value, typeof(TActivity), Create<TActivity, TInput, TOutput>)
        );
        return this;
    }

    /// <summary>Adds an orchestrator.</summary>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    internal TaskCatalog Add<TInput, TOutput>(
        OrchestrationName<TInput, TOutput> name,
        TaskOrchestrator<TInput, TOutput> orchestrator
    )
    {
        _orchestrators.Add(name.Value, new CatalogedOrchestrator(name.Value, orchestrator));
        return this;
    }

    private static TActivity Create<TActivity, TInput, TOutput>(IServiceProvider services, CancellationToken stopping)
        where TActivity : StepActivity<TInput, TOutput>
    {
        var activity = ActivatorUtilities.CreateInstance<TActivity>(services);
        activity.Attach(services.GetService<ILogger<TActivity>>() ?? NullLogger<TActivity>.Instance, stopping);
        return activity;
    }
}

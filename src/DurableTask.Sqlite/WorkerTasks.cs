using System.Reflection;
using DurableTask.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Abstractions;
using Microsoft.DurableTask.Worker;
using Microsoft.DurableTask.Worker.Shims;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using IExceptionPropertiesProvider = Microsoft.DurableTask.Worker.IExceptionPropertiesProvider;

namespace DurableTask.Sqlite;

/// <summary>The orchestrators and activities of a worker, and the options under which they run.</summary>
internal sealed class WorkerTasks
{
    private readonly IDurableTaskFactory _factory;
    private readonly DurableTaskWorkerOptions _options;
    private readonly DurableTaskShimFactory _shims;
    private readonly VersionedFactory _versioned;
#pragma warning disable CS0618 // The filter is marked as an experiment of Durable Task's.
    private readonly IOrchestrationFilter? _filter;
#pragma warning restore CS0618

    public WorkerTasks(
#pragma warning disable CS0618 // As above.
        IDurableTaskFactory factory,
        DurableTaskWorkerOptions options,
        IServiceScopeFactory scopes,
        ILoggerFactory loggers,
        IExceptionPropertiesProvider? exceptionProperties,
        IOrchestrationFilter? filter,
        int maxPayload
    )
    {
        _filter = options.OrchestrationFilter ?? filter;
#pragma warning restore CS0618
        (_factory, _options, Scopes, Loggers, ExceptionProperties, MaxPayload) = (
            factory,
            options,
            scopes,
            loggers,
            exceptionProperties,
            maxPayload
        );
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Concurrency.MaximumConcurrentActivityWorkItems, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Concurrency.MaximumConcurrentOrchestrationWorkItems, 1);
        _shims = new DurableTaskShimFactory(options, loggers);
        _versioned = VersionedFactory.Of(factory);
        CoreExceptionProperties = exceptionProperties is null
            ? null
            : new ExceptionPropertiesProviderAdapter(exceptionProperties);
    }

    public IServiceScopeFactory Scopes { get; }
    public ILoggerFactory Loggers { get; }
    public DataConverter Converter => _options.DataConverter;
    public IExceptionPropertiesProvider? ExceptionProperties { get; }
    public DurableTask.Core.IExceptionPropertiesProvider? CoreExceptionProperties { get; }
    public int MaxPayload { get; }
    public int MaxActivities => _options.Concurrency.MaximumConcurrentActivityWorkItems;
    public int MaxOrchestrations => _options.Concurrency.MaximumConcurrentOrchestrationWorkItems;

    /// <summary>
    /// Gets whether what does not match the worker's version is left to another worker instead of failed.
    /// </summary>
    public bool RejectsOtherVersions =>
        _options.Versioning is { FailureStrategy: DurableTaskWorkerOptions.VersionFailureStrategy.Reject };

    /// <summary>Gets a value that says whether the worker's filter lets an instance run.</summary>
    public async ValueTask<bool> Accepts(InstanceHead head, CancellationToken cancellationToken)
    {
#pragma warning disable CS0618 // As above.
        return _filter is null
            || await _filter
                .IsOrchestrationValidAsync(
                    new OrchestrationFilterParameters { Name = head.Name, Tags = head.Tags },
                    cancellationToken
                )
                .ConfigureAwait(false);
#pragma warning restore CS0618
    }

    /// <summary>Makes the failure of a version that the worker does not run; null: it does.</summary>
    public FailureDetails? VersionFailure(string? version)
    {
        if (_options.Versioning is not { } own)
            return null;
        var compared = TaskOrchestrationVersioningUtils.CompareVersions(version ?? "", own.Version);
        return own.MatchStrategy switch
        {
            DurableTaskWorkerOptions.VersionMatchStrategy.Strict when compared != 0 => Failures.Of(
                FailureTypes.VersionMismatch,
                $"The version '{version}' does not match the worker version '{own.Version}'."
            ),
            DurableTaskWorkerOptions.VersionMatchStrategy.CurrentOrOlder when compared > 0 => Failures.Of(
                FailureTypes.VersionMismatch,
                $"The version '{version}' is greater than the worker version '{own.Version}'."
            ),
            _ => null,
        };
    }

    /// <summary>Makes an orchestrator; null: none of that name and version is registered.</summary>
    public ITaskOrchestrator? CreateOrchestrator(InstanceHead head, IServiceProvider services) =>
        _versioned.Orchestrator(new TaskName(head.Name), head.Version, services, _factory);

    /// <summary>Makes an activity; null: none of that name and version is registered.</summary>
    public ITaskActivity? CreateActivity(string name, string version, IServiceProvider services) =>
        _versioned.Activity(new TaskName(name), version, services, _factory);

    public TaskOrchestration Shim(InstanceHead head, ITaskOrchestrator orchestrator) =>
        _shims.CreateOrchestration(
            new TaskName(head.Name),
            orchestrator,
            head.Parent is { Id: { } id, Name: { } name }
                ? new ParentOrchestrationInstance(new TaskName(name), id)
                : null
        );

    public TaskActivity Shim(string name, ITaskActivity activity) =>
        _shims.CreateActivity(new TaskName(name), activity);

    /// <summary>
    /// Finds tasks by version. The interface by which Durable Task's factory is asked for one is internal to it, so it
    /// is called by reflection; a factory without it is asked by name alone.
    /// </summary>
    private sealed class VersionedFactory
    {
        private delegate bool TryCreate<T>(TaskName name, TaskVersion version, IServiceProvider services, out T? task);

        private TryCreate<ITaskOrchestrator>? _orchestrator;
        private TryCreate<ITaskActivity>? _activity;

        public static VersionedFactory Of(IDurableTaskFactory factory)
        {
            var found = new VersionedFactory();
            if (
                typeof(IDurableTaskFactory).Assembly.GetType("Microsoft.DurableTask.Worker.IVersionedTaskFactory")
                    is not { } versioned
                || !versioned.IsInstanceOfType(factory)
            )
                return found;
            found._orchestrator = Bind<ITaskOrchestrator>(versioned.GetMethod("TryCreateOrchestrator"), factory);
            found._activity = Bind<ITaskActivity>(versioned.GetMethod("TryCreateActivity"), factory);
            return found;
        }

        public ITaskOrchestrator? Orchestrator(
            TaskName name,
            string version,
            IServiceProvider services,
            IDurableTaskFactory factory
        )
        {
            var isThere = _orchestrator is null
                ? factory.TryCreateOrchestrator(name, services, out var made)
                : _orchestrator(name, VersionOf(version), services, out made);
            return isThere ? made : null;
        }

        public ITaskActivity? Activity(
            TaskName name,
            string version,
            IServiceProvider services,
            IDurableTaskFactory factory
        )
        {
            var isThere = _activity is null
                ? factory.TryCreateActivity(name, services, out var made)
                : _activity(name, VersionOf(version), services, out made);
            return isThere ? made : null;
        }

        private static TaskVersion VersionOf(string version) =>
            string.IsNullOrWhiteSpace(version) ? default : new TaskVersion(version);

        private static TryCreate<T>? Bind<T>(MethodInfo? method, IDurableTaskFactory factory) =>
            method is null
                ? null
                : (TryCreate<T>?)
                    Delegate.CreateDelegate(typeof(TryCreate<T>), factory, method, throwOnBindFailure: false);
    }
}

using Microsoft.DurableTask.Worker;
using Microsoft.DurableTask.Worker.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DurableTask.Sqlite;

/// <summary>Runs the orchestrators and activities of a task hub in one SQLite file.</summary>
internal sealed class SqliteDurableTaskWorker : DurableTaskWorker
{
    private readonly SqliteTaskHub _hub;
    private readonly WorkerTasks _tasks;

    public SqliteDurableTaskWorker(
        string name,
        IDurableTaskFactory factory,
        IOptionsMonitor<DurableTaskWorkerOptions> options,
        IOptionsMonitor<SqlitePath> path,
        SqliteTaskHubs hubs,
        IServiceScopeFactory scopes,
        ILoggerFactory loggers,
#pragma warning disable CS0618 // The filter is marked as an experiment of Durable Task's.
        IExceptionPropertiesProvider? exceptionProperties = null,
        IOrchestrationFilter? filter = null
    )
#pragma warning restore CS0618
        : base(name, factory)
    {
        var settings = options.Get(name);
        if (settings.EnableEntitySupport)
            throw new NotSupportedException(NotSupported.Entities);
        ExceptionPropertiesProvider = exceptionProperties;
        _hub = hubs.Get(path.Get(name).OfWorker);
        _tasks = new WorkerTasks(
            factory,
            settings,
            scopes,
            loggers,
            exceptionProperties,
            filter,
            _hub.Options.MaxPayloadLength
        );
    }

    /// <summary>Opens the file, before the host has started: one that cannot be used stops the host.</summary>
    /// <exception cref="JournalOpenException">The file cannot be used.</exception>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _hub.Start(_tasks);
        return base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await _hub.Stop(cancellationToken);
        await base.StopAsync(cancellationToken);
    }

    // The writer's fault ends the service, and with the host's default the host: whoever supervises it starts it again.
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            throw await _hub.File.Fault.WaitAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }
}

/// <summary>The paths that a builder of that name was given.</summary>
internal sealed class SqlitePath
{
    public string OfWorker { get; set; } = "";
    public string OfClient { get; set; } = "";
}

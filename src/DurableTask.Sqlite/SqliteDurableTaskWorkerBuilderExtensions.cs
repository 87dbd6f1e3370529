using DurableTask.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.DurableTask.Worker;

/// <summary>Makes a worker run on a SQLite file.</summary>
public static class SqliteDurableTaskWorkerBuilderExtensions
{
    /// <summary>
    /// Has the worker run on a SQLite file. Timers follow the <see cref="TimeProvider"/> of the services where there is
    /// one, and are not cut into parts unless <see cref="DurableTaskWorkerOptions.MaximumTimerInterval"/> is set.
    /// </summary>
    /// <param name="builder">The worker's builder.</param>
    /// <param name="path">Of the file. It and its directory are created when missing; one process at a time works on
    /// it.</param>
    /// <param name="configure">Changes the settings of the task hub, which the clients of this file share.</param>
    public static IDurableTaskWorkerBuilder UseSqlite(
        this IDurableTaskWorkerBuilder builder,
        string path,
        Action<SqliteTaskHubOptions>? configure = null
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(path);
        SqliteTaskHubServices.Add(builder.Services, path, configure);
        builder.Services.Configure<SqlitePath>(builder.Name, options => options.OfWorker = Path.GetFullPath(path));
        builder.Services.TryAddScoped<ActivityLifetime>();
        // Before whatever the application configures, also before this call.
        builder.Services.Insert(
            0,
            ServiceDescriptor.Singleton<IConfigureOptions<DurableTaskWorkerOptions>>(
                new ConfigureNamedOptions<DurableTaskWorkerOptions>(
                    builder.Name,
                    options => options.MaximumTimerInterval = TimeSpan.MaxValue
                )
            )
        );
        return builder.UseBuildTarget<SqliteDurableTaskWorker>();
    }
}

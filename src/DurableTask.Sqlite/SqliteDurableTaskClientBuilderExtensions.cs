using DurableTask.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.DurableTask.Client;

/// <summary>Makes a client work on a SQLite file.</summary>
public static class SqliteDurableTaskClientBuilderExtensions
{
    /// <summary>Makes the client work on a SQLite file, which a worker of the same services may run.</summary>
    /// <param name="builder">The client's builder.</param>
    /// <param name="path">The path of the file; the same as the worker's if there is a worker.</param>
    /// <param name="configure">Changes the settings of the task hub, which the worker of this file shares.</param>
    public static IDurableTaskClientBuilder UseSqlite(
        this IDurableTaskClientBuilder builder,
        string path,
        Action<SqliteTaskHubOptions>? configure = null
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(path);
        SqliteTaskHubServices.Add(builder.Services, path, configure);
        builder.Services.Configure<SqlitePath>(builder.Name, options => options.OfClient = Path.GetFullPath(path));
        return builder.UseBuildTarget(typeof(SqliteDurableTaskClient));
    }
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace DurableTask.Sqlite;

/// <summary>What worker and client need alike.</summary>
internal static class SqliteTaskHubServices
{
    public static void Add(IServiceCollection services, string path, Action<SqliteTaskHubOptions>? configure)
    {
        services.AddOptions();
        services.TryAddSingleton(provider => new SqliteTaskHubs(
            provider.GetRequiredService<IOptionsMonitor<SqliteTaskHubOptions>>(),
            provider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance,
            provider.GetService<TimeProvider>()
        ));
        if (configure is not null)
            services.Configure(Path.GetFullPath(path), configure);
    }
}

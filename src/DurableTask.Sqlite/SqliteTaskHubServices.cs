using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace DurableTask.Sqlite;

/// <summary>Registers the services that worker and client share.</summary>
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

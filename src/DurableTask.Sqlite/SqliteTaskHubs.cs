using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DurableTask.Sqlite;

/// <summary>
/// The task hubs of a service provider, one per file: what makes the worker and the clients of one file share it.
/// Closes them with the provider.
/// </summary>
/// <param name="options">The settings, by the full path of the file.</param>
/// <param name="loggers">Makes the loggers.</param>
/// <param name="time">The clock; null: the system's.</param>
public sealed class SqliteTaskHubs(
    IOptionsMonitor<SqliteTaskHubOptions> options,
    ILoggerFactory loggers,
    TimeProvider? time = null
) : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<SqliteTaskHub>> _hubs = new(StringComparer.Ordinal);
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>Gets the hub of a file.</summary>
    /// <param name="path">The path of the file.</param>
    public SqliteTaskHub Get(string path) =>
        _hubs.GetOrAdd(Path.GetFullPath(path), full => new Lazy<SqliteTaskHub>(() => Make(full))).Value;

    /// <summary>Closes all hubs.</summary>
    public void Dispose()
    {
        foreach (var hub in _hubs.Values.Where(hub => hub.IsValueCreated))
            hub.Value.Dispose();
    }

    private SqliteTaskHub Make(string path)
    {
        var settings = options.Get(path);
        return new SqliteTaskHub(
            new JournalFile(path, settings, _time, loggers.CreateLogger<JournalFile>()),
            settings,
            _time,
            loggers.CreateLogger<SqliteTaskHub>()
        );
    }
}

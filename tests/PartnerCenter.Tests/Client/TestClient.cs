using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace PartnerCenter.Tests.Client;

/// <summary>Credentials in memory.</summary>
internal sealed class MemoryCredentials : ICredentialSource
{
    public ConcurrentDictionary<string, string> Values { get; } =
        new() { ["partner"] = "s3cret", ["partner-refresh-token"] = "refresh-1" };

    public bool RefusesToStore { get; set; }

    public ValueTask<string> Get(string name, CancellationToken cancellation) =>
        Values.TryGetValue(name, out var value) ? new(value) : throw new KeyNotFoundException(name);

    public ValueTask Set(string name, string value, CancellationToken cancellation)
    {
        if (RefusesToStore)
            throw new IOException("the vault is read-only");
        Values[name] = value;
        return default;
    }
}

/// <summary>The client as a host would register it.</summary>
internal sealed class TestClient : IDisposable
{
    private readonly ServiceProvider _services;

    private TestClient(ServiceProvider services, MemoryCredentials credentials) =>
        (_services, Credentials) = (services, credentials);

    public MemoryCredentials Credentials { get; }

    public PartnerCenterClients Clients => _services.GetRequiredService<PartnerCenterClients>();

    public PartnerCenterClient Partner => Clients.For("test");

    public static TestClient For(Uri address, TimeProvider? time = null, params (string Key, string Value)[] more)
    {
        var keys = new Dictionary<string, string?>
        {
            ["Partners:test:BaseAddress"] = address.ToString(),
            ["Partners:test:Authority"] = address.ToString(),
            ["Partners:test:TenantId"] = "d1b11000-0000-4000-8000-000000000001",
            ["Partners:test:ClientId"] = "0a0a0a0a-0000-4000-8000-000000000009",
            ["Partners:test:CredentialName"] = "partner",
        };
        foreach (var (key, value) in more)
            keys[$"Partners:test:{key}"] = value;
        return From(keys, time);
    }

    public static TestClient From(
        Dictionary<string, string?> keys,
        TimeProvider? time = null,
        ILoggerProvider? log = null
    )
    {
        var credentials = new MemoryCredentials();
        var services = new ServiceCollection();
        services.AddSingleton<ICredentialSource>(credentials);
        if (time is not null)
            services.AddSingleton(time);
        if (log is not null)
            services.AddLogging(logging => logging.AddProvider(log));
        services.AddPartnerCenter(new ConfigurationBuilder().AddInMemoryCollection(keys).Build());
        return new(services.BuildServiceProvider(), credentials);
    }

    /// <summary>What <c>ValidateOnStart</c> does.</summary>
    public void Start() => _services.GetRequiredService<IStartupValidator>().Validate();

    public void Dispose() => _services.Dispose();
}

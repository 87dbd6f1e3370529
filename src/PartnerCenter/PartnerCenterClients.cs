using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PartnerCenter.Signin;
using PartnerCenter.Wire;

namespace PartnerCenter;

/// <summary>The clients of the configured partners, by the name of their profile. One instance per process: tokens and the throttle governor are shared.</summary>
public sealed class PartnerCenterClients : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<(PartnerCenterClient Client, TokenSource Tokens)>> _clients = new(StringComparer.OrdinalIgnoreCase);
    private readonly PartnerNames _names;
    private readonly Func<string, (PartnerCenterClient, TokenSource)> _create;

    internal PartnerCenterClients(
        PartnerNames names, IOptionsMonitor<PartnerProfile> profiles, IHttpClientFactory http, ICredentialSource credentials,
        ThrottleGovernor governor, TimeProvider time, ILogger<PartnerCenterClient> logger)
    {
        _names = names;
        _create = name =>
        {
            var partner = profiles.Get(name);
            var endpoint = new TokenEndpoint(partner, http, credentials, new ApplicationProof(partner, credentials, time), time, logger);
            var tokens = new TokenSource(partner, endpoint, time, logger);
            return (new PartnerCenterClient(new PartnerCenterHttp(partner, http, tokens, governor, time, logger)), tokens);
        };
    }

    /// <summary>The names of the configured partners.</summary>
    public IReadOnlyList<string> Names => _names.All;

    /// <summary>The client of a partner; names are compared without case.</summary>
    /// <exception cref="PartnerCenterConfigurationException">No such partner is configured, or its profile is wrong.</exception>
    public PartnerCenterClient For(string partnerName)
    {
        var name = _names.All.FirstOrDefault(name => string.Equals(name, partnerName, StringComparison.OrdinalIgnoreCase))
            ?? throw new PartnerCenterConfigurationException($"No partner '{partnerName}' is configured: there is no section Partners:{partnerName}.");
        try
        {
            return _clients.GetOrAdd(name, key => new(() => _create(key))).Value.Client;
        }
        catch (OptionsValidationException exception)
        {
            throw new PartnerCenterConfigurationException(exception.Message, exception);
        }
    }

    public void Dispose()
    {
        foreach (var created in _clients.Values.Where(client => client.IsValueCreated))
            created.Value.Tokens.Dispose();
    }
}

/// <summary>The names under the section <c>Partners</c>.</summary>
internal sealed record PartnerNames(IReadOnlyList<string> All);

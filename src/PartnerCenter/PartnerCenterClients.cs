using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PartnerCenter.Signin;
using PartnerCenter.Wire;

namespace PartnerCenter;

/// <summary>
/// The clients of the configured partners, by the name of their profile. One instance per process: tokens and the
/// throttle governor are shared.
/// </summary>
public sealed class PartnerCenterClients : IDisposable
{
    private readonly ConcurrentDictionary<
        string,
        Lazy<(PartnerCenterHttp Http, PartnerCenterClient Client, TokenSource Tokens)>
    > _clients = new(StringComparer.OrdinalIgnoreCase);
    private readonly PartnerNames _names;
    private readonly Func<string, (PartnerCenterHttp, PartnerCenterClient, TokenSource)> _create;

    internal PartnerCenterClients(
        PartnerNames names,
        IOptionsMonitor<PartnerProfile> profiles,
        IHttpClientFactory http,
        ICredentialSource credentials,
        ThrottleGovernor governor,
        TimeProvider time,
        ILogger<PartnerCenterClient> logger
    )
    {
        _names = names;
        _create = name =>
        {
            var partner = profiles.Get(name);
            var endpoint = new TokenEndpoint(
                partner,
                http,
                credentials,
                new ApplicationProof(partner, credentials, time),
                time,
                logger
            );
            var tokens = new TokenSource(partner, endpoint, time, logger);
            var wire = new PartnerCenterHttp(partner, http, tokens, governor, time, logger);
            return (wire, new PartnerCenterClient(wire), tokens);
        };
    }

    /// <summary>The names of the configured partners.</summary>
    public IReadOnlyList<string> Names => _names.All;

    /// <summary>The client of a partner; names are compared without case.</summary>
    /// <param name="partnerName">The name of its profile.</param>
    /// <param name="group">
    /// Callers that stand together. While the service asks to slow down (C §3.8), every group gets the same share of
    /// the pace, however many calls it makes. Null: the group of all that come alone.
    /// </param>
    /// <exception cref="PartnerCenterConfigurationException">
    /// No such partner is configured, or its profile is wrong.
    /// </exception>
    public PartnerCenterClient For(string partnerName, string? group = null)
    {
        var name =
            _names.All.FirstOrDefault(name => string.Equals(name, partnerName, StringComparison.OrdinalIgnoreCase))
            ?? throw new PartnerCenterConfigurationException(
                $"No partner '{partnerName}' is configured: there is no section Partners:{partnerName}."
            );
        try
        {
            var (http, client, _) = _clients.GetOrAdd(name, key => new(() => _create(key))).Value;
            return group is null ? client : new PartnerCenterClient(http.Of(group));
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

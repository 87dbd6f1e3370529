using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PartnerCenter.Signin;
using PartnerCenter.Webhooks;
using PartnerCenter.Wire;

namespace PartnerCenter;

/// <summary>Registration of the client.</summary>
public static class PartnerCenterServices
{
    /// <summary>
    /// Registers <see cref="PartnerCenterClients"/> and one named <see cref="PartnerProfile"/> per child of section
    /// <c>Partners</c>, checked at start. The host registers its <see cref="ICredentialSource"/>, and may complete
    /// profiles by <c>PostConfigure</c>. Names are read here, so the configuration must be complete when this is
    /// called.
    /// </summary>
    public static IServiceCollection AddPartnerCenter(this IServiceCollection services, IConfiguration configuration)
    {
        var sections = configuration.GetSection("Partners").GetChildren().ToArray();
        services.AddSingleton(new PartnerNames([.. sections.Select(section => section.Key)]));
        services.AddSingleton<IValidateOptions<PartnerProfile>, PartnerProfileValidator>();
        foreach (var section in sections)
        {
            services
                .AddOptions<PartnerProfile>(section.Key)
                .Configure(profile => PartnerProfileReader.Read(section, profile))
                .ValidateOnStart();
        }
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => new ThrottleGovernor(provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new PartnerCenterClients(
            provider.GetRequiredService<PartnerNames>(),
            provider.GetRequiredService<IOptionsMonitor<PartnerProfile>>(),
            provider.GetRequiredService<IHttpClientFactory>(),
            provider.GetRequiredService<ICredentialSource>(),
            provider.GetRequiredService<ThrottleGovernor>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<PartnerCenterClient>>()
        ));
        services.AddSingleton(provider => new CredentialCheck(
            provider.GetRequiredService<PartnerCenterClients>(),
            provider.GetRequiredService<ICredentialSource>()
        ));
        services.AddOptions<EventSignatureOptions>().Bind(configuration.GetSection(EventSignatureOptions.Section));
        services.AddSingleton<EventSignatures>();
        services
            .AddHttpClient(EventSignatures.ClientName)
            .RemoveAllLoggers()
            .ConfigurePrimaryHttpMessageHandler(() =>
                new SocketsHttpHandler
                {
                    AllowAutoRedirect = false,
                    UseCookies = false,
                    ConnectTimeout = TimeSpan.FromSeconds(10),
                }
            );
        services.AddLogging();
        services
            .AddHttpClient(PartnerCenterHttp.ClientName)
            .ConfigureHttpClient(client => client.Timeout = Timeout.InfiniteTimeSpan)
            // Its request logging would write full addresses, and filters carry domains.
            .RemoveAllLoggers()
            .ConfigurePrimaryHttpMessageHandler(() =>
                new SocketsHttpHandler
                {
                    AllowAutoRedirect = false,
                    UseCookies = false,
                    AutomaticDecompression = System.Net.DecompressionMethods.All,
                    PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                    ConnectTimeout = TimeSpan.FromSeconds(30),
                    MaxConnectionsPerServer = 64,
                }
            );
        return services;
    }
}

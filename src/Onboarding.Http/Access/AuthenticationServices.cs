using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Onboarding.Http.Access;

/// <summary>Registration of who may call, the same in both hosts.</summary>
internal static class AuthenticationServices
{
    /// <summary>
    /// Adds the schemes that make a caller known. <c>Authentication:Mode</c> chooses the one that is used.
    /// </summary>
    public static IServiceCollection AddOnboardingAuthentication(
        this IServiceCollection services,
        IConfiguration configuration
    )
    {
        services.AddSingleton<IValidateOptions<ApiAuthenticationOptions>, ApiAuthenticationValidator>();
        services
            .AddOptions<ApiAuthenticationOptions>()
            .Bind(
                configuration.GetSection(ApiAuthenticationOptions.Section),
                binder => binder.ErrorOnUnknownConfiguration = true
            )
            .ValidateOnStart();

        // Not AddAuthentication: it adds data protection too, which writes keys beneath the home directory at start.
        // No scheme here protects anything.
        services.AddAuthenticationCore().AddWebEncoders();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IAuthenticationConfigurationProvider, NoSchemeConfiguration>();
        services.AddSingleton<IConfigureOptions<JwtBearerOptions>, EntraTokenOptions>();
        new AuthenticationBuilder(services)
            .AddPolicyScheme(CallerSchemes.Configured, displayName: null, static _ => { })
            .AddScheme<AuthenticationSchemeOptions, LocalHandler>(CallerSchemes.Local, configureOptions: null)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(CallerSchemes.ApiKey, configureOptions: null)
            .AddScheme<AuthenticationSchemeOptions, ApprovalLinkHandler>(
                CallerSchemes.ApprovalLink,
                ApprovalLinkHandler.Forward
            )
            .AddJwtBearer(CallerSchemes.EntraId, static _ => { });
        services
            .AddOptions<PolicySchemeOptions>(CallerSchemes.Configured)
            .Configure<IOptions<ApiAuthenticationOptions>>(
                (options, ours) => options.ForwardDefault = CallerSchemes.Of(ours.Value.Mode)
            );
        return services;
    }

    /// <summary>Adds a policy for each permission, and problems for who is not let through.</summary>
    public static IServiceCollection AddOnboardingAuthorization(this IServiceCollection services) =>
        services
            .AddAuthorization()
            .AddSingleton<IConfigureOptions<AuthorizationOptions>, ApiPolicies>()
            .AddSingleton<IAuthorizationMiddlewareResultHandler, RefusalAsProblem>();

    // The framework would read schemes of its own form out of our section; ours is checked key by key.
    private sealed class NoSchemeConfiguration : IAuthenticationConfigurationProvider
    {
        public IConfiguration AuthenticationConfiguration { get; } = new ConfigurationBuilder().Build();
    }
}

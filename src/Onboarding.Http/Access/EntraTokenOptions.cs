using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using Onboarding.Approvals;
using Onboarding.Http.Problems;

namespace Onboarding.Http.Access;

/// <summary>
/// Sets up the framework's bearer scheme for tokens of Entra ID. Signature by the issuer's published keys, audience and
/// issuer are its checks; the tenant and the caller's name are ours.
/// </summary>
internal sealed class EntraTokenOptions(
    IOptions<ApiAuthenticationOptions> authentication,
    TimeProvider time,
    ILogger<EntraTokenOptions> logger
) : IConfigureNamedOptions<JwtBearerOptions>
{
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(2);

    // The first that a token has names the caller: a person, or an application without one.
    private static readonly string[] NameClaims = ["preferred_username", "upn", "azp", "appid", "oid", "sub"];

    public void Configure(JwtBearerOptions options) => Configure(Options.DefaultName, options);

    public void Configure(string? name, JwtBearerOptions options)
    {
        var ours = authentication.Value;
        if (name != CallerSchemes.EntraId || ours.Issuer is not { } issuer)
            return;
        options.Authority = issuer.OriginalString.TrimEnd('/');
        options.RequireHttpsMetadata = !issuer.IsLoopback;
        options.BackchannelTimeout = TimeSpan.FromSeconds(10);
        options.MapInboundClaims = false;
        options.SaveToken = false;
        var rules = options.TokenValidationParameters;
        rules.ValidIssuer = options.Authority;
        rules.ValidAudience = ours.Audience;
        rules.ValidAlgorithms =
        [
            SecurityAlgorithms.RsaSha256,
            SecurityAlgorithms.RsaSha384,
            SecurityAlgorithms.RsaSha512,
            SecurityAlgorithms.RsaSsaPssSha256,
            SecurityAlgorithms.EcdsaSha256,
        ];
        // The clock that the library checks by cannot be set from outside of it.
        rules.LifetimeValidator = (from, until, _, _) => IsCurrent(from, until);
        options.Events = new JwtBearerEvents { OnMessageReceived = DemandKeys, OnTokenValidated = CheckTenantAndName };
    }

    private bool IsCurrent(DateTime? from, DateTime? until)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return until is not null && until > now - Skew && (from is null || from <= now + Skew);
    }

    // The framework takes a token for invalid when the keys cannot be had; but its sender has only to come again.
    private async Task DemandKeys(MessageReceivedContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            return;
        try
        {
            await context.Options.ConfigurationManager!.GetConfigurationAsync(context.HttpContext.RequestAborted);
        }
        catch (Exception exception) when (!context.HttpContext.RequestAborted.IsCancellationRequested)
        {
            Log.NotReady(logger, "the issuer of tokens", exception);
            context.Fail(context.HttpContext.Refused(KnownProblems.IssuerUnreachable()).Failure!);
        }
    }

    private Task CheckTenantAndName(TokenValidatedContext context)
    {
        var claims = context.Principal!;
        if (!Guid.TryParse(Value(claims, "tid"), out var tenant) || tenant != authentication.Value.TenantId)
        {
            context.Fail("The token is of another tenant.");
            return Task.CompletedTask;
        }

        if (NameClaims.Select(type => Value(claims, type)).FirstOrDefault(name => name is not null) is not { } who)
        {
            context.Fail("The token names nobody.");
            return Task.CompletedTask;
        }

        // A name can be changed, and given to somebody else: four eyes go by the id (and by the name where there is
        // none).
        if (Guid.TryParse(Value(claims, "oid"), out var id))
            who = PersonId.Write(who, id, tenant);
        var caller = new Caller(who, Values(claims, "roles")) { Groups = Values(claims, "groups") };
        context.Principal = caller.ToTicket(context.Scheme.Name).Principal;
        return Task.CompletedTask;
    }

    private static string? Value(ClaimsPrincipal claims, string type) =>
        claims.FindFirst(type)?.Value is { Length: > 0 } value ? value : null;

    private static string[] Values(ClaimsPrincipal claims, string type) =>
        [.. claims.FindAll(type).Select(claim => claim.Value)];
}

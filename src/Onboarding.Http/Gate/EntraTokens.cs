using System.Security.Claims;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Onboarding.Http.Gate;

/// <summary>Checks bearer tokens: signature by the issuer's published keys, audience, issuer, tenant, life time.</summary>
public sealed class EntraTokens(IOptions<ApiAuthenticationOptions> options)
{
    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false };
    private readonly Lazy<TokenValidationParameters> _rules = new(() => Rules(options.Value));

    /// <returns>Null: the token is not valid here.</returns>
    public async Task<Caller?> Find(string token)
    {
        var result = await _handler.ValidateTokenAsync(token, _rules.Value);
        if (!result.IsValid) return result.Exception is SecurityTokenException or ArgumentException ? null : throw result.Exception;
        var claims = result.ClaimsIdentity;
        if (!Guid.TryParse(claims.FindFirst("tid")?.Value, out var tenant) || tenant != options.Value.TenantId) return null;
        var who = Value(claims, "preferred_username") ?? Value(claims, "upn") ?? Value(claims, "azp") ?? Value(claims, "appid") ?? Value(claims, "oid") ?? Value(claims, "sub");
        return who is null ? null : new Caller(who, [.. claims.FindAll("roles").Select(claim => claim.Value)])
        {
            Groups = [.. claims.FindAll("groups").Select(claim => claim.Value)],
        };
    }

    private static string? Value(ClaimsIdentity claims, string type) => claims.FindFirst(type)?.Value is { Length: > 0 } value ? value : null;

    private static TokenValidationParameters Rules(ApiAuthenticationOptions options) => new()
    {
        ValidIssuer = options.Issuer!.OriginalString.TrimEnd('/'),
        ValidAudience = options.Audience,
        ValidAlgorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512, SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.EcdsaSha256],
        ClockSkew = TimeSpan.FromMinutes(2),
        ConfigurationManager = new ConfigurationManager<OpenIdConnectConfiguration>(
            options.Issuer.OriginalString.TrimEnd('/') + "/.well-known/openid-configuration",
            new OpenIdConnectConfigurationRetriever(),
            new HttpDocumentRetriever { RequireHttps = !options.Issuer.IsLoopback }),
    };
}

using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace OnboardingServer.Tests.Api;

/// <summary>Publishes keys and signs tokens as the real authority does.</summary>
internal sealed class TokenIssuer : IAsyncDisposable
{
    public static readonly Guid Tenant = Guid.Parse("72f988bf-86f1-41af-91ab-2d7cd011db47");

    private readonly WebApplication _app;
    private readonly RSA _key = RSA.Create(2048);

    private TokenIssuer(WebApplication app)
    {
        _app = app;
        SignIn = new SignInEndpoints(this);
    }

    /// <summary>Where people sign in.</summary>
    public SignInEndpoints SignIn { get; }

    /// <summary>Answers nobody who asks for its keys.</summary>
    public bool IsUnreachable { get; set; }

    /// <summary>The address of another origin that its metadata names for signing in; null: its own.</summary>
    public string? EndpointsElsewhere { get; set; }

    public string Name => $"{_app.Urls.First()}/{Tenant}/v2.0";

    public static async Task<TokenIssuer> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var issuer = new TokenIssuer(builder.Build());
        issuer._app.MapGet(
            $"/{Tenant}/v2.0/.well-known/openid-configuration",
            () =>
                issuer.IsUnreachable
                    ? Results.StatusCode(503)
                    : Results.Json(
                        new
                        {
                            issuer = issuer.Name,
                            jwks_uri = issuer.Name + "/keys",
                            authorization_endpoint = (issuer.EndpointsElsewhere ?? issuer.Name) + "/authorize",
                            token_endpoint = (issuer.EndpointsElsewhere ?? issuer.Name) + "/token",
                            end_session_endpoint = issuer.Name + "/logout",
                        }
                    )
        );
        issuer.SignIn.Map(issuer._app, $"/{Tenant}/v2.0");
        issuer._app.MapGet(
            $"/{Tenant}/v2.0/keys",
            () =>
            {
                var parameters = issuer._key.ExportParameters(includePrivateParameters: false);
                return Results.Json(
                    new
                    {
                        keys = new[]
                        {
                            new
                            {
                                kty = "RSA",
                                use = "sig",
                                kid = "one",
                                n = Base64UrlEncoder.Encode(parameters.Modulus),
                                e = Base64UrlEncoder.Encode(parameters.Exponent),
                            },
                        },
                    }
                );
            }
        );
        await issuer._app.StartAsync();
        return issuer;
    }

    public string Token(
        string audience = "api://onboarding",
        string? issuer = null,
        Guid? tenant = null,
        TimeSpan age = default,
        string[]? roles = null,
        bool foreignKey = false,
        string name = "otto@partner.example",
        Guid? objectId = null,
        string? nonce = null
    )
    {
        using var foreign = RSA.Create(2048);
        // Signed on purpose with a key that nobody publishes, under the name of one that is.
        var key = new RsaSecurityKey((foreignKey ? foreign : _key).ExportParameters(includePrivateParameters: true))
        {
            KeyId = "one",
        };
        var issued = TimeProvider.System.GetUtcNow().UtcDateTime - age;
        return new JsonWebTokenHandler().CreateToken(
            new SecurityTokenDescriptor
            {
                Audience = audience,
                Issuer = issuer ?? Name,
                IssuedAt = issued,
                NotBefore = issued,
                Expires = issued.AddHours(1),
                Claims = new Dictionary<string, object>(objectId is { } id ? [new("oid", id.ToString())] : [])
                {
                    ["jti"] = Guid.NewGuid().ToString(),
                    ["nonce"] = nonce ?? "",
                    ["tid"] = (tenant ?? Tenant).ToString(),
                    ["preferred_username"] = name,
                    ["roles"] = roles ?? ["Operator"],
                },
                SigningCredentials = new SigningCredentials(key, SecurityAlgorithms.RsaSha256),
            }
        );
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _key.Dispose();
    }
}

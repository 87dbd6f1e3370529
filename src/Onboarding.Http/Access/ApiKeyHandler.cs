using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Onboarding.Http.Access;

/// <summary>
/// Authenticates the machine that a key belongs to. Every stored hash is compared, in constant time, so that the time
/// taken tells nothing.
/// </summary>
internal sealed class ApiKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    IOptions<ApiAuthenticationOptions> authentication
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string Header = "X-Api-Key";

    private const int LongestKey = 500;

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(Authenticate());

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = Scheme.Name;
        return base.HandleChallengeAsync(properties);
    }

    private AuthenticateResult Authenticate()
    {
        var key = Request.Headers[Header].ToString();
        if (key.Length == 0)
            return AuthenticateResult.NoResult();
        return key.Length <= LongestKey && Find(key) is { } caller
            ? AuthenticateResult.Success(caller.ToTicket(Scheme.Name))
            : AuthenticateResult.Fail("The key is not known.");
    }

    private Caller? Find(string key)
    {
        var sent = SHA256.HashData(Encoding.UTF8.GetBytes(key));
        Caller? found = null;
        foreach (var (name, stored) in authentication.Value.ApiKeys)
        {
            if (CryptographicOperations.FixedTimeEquals(sent, Convert.FromHexString(stored.Hash!)))
                found = new Caller($"key:{name}", stored.RoleNames) { Groups = stored.GroupNames };
        }

        return found;
    }
}

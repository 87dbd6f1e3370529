using Microsoft.Extensions.Logging;
using PartnerCenter.Wire;

namespace PartnerCenter.Signin;

/// <summary>
/// The two tokens of a partner, kept until shortly before they expire; one renewal at a time, shared by all callers.
/// Source: C §2.
/// </summary>
internal sealed class TokenSource(PartnerProfile partner, TokenEndpoint endpoint, TimeProvider time, ILogger logger)
    : IDisposable
{
    private static readonly TimeSpan RenewBefore = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _renewing = new(1, 1);
    private volatile Token? _appOnly;
    private volatile Token? _appAndUser;

    public async ValueTask<string> Get(TokenKind kind, string operation, CancellationToken cancellation)
    {
        if (Current(kind) is { } held)
            return held.Value;
        await _renewing.WaitAsync(cancellation);
        try
        {
            if (Current(kind) is { } renewedMeanwhile)
                return renewedMeanwhile.Value;
            var asked = time.GetUtcNow();
            var granted = await endpoint.Ask(kind, operation, cancellation);
            // A short-lived token is renewed at half its life.
            var margin = granted.Lifetime / 2 < RenewBefore ? granted.Lifetime / 2 : RenewBefore;
            var token = new Token(granted.AccessToken, asked + granted.Lifetime - margin);
            if (kind == TokenKind.AppAndUser)
                _appAndUser = token;
            else
                _appOnly = token;
            logger.TokenRenewed(kind, partner.Name, granted.Lifetime);
            return token.Value;
        }
        finally
        {
            _renewing.Release();
        }
    }

    /// <summary>
    /// The service refused this token: the next call asks for a new one. Does nothing when somebody renewed it
    /// meanwhile.
    /// </summary>
    public void Drop(TokenKind kind, string token)
    {
        if (kind == TokenKind.AppAndUser && _appAndUser?.Value == token)
            _appAndUser = null;
        else if (kind != TokenKind.AppAndUser && _appOnly?.Value == token)
            _appOnly = null;
    }

    public void Dispose() => _renewing.Dispose();

    private Token? Current(TokenKind kind) =>
        (kind == TokenKind.AppAndUser ? _appAndUser : _appOnly) is { } token && time.GetUtcNow() < token.RenewAt
            ? token
            : null;

    private sealed record Token(string Value, DateTimeOffset RenewAt);
}

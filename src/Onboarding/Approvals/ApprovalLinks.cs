using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Onboarding.Customers;

namespace Onboarding.Approvals;

/// <summary>The claims of an approval link.</summary>
/// <param name="Onboarding">The onboarding to be approved.</param>
/// <param name="Version">The only version it is good for.</param>
/// <param name="Person">By the name in the configuration.</param>
/// <param name="ExpiresAt">The time at which the link expires, in seconds since 1970.</param>
internal sealed record LinkClaims(string Onboarding, string Version, string Person, long ExpiresAt);

/// <summary>The result of reading a link's token.</summary>
public abstract record LinkReading
{
    private LinkReading() { }

    /// <summary>The person it was made for may look, and decide once.</summary>
    public sealed record Good(OnboardingId Onboarding, Approver Approver) : LinkReading;

    /// <summary>The token was not issued by this server, or the person is no approver any more.</summary>
    public sealed record Invalid : LinkReading;

    /// <summary>The token was valid once: it is used, expired, or for another version.</summary>
    public sealed record Spent(string Why) : LinkReading;
}

/// <summary>
/// Links in mails and chats. The token is signed (HMAC-SHA256), bound to one person and one version, and expires; it is
/// spent when its person has decided. It stands behind <c>#</c>, so no server on the way, log or referrer ever sees it,
/// and opening it decides nothing.
/// </summary>
public sealed class ApprovalLinks
{
    /// <summary>The largest length of a token.</summary>
    public const int Longest = 2000;

    private readonly ISecretVault _vault;
    private readonly IApprovals _approvals;
    private readonly ApproverDirectory _people;
    private readonly IOptions<ApprovalOptions> _options;
    private readonly TimeProvider _time;
    private byte[]? _key;

    internal ApprovalLinks(
        ISecretVault vault,
        IApprovals approvals,
        ApproverDirectory people,
        IOptions<ApprovalOptions> options,
        TimeProvider time
    ) => (_vault, _approvals, _people, _options, _time) = (vault, approvals, people, options, time);

    /// <summary>Checks a link's token and gets its current validity.</summary>
    public async Task<LinkReading> Read(string token, CancellationToken cancellationToken)
    {
        if (await Claims(token, cancellationToken) is not { } claims || _people.Find(claims.Person) is not { } person)
            return new LinkReading.Invalid();
        if (_time.GetUtcNow().ToUnixTimeSeconds() >= claims.ExpiresAt)
            return new LinkReading.Spent("It has expired.");
        if (await _approvals.Get(new(claims.Onboarding), cancellationToken) is not { } approval)
            return new LinkReading.Invalid();
        if (approval.Version != claims.Version)
            return new LinkReading.Spent("What is to be approved has changed since.");
        var approver = ApproverDirectory.Identity(person);
        if (approval.Decisions.Any(decision => decision.By.Equals(approver.Name, StringComparison.OrdinalIgnoreCase)))
            return new LinkReading.Spent("It was used to decide.");
        return new LinkReading.Good(approval.Onboarding, approver);
    }

    internal async Task<Uri> Issue(
        Uri publicAddress,
        Approval approval,
        string person,
        CancellationToken cancellationToken
    )
    {
        var until = _time.GetUtcNow() + _options.Value.LinkLifetime;
        if (until > approval.ExpiresAt)
            until = approval.ExpiresAt;
        var claims = JsonSerializer.SerializeToUtf8Bytes(
            new LinkClaims(approval.Onboarding.Value, approval.Version, person, until.ToUnixTimeSeconds()),
            DurableJson.Options
        );
        var key = await Key(cancellationToken);
        var token = $"{Base64Url.EncodeToString(claims)}.{Base64Url.EncodeToString(HMACSHA256.HashData(key, claims))}";
        return new Uri(publicAddress, $"approval.html#{approval.Onboarding}/{token}");
    }

    private async Task<LinkClaims?> Claims(string token, CancellationToken cancellationToken)
    {
        var key = await Key(cancellationToken);
        var dot = token.IndexOf('.', StringComparison.Ordinal);
        if (
            token.Length > Longest
            || dot < 0
            || !Base64Url.IsValid(token.AsSpan(0, dot))
            || !Base64Url.IsValid(token.AsSpan(dot + 1))
        )
            return null;
        var claims = Base64Url.DecodeFromChars(token.AsSpan(0, dot));
        var signature = Base64Url.DecodeFromChars(token.AsSpan(dot + 1));
        // Read only after the signature is right: then it is what we wrote, or another version of us did.
        return CryptographicOperations.FixedTimeEquals(signature, HMACSHA256.HashData(key, claims))
            ? Parse(claims)
            : null;
    }

    private static LinkClaims? Parse(byte[] claims)
    {
        try
        {
            return
                JsonSerializer.Deserialize<LinkClaims>(claims, DurableJson.Options)
                    is { Onboarding: not null, Version: not null, Person: not null } read
                ? read
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task<byte[]> Key(CancellationToken cancellationToken)
    {
        if (_key is { } known)
            return known;
        var name = _options.Value.LinkKeyName;
        if (await _vault.Find(name, cancellationToken) is null)
            await _vault.Set(name, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)), cancellationToken);
        // Read back: of two hosts at once the key that stands is used.
        return _key = Convert.FromBase64String((await _vault.Find(name, cancellationToken))!);
    }
}

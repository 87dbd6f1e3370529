using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Onboarding.Customers;
using PartnerCenter.Webhooks;

namespace Onboarding.Webhooks;

/// <summary>The result of receiving a webhook.</summary>
public abstract record WebhookResult
{
    private WebhookResult() { }

    /// <summary>Kept, now or before.</summary>
    public sealed record Kept(InboxEntry Entry) : WebhookResult;

    public sealed record UnknownSource : WebhookResult;

    /// <summary>
    /// The vault holds no key of the source that can be used, so nothing can be believed. <paramref name="Why"/> never
    /// repeats it.
    /// </summary>
    public sealed record NoKey(string Secret, string Why) : WebhookResult;

    /// <summary>A header that proves the sender is missing, there several times, or too long.</summary>
    public sealed record HeaderMissing(string Name, int Longest) : WebhookResult;

    /// <summary>The signature is not that of a key of the source, or not fresh.</summary>
    public sealed record NotSigned(SignatureCheck Check) : WebhookResult;

    /// <summary>The signature is not Partner Center's.</summary>
    public sealed record NotPartnerCenters(EventSignature Check) : WebhookResult;

    /// <summary>The body is no text in UTF-8, or no event.</summary>
    public sealed record Unreadable(string Why) : WebhookResult;
}

/// <summary>
/// Receives webhooks: the sender is authenticated before anything of the body is read, and the message is stored before
/// the sender is answered.
/// </summary>
public sealed class WebhookReceiver
{
    private static readonly TimeSpan OldestEvent = TimeSpan.FromDays(7);
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    private readonly IOptions<WebhookOptions> _options;
    private readonly ISecretVault _vault;
    private readonly EventSignatures _signatures;
    private readonly InboxService _inbox;
    private readonly TimeProvider _time;

    internal WebhookReceiver(
        IOptions<WebhookOptions> options,
        ISecretVault vault,
        EventSignatures signatures,
        InboxService inbox,
        TimeProvider time
    ) => (_options, _vault, _signatures, _inbox, _time) = (options, vault, signatures, inbox, time);

    /// <summary>A request from a configured source.</summary>
    public async Task<WebhookResult> FromSource(string name, WebhookCall call, CancellationToken cancellationToken)
    {
        if (!_options.Value.Sources.TryGetValue(name, out var source))
            return new WebhookResult.UnknownSource();
        var keys = new List<string>();
        var missing = new WebhookResult.NoKey(source.KeyName!, "the vault holds none of this name.");
        foreach (var secret in new[] { source.KeyName, source.SecondKeyName }.OfType<string>())
        {
            if (await _vault.Find(secret, cancellationToken) is not { } key)
                continue;
            if (SourceSecret.WhyNot(key, source.Proof) is { } why)
                missing = new(secret, why);
            else
                keys.Add(key);
        }

        if (keys.Count == 0)
            return missing;
        name = name.ToLowerInvariant();
        try
        {
            // The sender signs the address that it knows, which may be that of a proxy.
            var known = _options.Value.PublicAddress is { } address
                ? call with
                {
                    Origin = address.GetLeftPart(UriPartial.Authority),
                }
                : call;
            var check = SourceProof.Check(source, keys, known, _time.GetUtcNow());
            if (check != SignatureCheck.Valid)
                return new WebhookResult.NotSigned(check);
            if (!System.Text.Unicode.Utf8.IsValid(call.Body.Span))
                return new WebhookResult.Unreadable("The body is not text in UTF-8.");
            return new WebhookResult.Kept(
                await _inbox.Receive(
                    name,
                    await IdOf(name, source, call, cancellationToken),
                    Encoding.UTF8.GetString(call.Body.Span),
                    $"webhook {name}",
                    cancellationToken
                )
            );
        }
        catch (WebhookHeaderException header)
        {
            return new WebhookResult.HeaderMissing(header.Name, header.Longest);
        }
    }

    // A sender without ids sends the same body again when it got no answer; later it means another thing.
    private async Task<string> IdOf(
        string name,
        WebhookSource source,
        WebhookCall call,
        CancellationToken cancellationToken
    )
    {
        if ((source.Proof == WebhookProof.StandardWebhooks ? "webhook-id" : source.IdHeader) is { } header)
            return call.Header(header, SourceProof.LongestId);
        var (now, window) = (_time.GetUtcNow(), source.RepeatWindow);
        var (hash, number) = (Convert.ToHexStringLower(SHA256.HashData(call.Body.Span)), now.UtcTicks / window.Ticks);
        var before = $"{hash}-{number - 1}";
        return await _inbox.Find(name, before, cancellationToken) is { } earlier && now - earlier.ReceivedAt <= window
            ? before
            : $"{hash}-{number}";
    }

    /// <summary>
    /// An event of Partner Center (C §21). There is no nonce: age and de-duplication are what keeps a recorded one from
    /// working twice.
    /// </summary>
    public async Task<WebhookResult> FromPartnerCenter(
        EventHeaders headers,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellationToken
    )
    {
        var check = await _signatures.Check(headers, body, cancellationToken);
        if (check != EventSignature.Valid)
            return new WebhookResult.NotPartnerCenters(check);
        if (PartnerCenterEvent.Read(body) is not { } happened)
            return new WebhookResult.Unreadable(
                "The body is no event: EventName and ResourceChangeUtcDate were expected."
            );
        var age = _time.GetUtcNow() - happened.ResourceChangeUtcDate;
        if (age > OldestEvent || age < -ClockSkew)
            return new WebhookResult.NotSigned(SignatureCheck.Stale);
        return new WebhookResult.Kept(
            await _inbox.Receive(
                InboxMessage.PartnerCenter,
                happened.Id,
                DurableJson.Write(happened),
                InboxMessage.PartnerCenter,
                cancellationToken
            )
        );
    }
}

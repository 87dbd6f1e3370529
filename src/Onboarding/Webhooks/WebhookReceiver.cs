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

    /// <summary>The vault holds no key of the source, so nothing can be believed.</summary>
    public sealed record NoKey(string Secret) : WebhookResult;

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
    public async Task<WebhookResult> FromSource(
        string name,
        string id,
        string timestamp,
        string signature,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellationToken
    )
    {
        if (!_options.Value.Sources.TryGetValue(name, out var source))
            return new WebhookResult.UnknownSource();
        var keys = new List<string>();
        foreach (var secret in new[] { source.KeyName, source.SecondKeyName }.OfType<string>())
        {
            if (await _vault.Find(secret, cancellationToken) is { } key)
                keys.Add(key);
        }

        if (keys.Count == 0)
            return new WebhookResult.NoKey(source.KeyName!);
        var check = StandardSignature.Check(keys, id, timestamp, signature, body.Span, _time.GetUtcNow());
        if (check != SignatureCheck.Valid)
            return new WebhookResult.NotSigned(check);
        if (!System.Text.Unicode.Utf8.IsValid(body.Span))
            return new WebhookResult.Unreadable("The body is not text in UTF-8.");
        return new WebhookResult.Kept(
            await _inbox.Receive(
                name.ToLowerInvariant(),
                id,
                Encoding.UTF8.GetString(body.Span),
                $"webhook {name.ToLowerInvariant()}",
                cancellationToken
            )
        );
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

using Onboarding.Batches;

namespace Onboarding.Webhooks;

/// <summary>The sources that may send requests by webhook. Section <c>Webhooks</c>.</summary>
public sealed class WebhookOptions
{
    public const string Section = "Webhooks";

    /// <summary>
    /// The address at which this host is reached from the internet, such as <c>https://onboarding.example</c>. Given:
    /// it registers itself with Partner Center for the events it listens to (C §21.1). https, or http on loopback.
    /// </summary>
    public Uri? PublicAddress { get; set; }

    /// <summary>The sources by name, which is part of the route <c>POST /api/webhooks/{name}</c>.</summary>
    public Dictionary<string, WebhookSource> Sources { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Lists the errors, each with its key; empty: none.</summary>
    internal IEnumerable<string> Problems()
    {
        if (
            PublicAddress is { } address
            && !(
                address.IsAbsoluteUri
                && (address.Scheme == "https" || (address.Scheme == "http" && address.IsLoopback))
                && address.Query.Length == 0
            )
        )
            yield return $"{Section}:{nameof(PublicAddress)} must be an https address, or http on this machine.";
        foreach (var (name, source) in Sources)
        {
            var key = $"{Section}:Sources:{name}";
            if (
                name.Length > 60
                || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
                || name.Equals("partner-center", StringComparison.OrdinalIgnoreCase)
            )
                yield return $"{key} is no name for a source: 1 to 60 letters, digits and hyphens, and not "
                    + "partner-center.";
            foreach (var secret in new[] { source.KeyName, source.SecondKeyName }.OfType<string>())
            {
                if (secret.Length is 0 or > 120 || !secret.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
                    yield return $"{key}: '{secret}' is no name for a secret; expected 1 to 120 letters, digits and "
                        + "hyphens.";
            }

            if (source.KeyName is null)
                yield return $"{key}:{nameof(WebhookSource.KeyName)} is missing: the name of the secret that its "
                    + "senders sign with.";
            if (source.Items is { } items && !items.StartsWith('/'))
                yield return $"{key}:{nameof(WebhookSource.Items)} must be a JSON pointer such as /order/lines.";
            foreach (var (member, from) in source.Map)
            {
                if (BatchColumns.All.All(column => !column.Name.Equals(member, StringComparison.OrdinalIgnoreCase)))
                    yield return $"{key}:Map:{member} is no member of a request.";
                if (!from.StartsWith('/') && !from.StartsWith('='))
                    yield return $"{key}:Map:{member} must be a JSON pointer such as /company/name, or a constant "
                        + "such as =attestation.";
            }
        }
    }
}

/// <summary>One sender of webhooks.</summary>
public sealed class WebhookSource
{
    /// <summary>Name of the key in the vault: <c>whsec_</c> and Base64, as Standard Webhooks has it.</summary>
    public string? KeyName { get; set; }

    /// <summary>Name of another key that is good too, while the one takes the other's place.</summary>
    public string? SecondKeyName { get; set; }

    /// <summary>
    /// The places of a request's members in the body: <c>customer.companyName</c> = <c>/company/name</c> (JSON pointer,
    /// RFC 6901) or <c>=text</c> for one that is always the same. Without any the body is a request itself. A
    /// <c>reference</c> that is not named is the webhook's id.
    /// </summary>
    public Dictionary<string, string> Map { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Pointer to the list whose elements are the subscriptions; pointers of <c>subscriptions.*</c> begin at the
    /// element then.
    /// </summary>
    public string? Items { get; set; }
}

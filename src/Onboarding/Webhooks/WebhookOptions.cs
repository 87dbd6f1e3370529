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

    /// <summary>Gets the reasons why the sources that name a secret cannot use it; empty: they can.</summary>
    /// <param name="name">The name of the secret in the vault.</param>
    /// <param name="secret">The value that is stored, or to be stored, under it.</param>
    public IEnumerable<string> SecretProblems(string name, string secret)
    {
        var isNamed = false;
        foreach (var (key, source) in Sources)
        {
            if (source.KeyName != name && source.SecondKeyName != name)
                continue;
            isNamed = true;
            if (SourceSecret.WhyNot(secret, source.Proof) is { } why)
                yield return $"The secret {name} cannot be used by {Section}:Sources:{key}: {why}";
        }

        // Nobody names it yet, and its form tells what it is for.
        if (
            !isNamed
            && (
                secret.StartsWith("whsec_", StringComparison.Ordinal)
                || secret.StartsWith("v1,", StringComparison.Ordinal)
            )
            && SourceSecret.WhyNot(secret, WebhookProof.StandardWebhooks) is { } wrong
        )
            yield return $"The secret {name} is no key of Standard Webhooks: {wrong}";
    }

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
            foreach (var problem in source.Problems())
                yield return $"{key}:{problem}";
            if (source.Items is { } items && !items.StartsWith('/'))
                yield return $"{key}:{nameof(WebhookSource.Items)} must be a JSON pointer such as /order/lines.";
            foreach (var (member, from) in source.Map)
            {
                if (BatchColumns.All.All(column => !column.Name.Equals(member, StringComparison.OrdinalIgnoreCase)))
                    yield return $"{key}:Map:{member} is no member of a request.";
                if (MapExpression.WhyNot(from, source.Tables.Keys) is { } why)
                    yield return $"{key}:Map:{member} {why}";
            }
        }
    }
}

/// <summary>One sender of webhooks.</summary>
public sealed class WebhookSource
{
    /// <summary>The sender's proof of its identity. Default: as Standard Webhooks has it.</summary>
    public WebhookProof Proof { get; set; }

    /// <summary>The place of the signature and the signed text, with <see cref="WebhookProof.Signature"/>.</summary>
    public SignatureOptions Signature { get; } = new();

    /// <summary>The header with the secret, with <see cref="WebhookProof.ApiKey"/>.</summary>
    public string KeyHeader { get; set; } = "X-Api-Key";

    /// <summary>
    /// The header with the sender's id of the message, by which a repeat is found. Without one, and without Standard
    /// Webhooks, the same body within <see cref="RepeatWindow"/> is the same message.
    /// </summary>
    public string? IdHeader { get; set; }

    /// <summary>The time for which the same body is the same message without an id. Default one day.</summary>
    public TimeSpan RepeatWindow { get; set; } = TimeSpan.FromDays(1);

    /// <summary>
    /// Name of the secret in the vault: for Standard Webhooks <c>whsec_</c> and Base64, for others the secret itself,
    /// for Basic <c>name:password</c>.
    /// </summary>
    public string? KeyName { get; set; }

    /// <summary>Name of another key that is good too, while the one takes the other's place.</summary>
    public string? SecondKeyName { get; set; }

    /// <summary>
    /// The places of a request's members in the body: <c>customer.companyName</c> = <c>/company/name</c> (JSON
    /// pointer, RFC 6901), <c>=text</c> for one that is always the same, <c>=table:skus[/variant]</c> for a look-up in
    /// <see cref="Tables"/>, <c>=first:[/a][/b][=text]</c> for the first that is there, and <c>=join:[/a] [/b]</c> for
    /// texts put together. Without any the body is a request itself. A <c>reference</c> that is not named is the
    /// webhook's id.
    /// </summary>
    public Dictionary<string, string> Map { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>By name: the sender's values and ours, for <c>=table:name[…]</c>.</summary>
    public Dictionary<string, Dictionary<string, string>> Tables { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Pointer to the list whose elements are the subscriptions; pointers of <c>subscriptions.*</c> begin at the
    /// element then.
    /// </summary>
    public string? Items { get; set; }

    /// <summary>Lists the errors of the proof, each with its key; empty: none.</summary>
    internal IEnumerable<string> Problems()
    {
        foreach (
            var (key, header) in new[]
            {
                ("Signature:Header", Signature.Header),
                ("Signature:TimestampHeader", Signature.TimestampHeader),
                (nameof(KeyHeader), KeyHeader),
                (nameof(IdHeader), IdHeader),
            }
        )
        {
            if (header is not null && !IsHeader(header))
                yield return $"{key} is no name of a header.";
        }

        if (RepeatWindow < TimeSpan.FromMinutes(1) || RepeatWindow > TimeSpan.FromDays(30))
            yield return $"{nameof(RepeatWindow)} must be between a minute and 30 days.";
        if (Proof == WebhookProof.Signature)
        {
            if (Signature.Header is null)
                yield return "Signature:Header is missing: the header with the signature.";
            if (!Signature.Message.Contains("{body}", StringComparison.Ordinal))
                yield return "Signature:Message must hold {body}.";
            if (
                Signature.Message.Contains("{timestamp}", StringComparison.Ordinal) && Signature.TimestampHeader is null
            )
                yield return "Signature:TimestampHeader is missing: Signature:Message holds {timestamp}.";
            if (
                Signature.TimestampHeader is not null
                && !Signature.Message.Contains("{timestamp}", StringComparison.Ordinal)
            )
                yield return "Signature:Message must hold {timestamp}, or the time proves nothing.";
            if (
                Signature.Algorithm == SignatureAlgorithm.Sha256
                && !Signature.Message.Contains("{secret}", StringComparison.Ordinal)
            )
                yield return "Signature:Message must hold {secret}, or anybody can sign.";
            if (Signature.Tolerance < TimeSpan.FromSeconds(1) || Signature.Tolerance > TimeSpan.FromDays(1))
                yield return "Signature:Tolerance must be between a second and a day.";
        }

        // An id outside of the signature can be made up, and would make two onboardings of one message.
        if (Proof != WebhookProof.StandardWebhooks && Map.Count > 0 && !Map.ContainsKey(BatchColumns.Reference))
            yield return "Map:reference is missing: what the sender calls the order, so that it is one onboarding.";
    }

    private static bool IsHeader(string name) =>
        name.Length is > 0 and <= 100 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}

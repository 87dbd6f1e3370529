using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Onboarding.Notifications;

/// <summary>The options of notifications. Section <c>Notifications</c>.</summary>
public sealed class NotificationOptions
{
    public const string Section = "Notifications";

    /// <summary>
    /// The name under which the vault stores the key that outgoing webhooks are signed with (Standard Webhooks,
    /// <c>whsec_</c> and base64). Made at first use when there is none.
    /// </summary>
    [Required, RegularExpression("^[0-9a-zA-Z-]{1,100}$")]
    public string SigningKeyName { get; set; } = "webhook-signing-key";

    /// <summary>
    /// Allows webhook addresses that resolve to loopback, private, link-local or otherwise special ranges. Off: such a
    /// delivery is refused, since the address is a caller's choice (SSRF).
    /// </summary>
    public bool AllowPrivateAddresses { get; set; }

    /// <summary>The time that a subscriber or the mail server may take to answer. Default 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:02:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Addresses with commas that are told when a partner's sign-in is refused or its certificate is about to expire.
    /// Left out: the log alone says so.
    /// </summary>
    public string? Operators { get; set; }

    internal IReadOnlyList<string> OperatorAddresses =>
        (Operators ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>The server that takes our mail.</summary>
    [ValidateObjectMembers]
    public SmtpOptions Smtp { get; set; } = new();
}

/// <summary>The encryption of the connection to the mail server.</summary>
public enum SmtpSecurity
{
    /// <summary>Starts unencrypted, then uses TLS or fails. The usual way at port 587.</summary>
    StartTls,

    /// <summary>TLS from the first byte. The usual way at port 465.</summary>
    Tls,

    /// <summary>No encryption: for a server on this machine only.</summary>
    None,
}

/// <summary>The server that takes our mail. Section <c>Notifications:Smtp</c>.</summary>
public sealed class SmtpOptions : IValidatableObject
{
    public const string Section = $"{NotificationOptions.Section}:Smtp";

    /// <summary>
    /// Name or address. Left out: no mail is sent; what a customer is to be told stands in the onboarding, and
    /// subscribers by e-mail show as not told.
    /// </summary>
    public string? Host { get; set; }

    [Range(1, 65535)]
    public int Port { get; set; } = 587;

    [EnumDataType(typeof(SmtpSecurity))]
    public SmtpSecurity Security { get; set; } = SmtpSecurity.StartTls;

    /// <summary>
    /// The sender of the mail, such as <c>onboarding@contoso.com</c>. Needed with <see cref="Host"/>.
    /// </summary>
    [EmailAddress]
    public string? From { get; set; }

    /// <summary>The user name for the sign-in; left out: the server requires none.</summary>
    public string? UserName { get; set; }

    /// <summary>The name under which the vault stores the password of <see cref="UserName"/>.</summary>
    [RegularExpression("^[0-9a-zA-Z-]{1,100}$")]
    public string PasswordName { get; set; } = "smtp-password";

    public bool IsConfigured => Host is not null;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Host is null)
            yield break;
        if (From is null)
            yield return new ValidationResult(
                "Notifications:Smtp:From is missing: the address that mail is sent from.",
                [nameof(From)]
            );
        if (Security == SmtpSecurity.None && Host is not ("localhost" or "127.0.0.1" or "::1"))
            yield return new ValidationResult(
                "Notifications:Smtp:Security is None, which is for a mail server on this machine only: expected "
                    + "StartTls or Tls.",
                [nameof(Security)]
            );
    }
}

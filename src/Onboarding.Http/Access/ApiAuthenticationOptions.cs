using System.ComponentModel.DataAnnotations;

namespace Onboarding.Http.Access;

/// <summary>The ways in which callers authenticate.</summary>
public enum AuthenticationMode
{
    /// <summary>No authentication; the API is served on loopback only.</summary>
    None,

    /// <summary>Header <c>X-Api-Key</c>.</summary>
    ApiKey,

    /// <summary>Bearer token of Entra ID.</summary>
    EntraId,
}

/// <summary>Section <c>Authentication</c>.</summary>
public sealed class ApiAuthenticationOptions
{
    public const string Section = "Authentication";

    /// <summary>Default <see cref="AuthenticationMode.None"/>, which no host serves beyond loopback.</summary>
    [EnumDataType(typeof(AuthenticationMode))]
    public AuthenticationMode Mode { get; set; }

    /// <summary>Mode EntraId: the application id URI or client id that tokens are made out to.</summary>
    public string? Audience { get; set; }

    /// <summary>
    /// Mode EntraId: the issuer, such as <c>https://login.microsoftonline.com/{tenant}/v2.0</c>. Its discovery document
    /// gives the signing keys. https, or http on loopback.
    /// </summary>
    public Uri? Issuer { get; set; }

    /// <summary>Mode EntraId: the tenant whose users and applications are served (claim <c>tid</c>).</summary>
    public Guid? TenantId { get; set; }

    /// <summary>
    /// Mode EntraId: the client id of the page's app registration, a single-page application. With it people sign in on
    /// the page by redirect; without it they paste a token.
    /// </summary>
    public Guid? PageClientId { get; set; }

    /// <summary>
    /// Mode EntraId: the scope of this API that the page asks for, several with blanks. Default
    /// <c>{Audience}/.default</c>: whatever the page's app registration has been given.
    /// </summary>
    public string? PageScope { get; set; }

    /// <summary>Mode ApiKey: the machines that may call, by name.</summary>
    public Dictionary<string, ApiKeyOptions> ApiKeys { get; } = new(StringComparer.OrdinalIgnoreCase);
}

/// <summary>One machine's key. The key itself is not here, only its hash.</summary>
public sealed class ApiKeyOptions
{
    /// <summary>SHA-256 of the key, 64 hexadecimal digits. The key should hold at least 128 random bits.</summary>
    public string? Hash { get; set; }

    /// <summary>Roles with commas, such as <c>SalesAgent,Operator</c>.</summary>
    public string? Roles { get; set; }

    /// <summary>Groups with commas, by which approval rules name approvers.</summary>
    public string? Groups { get; set; }

    public IReadOnlyList<string> RoleNames => Split(Roles);

    public IReadOnlyList<string> GroupNames => Split(Groups);

    private static string[] Split(string? text) =>
        (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

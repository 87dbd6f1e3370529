namespace PartnerCenter.Wire;

/// <summary>The vendor's route of a method: HTTP method and path template.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RouteAttribute(string method, string template) : Attribute
{
    public string Method { get; } = method;

    public string Template { get; } = template;
}

/// <summary>Declares the kind of token that a route takes. Source: the table of C §2.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TokenAttribute(TokenKind kind) : Attribute
{
    public TokenKind Kind { get; } = kind;
}

/// <summary>The two tokens of C §2, and the routes that take either.</summary>
public enum TokenKind
{
    /// <summary>Client credentials of the partner's tenant; no user, MFA never applies.</summary>
    AppOnly,

    /// <summary>The application on behalf of a user who signed in with MFA once (secure application model).</summary>
    AppAndUser,

    /// <summary>Both are accepted; the client uses app-only.</summary>
    Either,
}

/// <summary>The <c>attributes</c> every resource carries. Source: C §3.4.</summary>
public sealed record ResourceAttributes(string? Etag = null, string? ObjectType = null);

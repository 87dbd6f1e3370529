using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using PartnerCenter.Simulator.State;
using PartnerCenter.Simulator.Surface;

namespace PartnerCenter.Simulator.Tokens;

/// <summary>
/// The token authority of C §2: any client id and secret of a known partner tenant, any refresh token that is not
/// revoked. The grant decides the kind of token; a refresh token is rotated on every use.
/// </summary>
internal static class TokenOperations
{
    private const string Resource = "https://api.partnercenter.microsoft.com";
    internal const string ResourceId = "fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd";
    internal const string RevokedPrefix = "token.revoked.";

    internal static IEnumerable<BoundOperation> All { get; } =
    [
        new("tokens.issue", "POST", "/{tenant}/oauth2/token", TokenRule.None, Issue),
        new("tokens.issue", "POST", "/{tenant}/oauth2/v2.0/token", TokenRule.None, Issue),
        new("tokens.authorize", "GET", "/{tenant}/oauth2/authorize", TokenRule.None, Authorize),
        new("tokens.authorize", "GET", "/{tenant}/oauth2/v2.0/authorize", TokenRule.None, Authorize),
    ];

    private static Answer Issue(OperationCall call)
    {
        Dictionary<string, Microsoft.Extensions.Primitives.StringValues> form;
        try
        {
            form = new FormReader(System.Text.Encoding.UTF8.GetString(call.RawBody)).ReadForm();
        }
        catch (InvalidDataException tooMuch)
        {
            return Refuse("invalid_request", $"AADSTS90100: The form of the request cannot be read: {tooMuch.Message}");
        }
        string? Field(string name) =>
            form.TryGetValue(name, out var values) && !string.IsNullOrWhiteSpace(values) ? values.ToString() : null;

        var grant = Field("grant_type");
        var secret = grant switch
        {
            "refresh_token" => Field("refresh_token"),
            "authorization_code" => Field("code"),
            _ => null,
        };
        if (grant is null)
            return Refuse(
                "invalid_request",
                "AADSTS900144: The request body must contain the following parameter: 'grant_type'."
            );
        if (grant is not ("client_credentials" or "refresh_token" or "authorization_code"))
            return Refuse(
                "unsupported_grant_type",
                $"AADSTS70003: The app requested an unsupported grant type '{grant}'."
            );
        if (Field("client_id") is not { } client)
            return Refuse(
                "invalid_request",
                "AADSTS900144: The request body must contain the following parameter: 'client_id'."
            );
        if (grant == "client_credentials" && Field("client_secret") is null && Field("client_assertion") is null)
            return Refuse(
                "invalid_client",
                "AADSTS7000216: 'client_assertion' or 'client_secret' is required for the 'client_credentials' grant "
                    + "type.",
                401
            );
        if (grant != "client_credentials" && secret is null)
            return Refuse(
                "invalid_request",
                "AADSTS900144: The request body must contain the following parameter: "
                    + $"'{(grant == "refresh_token" ? "refresh_token" : "code")}'."
            );
        if (secret is not null && call.World.Settings.Find(RevokedPrefix + secret) is not null)
            return Refuse("invalid_grant", "AADSTS700082: The refresh token has expired or was revoked.");

        var tenant = TenantOf(call, secret);
        if (tenant is null)
            return Refuse("invalid_request", $"AADSTS90002: Tenant '{call.Route("tenant")}' not found.");
        var scope = Field("scope");
        var audience = Field("resource") ?? AudienceOf(scope) ?? Resource;
        return Answer.Ok(Token(call, tenant, client, audience.TrimEnd('/'), grant, scope));
    }

    /// <summary>
    /// A tenant is named by its id or its domain; <c>common</c> and <c>organizations</c> stand for the tenant that the
    /// refresh token or the code came from.
    /// </summary>
    private static SimulatedPartner? TenantOf(OperationCall call, string? secret)
    {
        var name = call.Route("tenant");
        if (call.World.Partners.Find(name) is { } partner)
            return partner;
        if (
            call.World.Partners.All.FirstOrDefault(p =>
                p.MailDomain.Equals(name, StringComparison.OrdinalIgnoreCase)
            ) is
            { } named
        )
            return named;
        if (name is not ("common" or "organizations") || secret is null)
            return null;
        return secret.Split('.') is [_, var id, ..] && call.World.Partners.Find(id) is { } known ? known : First(call);
    }

    private static SimulatedPartner? First(OperationCall call) =>
        call.World.Partners.All is [var first, ..] ? first : null;

    private static string? AudienceOf(string? scope)
    {
        foreach (var part in (scope ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.StartsWith("https://", StringComparison.Ordinal))
                return part[..part.LastIndexOf('/')];
            if (part.Split('/')[0] is var id && Guid.TryParse(id, out _))
                return id;
        }
        return null;
    }

    private static JsonObject Token(
        OperationCall call,
        SimulatedPartner tenant,
        string client,
        string audience,
        string grant,
        string? scope
    )
    {
        var now = call.Core.Clock.Unstepped;
        var expires = now + call.Core.Options.TokenLifetime;
        var isUser = grant != "client_credentials";
        var claims = Json.Of(
            ("aud", audience),
            ("iss", $"https://sts.windows.net/{tenant.TenantId}/"),
            ("iat", now.ToUnixTimeSeconds()),
            ("nbf", now.ToUnixTimeSeconds()),
            ("exp", expires.ToUnixTimeSeconds()),
            ("tid", tenant.TenantId),
            ("appid", client),
            ("jti", Guid.NewGuid().ToString()),
            ("ver", "1.0")
        );
        if (isUser)
        {
            claims["scp"] = "user_impersonation";
            claims["oid"] = Ids.Derived(tenant.TenantId, "user");
            claims["upn"] = $"agent@{tenant.MailDomain}";
            claims["amr"] = tenant.UserHasMfa ? Json.Texts(["pwd", "mfa"]) : Json.Texts(["pwd"]);
        }

        var answer = Json.Of(
            ("token_type", "Bearer"),
            ("expires_in", (int)call.Core.Options.TokenLifetime.TotalSeconds),
            ("ext_expires_in", (int)call.Core.Options.TokenLifetime.TotalSeconds),
            ("expires_on", expires.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ("not_before", now.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ("resource", audience),
            ("scope", isUser ? scope ?? "user_impersonation" : null),
            ("access_token", call.Core.Tokens.Sign(claims))
        );
        if (isUser)
        {
            answer["refresh_token"] = $"rt.{tenant.TenantId}.{Guid.NewGuid():n}";
            answer["id_token"] = call.Core.Tokens.Sign(
                Json.Of(
                    ("aud", client),
                    ("iss", $"https://login.microsoftonline.com/{tenant.TenantId}/v2.0"),
                    ("iat", now.ToUnixTimeSeconds()),
                    ("exp", expires.ToUnixTimeSeconds()),
                    ("tid", tenant.TenantId),
                    ("oid", Ids.Derived(tenant.TenantId, "user")),
                    ("sub", Ids.Derived(tenant.TenantId, "subject")),
                    ("preferred_username", $"agent@{tenant.MailDomain}"),
                    ("ver", "2.0")
                )
            );
            answer["client_info"] = System.Buffers.Text.Base64Url.EncodeToString(
                System.Text.Encoding.UTF8.GetBytes(
                    Json.Of(("uid", Ids.Derived(tenant.TenantId, "user")), ("utid", tenant.TenantId)).ToJsonString()
                )
            );
        }
        return answer;
    }

    /// <summary>The consent page of C §2 without the page: the user of the tenant signs in at once.</summary>
    private static Answer Authorize(OperationCall call)
    {
        if (
            call.Query("redirect_uri") is not { } redirect
            || !Uri.TryCreate(redirect, UriKind.Absolute, out var uri)
            || !uri.IsLoopback
        )
            return Refuse(
                "invalid_request",
                "AADSTS50011: The redirect_uri must be an absolute address of this machine."
            );
        var tenant = call.World.Partners.Find(call.Route("tenant")) ?? First(call);
        if (tenant is null)
            return Refuse("invalid_request", $"AADSTS90002: Tenant '{call.Route("tenant")}' not found.");
        var target = QueryHelpers.AddQueryString(redirect, "code", $"code.{tenant.TenantId}.{Guid.NewGuid():n}");
        if (call.Query("state") is { } state)
            target = QueryHelpers.AddQueryString(target, "state", state);
        // A header carries ASCII only; the address in its escaped form is the same address.
        return new Answer(302) { Headers = [("Location", new Uri(target).AbsoluteUri)] };
    }

    internal static Answer Refuse(string error, string description, int status = 400) =>
        new(status, new JsonObject { ["error"] = error, ["error_description"] = description });
}

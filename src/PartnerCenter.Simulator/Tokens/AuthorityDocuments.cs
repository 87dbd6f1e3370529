using PartnerCenter.Simulator.State;
using PartnerCenter.Simulator.Surface;

namespace PartnerCenter.Simulator.Tokens;

/// <summary>
/// Serves the documents that sign-in libraries read before they ask for a token: the issuer, the addresses of its
/// endpoints, its keys.
/// </summary>
internal static class AuthorityDocuments
{
    internal static IEnumerable<BoundOperation> All { get; } =
    [
        new("tokens.instance", "GET", "/{tenant}/discovery/instance", TokenRule.None, Instance),
        new(
            "tokens.configuration",
            "GET",
            "/{tenant}/.well-known/openid-configuration",
            TokenRule.None,
            call => Configuration(call, "")
        ),
        new(
            "tokens.configuration",
            "GET",
            "/{tenant}/v2.0/.well-known/openid-configuration",
            TokenRule.None,
            call => Configuration(call, "/v2.0")
        ),
        new("tokens.keys", "GET", "/{tenant}/discovery/keys", TokenRule.None, Keys),
        new("tokens.keys", "GET", "/{tenant}/discovery/v2.0/keys", TokenRule.None, Keys),
    ];

    private static string Root(OperationCall call) =>
        $"{call.Request.Scheme}://{call.Request.Host}/{Uri.EscapeDataString(call.Route("tenant"))}";

    private static Answer Keys(OperationCall call) => Answer.Ok(call.Core.Tokens.PublicKeys());

    /// <summary>The simulator vouches for itself only: whoever reached it by this name may use this name.</summary>
    private static Answer Instance(OperationCall call)
    {
        var host = call.Request.Host.ToString();
        return Answer.Ok(
            Json.Of(
                ("tenant_discovery_endpoint", $"{Root(call)}/v2.0/.well-known/openid-configuration"),
                ("api-version", call.Query("api-version") ?? "1.1"),
                (
                    "metadata",
                    new System.Text.Json.Nodes.JsonArray(
                        Json.Of(("preferred_network", host), ("preferred_cache", host), ("aliases", Json.Texts([host])))
                    )
                )
            )
        );
    }

    private static Answer Configuration(OperationCall call, string version)
    {
        var root = Root(call);
        if (TenantOf(call) is not { } tenant)
            return TokenOperations.Refuse("invalid_tenant", $"AADSTS90002: Tenant '{call.Route("tenant")}' not found.");
        return Answer.Ok(
            Json.Of(
                (
                    "issuer",
                    version.Length == 0
                        ? $"https://sts.windows.net/{tenant}/"
                        : $"https://login.microsoftonline.com/{tenant}{version}"
                ),
                ("authorization_endpoint", $"{root}/oauth2{version}/authorize"),
                ("token_endpoint", $"{root}/oauth2{version}/token"),
                ("jwks_uri", version.Length == 0 ? $"{root}/discovery/keys" : $"{root}/discovery{version}/keys"),
                ("response_types_supported", Json.Texts(["code", "id_token", "code id_token"])),
                ("subject_types_supported", Json.Texts(["pairwise"])),
                ("id_token_signing_alg_values_supported", Json.Texts(["RS256"]))
            )
        );
    }

    /// <summary>
    /// Gets the id of the tenant with this id or domain; the names that stand for any tenant stay as they are. Null:
    /// nobody has it.
    /// </summary>
    private static string? TenantOf(OperationCall call)
    {
        var name = call.Route("tenant");
        if (name is "common" or "organizations" or "consumers")
            return name;
        if (
            call.World.Partners.All.FirstOrDefault(partner =>
                partner.TenantId.Equals(name, StringComparison.OrdinalIgnoreCase)
                || partner.MailDomain.Equals(name, StringComparison.OrdinalIgnoreCase)
            ) is
            { } partner
        )
            return partner.TenantId;
        var domain = call.World.Domains.Find(name.ToLowerInvariant());
        return domain is null
            ? call.World.Customers.Find(name.ToLowerInvariant())?.Id
            : domain.CustomerId ?? Ids.Derived(domain.Name, "tenant");
    }
}

using PartnerCenter.Simulator.Calendar;
using PartnerCenter.Simulator.Errors;
using PartnerCenter.Simulator.Surface;

namespace PartnerCenter.Simulator.Tokens;

/// <summary>
/// The authorization matrix of C §24.3, in the vendor's order: token, audience, MFA, kind of token, role.
/// </summary>
internal static class Authorization
{
    private const string GraphResource = "https://graph.microsoft.com";
    private const string LegacyGraph = "https://graph.windows.net";
    private static readonly string[] Audiences =
    [
        "https://api.partnercenter.microsoft.com",
        TokenOperations.ResourceId,
        $"https://{TokenOperations.ResourceId}",
        "https://partner.partnercenterapi.microsoftonline.cn",
        "https://api.partnercenter.microsoft.com:443",
    ];

    internal static void Check(OperationCall call)
    {
        var operation = call.Operation;
        if (operation.Token == TokenRule.None)
            return;
        var header = call.Request.Headers.Authorization.ToString();
        var token = header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
            ? call.Core.Tokens.Verify(header[7..].Trim())
            : null;
        if (token is null || call.World.Partners.Find(token.TenantId) is not { } partner)
            throw Unauthorized("OAuth realm=urn:cpsvc:cpid");
        (call.Token, call.Partner) = (token, partner);

        var isGraph = operation.Route.StartsWith("/v1.0/", StringComparison.Ordinal);
        var accepted = isGraph
            ? token.Audience.StartsWith(GraphResource, StringComparison.OrdinalIgnoreCase)
            : Audiences.Contains(token.Audience, StringComparer.OrdinalIgnoreCase)
                || (
                    partner.AcceptsGraphAudience
                    && string.Equals(token.Audience, LegacyGraph, StringComparison.OrdinalIgnoreCase)
                )
                || string.Equals(
                    token.Audience,
                    call.Core.Address.GetLeftPart(UriPartial.Authority),
                    StringComparison.OrdinalIgnoreCase
                );
        if (!accepted)
            throw new Refusal(VendorErrors.WrongTokenAudience);
        if (
            token.IsUser
            && !token.HasMfa
            && (partner.LegacyMfaAnswer || call.Holds(partner.IsSandbox ? DatedRules.SandboxMfa : DatedRules.Mfa))
        )
        {
            throw partner.LegacyMfaAnswer
                ? Unauthorized("Bearer error=\"invalid_token\"", "MFA required")
                : new Refusal(VendorErrors.MfaClaimMissing);
        }

        if (operation.Token == TokenRule.AppAndUser && !token.IsUser)
            throw new Refusal(VendorErrors.AppOnlyNotSupported);
        if (operation.Token == TokenRule.AppOnly && token.IsUser)
            throw new Refusal(VendorErrors.Forbidden, "App+user tokens are not supported for this operation.");
        if (token.IsUser && !partner.UserIsAgent)
            throw new Refusal(VendorErrors.InsufficientPrivileges);
    }

    /// <summary>
    /// For calls that need a user only because of what they carry (C §2: create customer for a reseller).
    /// </summary>
    internal static void RequireUser(OperationCall call)
    {
        if (!call.Token.IsUser)
            throw new Refusal(VendorErrors.AppOnlyNotSupported);
    }

    private static Refusal Unauthorized(string challenge, string? reason = null) =>
        new(VendorErrors.AccessDenied)
        {
            Reason = reason,
            HasBody = false,
            Headers = new Dictionary<string, string> { ["WWW-Authenticate"] = challenge },
        };
}

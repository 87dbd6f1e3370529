namespace PartnerCenter.Wire;

/// <summary>Describes the action that the operator must take when an answer denies access. Source: C §2.</summary>
internal static class OperatorAdvice
{
    public static string For(string? code, PartnerProfile partner, TokenKind token) =>
        code switch
        {
            "900420" =>
                $"the token was issued for another audience than {partner.Resource}: the application registration "
                    + $"needs the permission of that API, and Partners:{partner.Name}:Cloud must be the cloud of the "
                    + "tenant",
            "900421" =>
                $"the user behind the refresh token '{partner.RefreshTokenName}' signed in without MFA: sign in "
                    + "again with MFA and store the new refresh token",
            "900329" =>
                "this operation takes no app-only token: it needs a refresh token of a user (secure application model)",
            "900308" or "900150" =>
                "the user behind the refresh token lacks the role: it needs AdminAgent or SalesAgent in Partner Center",
            "900309" or "90000" =>
                "a conditional-access policy blocks the sign-in: exempt the application or satisfy the policy, then "
                    + "sign in again",
            _ when token == TokenKind.AppAndUser =>
                $"access was denied: check that the user behind '{partner.RefreshTokenName}' is an AdminAgent of "
                    + $"tenant {partner.TenantId} and has consented to application {partner.ClientId}",
            _ => $"access was denied: check that application {partner.ClientId} is registered for Partner Center in "
                + $"tenant {partner.TenantId} and that credential '{partner.CredentialName}' is valid",
        };
}

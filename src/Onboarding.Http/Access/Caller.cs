using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace Onboarding.Http.Access;

/// <summary>The caller, as it is written into records and the audit log.</summary>
public sealed record Caller(string Name, IReadOnlyList<string> Roles)
{
    private const string NameClaim = "name";
    private const string RoleClaim = "roles";
    private const string GroupClaim = "groups";

    /// <summary>The groups of the caller, by which approval rules name approvers.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>Any user of this machine.</summary>
    public static Caller Local { get; } = new("local", [Access.Roles.GlobalAdmin]);

    /// <summary>Gets the caller that the operation's policy has authenticated.</summary>
    public static Caller Of(HttpContext context) =>
        context.User.Identity switch
        {
            { IsAuthenticated: true, AuthenticationType: CallerSchemes.Local } => Local,
            { IsAuthenticated: true, Name: { } name } => new(name, RolesOf(context.User))
            {
                Groups = Values(context.User, GroupClaim),
            },
            _ => throw new InvalidOperationException("The call was not authenticated."),
        };

    internal static IReadOnlyList<string> RolesOf(ClaimsPrincipal user) => Values(user, RoleClaim);

    /// <summary>Makes the ticket that a scheme returns when it authenticates this caller.</summary>
    internal AuthenticationTicket ToTicket(string scheme)
    {
        Claim[] claims =
        [
            new(NameClaim, Name),
            .. Roles.Select(role => new Claim(RoleClaim, role)),
            .. Groups.Select(group => new Claim(GroupClaim, group)),
        ];
        return new(new ClaimsPrincipal(new ClaimsIdentity(claims, scheme, NameClaim, RoleClaim)), scheme);
    }

    private static string[] Values(ClaimsPrincipal user, string type) =>
        [.. user.FindAll(type).Select(claim => claim.Value)];
}

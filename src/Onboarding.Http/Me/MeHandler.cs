using Microsoft.AspNetCore.Http;
using Onboarding.Http.Access;

namespace Onboarding.Http.Me;

/// <summary>The caller, as this server knows it.</summary>
/// <param name="Name">The caller's name, as it is written into records and the audit log.</param>
/// <param name="Roles">The roles that the caller has here.</param>
/// <param name="Permissions">The permissions of these roles, so that the page offers no other functions.</param>
public sealed record MeResource(string Name, IReadOnlyList<string> Roles, IReadOnlyList<Permission> Permissions);

/// <summary>Answers the name, the roles and the permissions of the caller.</summary>
public static class MeHandler
{
    public static Task<IResult> Get(Caller caller) =>
        Task.FromResult(
            Results.Json(
                new MeResource(
                    caller.Name,
                    caller.Roles,
                    [.. Enum.GetValues<Permission>().Where(permission => Roles.Permit(caller.Roles, permission))]
                ),
                ApiJson.Options
            )
        );
}

using Microsoft.AspNetCore.Authorization;

namespace Onboarding.Http.Access;

/// <summary>Requires a role that the table gives the permission.</summary>
internal sealed class PermissionRequirement(Permission permission)
    : AuthorizationHandler<PermissionRequirement>,
        IAuthorizationRequirement
{
    public Permission Permission { get; } = permission;

    protected override Task HandleRequirementAsync(
        AuthorizationHandlerContext context,
        PermissionRequirement requirement
    )
    {
        if (Roles.Permit(Caller.RolesOf(context.User), requirement.Permission))
            context.Succeed(requirement);
        return Task.CompletedTask;
    }
}

namespace Onboarding.Http.Access;

/// <summary>The permissions that operations require of their caller.</summary>
public enum Permission
{
    /// <summary>See onboardings, open tasks and reference data.</summary>
    Read,

    /// <summary>Check and submit requests.</summary>
    Submit,

    /// <summary>Approve and reject, as far as the rule names the caller.</summary>
    Approve,

    /// <summary>Cancel an onboarding.</summary>
    Cancel,

    /// <summary>Resume, retry and settle.</summary>
    Operate,

    /// <summary>Take the customer's first admin credentials.</summary>
    Credentials,

    /// <summary>Erase a customer's personal data for good.</summary>
    Erase,
}

/// <summary>The permissions of each role, in one table. The roles are Partner Center's, and two of our own.</summary>
public static class Roles
{
    public const string GlobalAdmin = nameof(GlobalAdmin);
    public const string UserManagementAdmin = nameof(UserManagementAdmin);
    public const string AdminAgent = nameof(AdminAgent);
    public const string SalesAgent = nameof(SalesAgent);
    public const string Approver = nameof(Approver);
    public const string Operator = nameof(Operator);

    public static IReadOnlyDictionary<string, IReadOnlySet<Permission>> Permissions { get; } =
        new Dictionary<string, IReadOnlySet<Permission>>(StringComparer.OrdinalIgnoreCase)
        {
            [GlobalAdmin] = new HashSet<Permission>(Enum.GetValues<Permission>()),
            [UserManagementAdmin] = new HashSet<Permission>
            {
                Permission.Read,
                Permission.Submit,
                Permission.Credentials,
            },
            [AdminAgent] = new HashSet<Permission>
            {
                Permission.Read,
                Permission.Submit,
                Permission.Cancel,
                Permission.Credentials,
            },
            [SalesAgent] = new HashSet<Permission> { Permission.Read, Permission.Submit, Permission.Cancel },
            [Approver] = new HashSet<Permission> { Permission.Read, Permission.Approve },
            [Operator] = new HashSet<Permission> { Permission.Read, Permission.Cancel, Permission.Operate },
        };

    public static bool Permit(IEnumerable<string> roles, Permission permission) =>
        roles.Any(role => Permissions.TryGetValue(role, out var permissions) && permissions.Contains(permission));
}

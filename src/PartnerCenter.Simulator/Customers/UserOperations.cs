using System.Text.Json.Nodes;
using PartnerCenter.Simulator.Audit;
using PartnerCenter.Simulator.Errors;
using PartnerCenter.Simulator.State;
using PartnerCenter.Simulator.Surface;
using PartnerCenter.Simulator.Validation;

namespace PartnerCenter.Simulator.Customers;

/// <summary>Users of a customer: C §5.7.</summary>
internal static class UserOperations
{
    private static readonly TimeSpan Restorable = TimeSpan.FromDays(30);
    private const string Users = "/v1/customers/{customerId}/users";

    internal static IEnumerable<BoundOperation> All { get; } =
    [
        new("users.create", "POST", Users, TokenRule.AppAndUser, Create)
        {
            Customer = CustomerRule.Read,
            NeedsGdap = true,
        },
        new("users.list", "GET", Users, TokenRule.AppAndUser, List) { Customer = CustomerRule.Read, NeedsGdap = true },
        new("users.get", "GET", Users + "/{userId}", TokenRule.AppAndUser, call => Answer.Ok(Shape(call, Find(call))))
        {
            Customer = CustomerRule.Read,
            NeedsGdap = true,
        },
        new("users.update", "PATCH", Users + "/{userId}", TokenRule.AppAndUser, Update)
        {
            Customer = CustomerRule.Read,
            NeedsGdap = true,
        },
        new("users.delete", "DELETE", Users + "/{userId}", TokenRule.AppAndUser, Delete)
        {
            Customer = CustomerRule.Read,
            NeedsGdap = true,
        },
    ];

    private static Answer Create(OperationCall call)
    {
        if (call.Partner.Cloud == SimulatedCloud.UsGovernment)
            throw new Refusal(VendorErrors.EnumNotSupported, "Users cannot be created in this cloud.");
        var body = call.Body;
        body.MustBeObject();
        var user = new CustomerUser
        {
            Id = Ids.New(),
            UserPrincipalName = body["userPrincipalName"].Required,
            FirstName = body["firstName"].Required,
            LastName = body["lastName"].Required,
            DisplayName = body["displayName"].Required,
            UsageLocation = body["usageLocation"].Required.ToUpperInvariant(),
        };
        if (!user.UserPrincipalName.EndsWith("@" + call.Customer.Domain, StringComparison.OrdinalIgnoreCase))
            throw new Refusal(
                VendorErrors.InvalidProperty,
                $"userPrincipalName must be of {call.Customer.Domain}.",
                ["userPrincipalName"]
            );
        if (Country.Find(user.UsageLocation) is null)
            throw new Refusal(VendorErrors.InvalidProperty, "usageLocation is not a known country.", ["usageLocation"]);
        if (body["passwordProfile"]["password"].Filled is null)
            throw new Refusal(
                VendorErrors.InvalidProperty,
                "passwordProfile.password is required.",
                ["passwordProfile.password"]
            );
        if (
            call.Customer.Users.Any(u =>
                u.DeletedAt is null
                && u.UserPrincipalName.Equals(user.UserPrincipalName, StringComparison.OrdinalIgnoreCase)
            )
        )
            throw new Refusal(VendorErrors.InvalidProperty, "userPrincipalName is taken.", ["userPrincipalName"]);
        var customer = call.Customer with { Users = [.. call.Customer.Users, user] };
        call.World.Customers.Put(customer);
        call.Effect("user", user.Id, customer.Id);
        AuditTrail.Write(
            call,
            "create_customer_user",
            "customer_user",
            customer,
            [("UserPrincipalName", user.UserPrincipalName)]
        );
        return Answer.Ok(Shape(call, user));
    }

    /// <summary>
    /// Lists users by user name: the vendor's own client asks in this way whether a name is taken. Deleted users are
    /// asked for by their status (C §5.7: restorable).
    /// </summary>
    private static Answer List(OperationCall call)
    {
        var (name, isDeleted) = ("", false);
        if (call.Query("filter") is { } text)
        {
            var filter = Seek.ReadFilter(text);
            var value = filter["Value"].Filled ?? throw new Refusal(VendorErrors.BadInput, "The filter needs a Value.");
            switch ((filter["Field"].Filled ?? "").ToLowerInvariant())
            {
                case "userprincipalname":
                    name = value;
                    break;
                case "userstatus":
                    isDeleted = value.Equals("inactive", StringComparison.OrdinalIgnoreCase);
                    break;
                case var field:
                    throw new Refusal(VendorErrors.BadInput, $"The field '{field}' cannot be filtered.");
            }
        }
        var found = call.Customer.Users.Where(u =>
            u.DeletedAt is not null == isDeleted
            && u.UserPrincipalName.StartsWith(name, StringComparison.OrdinalIgnoreCase)
        );
        return Answer.Ok(Seek.Page(call, found, u => Shape(call, u)));
    }

    /// <summary>
    /// Changes the members that the body names; a deleted user becomes active again within its 30 days.
    /// </summary>
    private static Answer Update(OperationCall call)
    {
        call.Body.MustBeObject();
        var id = call.Route("userId");
        var user =
            call.Customer.Users.FirstOrDefault(u =>
                u.Id.Equals(id, StringComparison.OrdinalIgnoreCase)
                && (u.DeletedAt is not { } at || call.Now < at + Restorable)
            ) ?? throw new Refusal(VendorErrors.UserNotFound);
        var restored = string.Equals(call.Body["state"].Filled, "active", StringComparison.OrdinalIgnoreCase);
        if (user.DeletedAt is not null && !restored)
            throw new Refusal(VendorErrors.UserNotFound);
        var location = call.Body["usageLocation"].Filled?.ToUpperInvariant() ?? user.UsageLocation;
        if (Country.Find(location) is null)
            throw new Refusal(VendorErrors.InvalidProperty, "usageLocation is not a known country.", ["usageLocation"]);
        var changed = user with
        {
            FirstName = call.Body["firstName"].Filled ?? user.FirstName,
            LastName = call.Body["lastName"].Filled ?? user.LastName,
            DisplayName = call.Body["displayName"].Filled ?? user.DisplayName,
            UsageLocation = location,
            DeletedAt = null,
        };
        call.World.Customers.Put(
            call.Customer with
            {
                Users = [.. call.Customer.Users.Select(u => u.Id == user.Id ? changed : u)],
            }
        );
        call.Effect("userUpdated", user.Id, call.Customer.Id);
        return Answer.Ok(Shape(call, changed));
    }

    private static Answer Delete(OperationCall call)
    {
        var user = Find(call);
        call.World.Customers.Put(
            call.Customer with
            {
                Users = [.. call.Customer.Users.Select(u => u.Id == user.Id ? u with { DeletedAt = call.Now } : u)],
            }
        );
        call.Effect("userDeleted", user.Id, call.Customer.Id);
        return Answer.NoContent;
    }

    private static CustomerUser Find(OperationCall call) =>
        call.Customer.Users.FirstOrDefault(u =>
            u.DeletedAt is null && u.Id.Equals(call.Route("userId"), StringComparison.OrdinalIgnoreCase)
        ) ?? throw new Refusal(VendorErrors.UserNotFound);

    private static JsonObject Shape(OperationCall call, CustomerUser user) =>
        Json.Of(
            ("id", user.Id),
            ("usageLocation", user.UsageLocation),
            ("userPrincipalName", user.UserPrincipalName),
            ("firstName", user.FirstName),
            ("lastName", user.LastName),
            ("displayName", user.DisplayName),
            ("userDomainType", "none"),
            ("state", user.DeletedAt is null ? "active" : "inactive"),
            ("softDeletionTime", Json.Utc(user.DeletedAt)),
            ("links", Json.Links($"/customers/{call.Customer.Id}/users/{user.Id}")),
            ("attributes", Json.Attributes("CustomerUser"))
        );
}

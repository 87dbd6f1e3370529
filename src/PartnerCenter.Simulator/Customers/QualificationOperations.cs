using System.Text.Json.Nodes;
using PartnerCenter.Simulator.Audit;
using PartnerCenter.Simulator.Errors;
using PartnerCenter.Simulator.State;
using PartnerCenter.Simulator.Surface;

namespace PartnerCenter.Simulator.Customers;

/// <summary>Qualifications of a customer: C §13. They are requested, vetted, and cannot be withdrawn.</summary>
internal static class QualificationOperations
{
    private const string Path = "/v1/customers/{customerId}/qualifications";
    private static readonly string[] Known = ["Education", "GovernmentCommunityCloud", "StateOwnedEntity"];

    internal static IEnumerable<BoundOperation> All { get; } =
    [
        new("qualifications.get", "GET", Path, TokenRule.Both, Get) { Customer = CustomerRule.Read },
        new("qualifications.create", "POST", Path, TokenRule.AppAndUser, Create) { Customer = CustomerRule.Read },
        new("qualifications.validationCodes", "GET", "/v1/customers/all/validations", TokenRule.Both, Codes),
    ];

    internal static bool IsApproved(CustomerTenant customer, string name, DateTimeOffset now) =>
        customer.Qualifications.Any(q => q.Name == name && q.StatusAt(now) == "Approved");

    private static Answer Get(OperationCall call) =>
        Answer.Ok(
            Json.Array(
                call.Customer.Qualifications.Select(q =>
                    (JsonNode)
                        Json.Of(
                            ("qualification", q.Name),
                            ("vettingStatus", q.StatusAt(call.Now)),
                            ("vettingReason", q.StatusAt(call.Now) == "Denied" ? q.Reason : null),
                            ("vettingCreatedDate", Json.Utc(q.CreatedAt))
                        )
                )
            )
        );

    private static Answer Create(OperationCall call)
    {
        var body = call.Body;
        body.MustBeObject();
        var asked = body["qualification"].Required;
        var name =
            Known.FirstOrDefault(k => k.Equals(asked, StringComparison.OrdinalIgnoreCase))
            ?? throw new Refusal(VendorErrors.EnumNotParseable, $"The qualification '{asked}' cannot be set.");
        var segment = body["educationSegment"].Filled;
        if (name == "Education" && segment?.ToLowerInvariant() is not ("k12" or "highereducation"))
            throw new Refusal(
                VendorErrors.InvalidProperty,
                "educationSegment must be K12 or HigherEducation.",
                ["educationSegment"]
            );
        if (name == "GovernmentCommunityCloud" && body["validationCode"].Filled != CodeOf(call.Partner))
            throw new Refusal(
                VendorErrors.InvalidProperty,
                "validationCode is required and must be one of the partner's.",
                ["validationCode"]
            );
        if (call.Customer.Qualifications.Any(q => q.Name == name && q.StatusAt(call.Now) != "Denied"))
            throw new Refusal(VendorErrors.BadInput, $"The qualification {name} was asked for already.");

        var decidedAt = call.Core.Options.QualificationDelay is { } delay ? call.Now + delay : (DateTimeOffset?)null;
        var qualification = new Qualification
        {
            Name = name,
            Segment = segment,
            CreatedAt = call.Now,
            DecidedAt = decidedAt,
        };
        var customer = call.Customer with
        {
            Qualifications = [.. call.Customer.Qualifications.Where(q => q.Name != name), qualification],
        };
        call.World.Customers.Put(customer);
        call.Effect("qualification", name, customer.Id);
        AuditTrail.Write(call, "update_customer_qualification", "customer", customer, [("Qualification", name)]);
        // The answer spells the date otherwise than the read does (C §25 row 22).
        return Answer.Created(
            Json.Of(("qualification", name), ("vettingStatus", "InReview"), ("vettingCreateDate", Json.Utc(call.Now)))
        );
    }

    private static Answer Codes(OperationCall call) =>
        Answer.Ok(
            new JsonArray(
                Json.Of(
                    ("partnerId", call.Partner.TenantId),
                    ("organizationName", call.Partner.Name),
                    ("validationId", CodeOf(call.Partner)),
                    ("maxCreates", 100),
                    ("remainingCreates", 100),
                    ("eTag", Ids.Derived(call.Partner.TenantId, "codes"))
                )
            )
        );

    private static string CodeOf(SimulatedPartner partner) => partner.MpnId;
}

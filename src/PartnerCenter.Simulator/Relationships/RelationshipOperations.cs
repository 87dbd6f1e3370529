using System.Text.Json.Nodes;
using PartnerCenter.Simulator.Errors;
using PartnerCenter.Simulator.Surface;

namespace PartnerCenter.Simulator.Relationships;

/// <summary>Partners among themselves and with customers: C §10, §11.</summary>
internal static class RelationshipOperations
{
    internal static IEnumerable<BoundOperation> All { get; } =
    [
        new("relationships.list", "GET", "/v1/relationships", TokenRule.AppAndUser, List),
        new(
            "relationships.ofCustomer",
            "GET",
            "/v1/customers/{customerId}/relationships",
            TokenRule.AppAndUser,
            OfCustomer
        )
        {
            Customer = CustomerRule.Read,
        },
        new("relationships.mpaStatus", "GET", "/v1/compliance/csp/agreementstatus", TokenRule.AppAndUser, MpaStatus),
        new(
            "relationships.validateResellers",
            "POST",
            "/v1/partners/validateresellers",
            TokenRule.Both,
            ValidateResellers
        ),
        new(
            "relationships.request",
            "GET",
            "/v1/customers/relationshiprequests",
            TokenRule.AppAndUser,
            RelationshipRequest
        ),
        new("profiles.mpn", "GET", "/v1/profiles/mpn", TokenRule.Both, MpnProfile),
    ];

    private static Answer List(OperationCall call)
    {
        var type =
            call.Query("relationship_type")
            ?? throw new Refusal(VendorErrors.BadInput, "The query parameter relationship_type is required.");
        var name = call.Query("filter") is { } filter ? Seek.ReadFilter(filter)["Value"].Filled : null;
        var items = type.ToLowerInvariant() switch
        {
            "isindirectcloudsolutionproviderof" => call
                .Partner.Resellers.Where(r => r.Active)
                .Select(r => Item(r.TenantId, r.Name, r.MpnId, r.Country, "is_indirect_cloud_solution_provider_of")),
            "isindirectresellerof" => call
                .World.Partners.All.Where(p => p.Resellers.Any(r => r.Active && r.TenantId == call.Partner.TenantId))
                .Select(p => Item(p.TenantId, p.Name, p.MpnId, p.Country, "is_indirect_reseller_of")),
            _ => throw new Refusal(VendorErrors.EnumNotParseable, $"The relationship type '{type}' is not known."),
        };
        return Answer.Ok(
            Json.Collection(
                items.Where(i =>
                    name is null || i["name"]!.GetValue<string>().Contains(name, StringComparison.OrdinalIgnoreCase)
                ),
                call.Self
            )
        );
    }

    private static Answer OfCustomer(OperationCall call)
    {
        var items = call
            .Relationship.Resellers.Select(id =>
                call.Partner.Resellers.FirstOrDefault(r => r.TenantId.Equals(id, StringComparison.OrdinalIgnoreCase))
            )
            .OfType<SimulatedReseller>()
            .Select(r =>
                (JsonNode)
                    Json.Of(
                        ("id", r.TenantId),
                        ("name", r.Name),
                        ("relationshipType", "is_indirect_cloud_solution_provider_of"),
                        ("mpnId", r.MpnId),
                        ("attributes", Json.Attributes("PartnerRelationship"))
                    )
            );
        return Answer.Ok(Json.Collection(items, call.Self));
    }

    private static JsonObject Item(string id, string name, string mpnId, string country, string type) =>
        Json.Of(
            ("id", id),
            ("name", name),
            ("relationshipType", type),
            ("state", "Active"),
            ("mpnId", mpnId),
            ("location", country),
            ("attributes", Json.Attributes("PartnerRelationship"))
        );

    /// <summary>
    /// Every row of C §10.4. Empty values count as absent: the vendor's own SDK sends both names, one empty.
    /// </summary>
    private static Answer MpaStatus(OperationCall call)
    {
        if (call.Partner.Cloud == SimulatedCloud.China)
            throw new Refusal(VendorErrors.EnumNotSupported);
        var (mpn, tenant) = (call.Query("mpnId"), call.Query("tenantId"));
        if (mpn is null && tenant is null)
            throw new Refusal(VendorErrors.NeitherIdGiven);
        if (mpn is not null && tenant is not null)
            throw new Refusal(VendorErrors.BothIdsGiven);
        if ((mpn is not null && !mpn.All(char.IsAsciiDigit)) || (tenant is not null && !Guid.TryParse(tenant, out _)))
            throw new Refusal(VendorErrors.IdMalformed);
        if (
            string.Equals(tenant, call.Partner.TenantId, StringComparison.OrdinalIgnoreCase)
            || mpn == call.Partner.MpnId
        )
            return Answer.Ok(Json.Of(("isAgreementSigned", call.Partner.MpaSigned)));

        var reseller = call.Partner.Resellers.FirstOrDefault(r =>
            r.MpnId == mpn || r.TenantId.Equals(tenant, StringComparison.OrdinalIgnoreCase)
        );
        if (reseller is null)
            throw Failed(mpn is not null ? VendorErrors.MpnIdInvalid : VendorErrors.MpaNoAccount);
        return reseller.Mpa switch
        {
            ResellerMpa.Accepted => Answer.Ok(Json.Of(("isAgreementSigned", true))),
            ResellerMpa.UnsignedFalse => Answer.Ok(Json.Of(("isAgreementSigned", false))),
            ResellerMpa.NotSignedInRegion or ResellerMpa.NotSigned when call.Partner.MpaUnsignedAsFalse => Answer.Ok(
                Json.Of(("isAgreementSigned", false))
            ),
            ResellerMpa.NotSignedInRegion => throw Failed(VendorErrors.MpaNotSignedInRegion),
            ResellerMpa.NotSigned => throw Failed(VendorErrors.MpaNotSigned),
            ResellerMpa.RegionMismatch => throw Failed(VendorErrors.MpaRegionMismatch),
            ResellerMpa.NoEnrollment => throw Failed(VendorErrors.MpaNoEnrollment),
            ResellerMpa.UnknownMpnId => throw Failed(VendorErrors.MpnIdInvalid),
            _ => throw Failed(VendorErrors.MpaNoAccount),
        };
    }

    /// <summary>Judges each id as partner on record: C §10.5.</summary>
    private static Answer ValidateResellers(OperationCall call)
    {
        call.Body.MustBeObject();
        var ids = call.Body["partnerIds"].Items.Select(id => id.Text).ToList();
        if (ids.Count == 0 || ids.Any(id => string.IsNullOrWhiteSpace(id)))
            throw new Refusal(VendorErrors.BadInput, "partnerIds must be a list of ids as strings.");
        return Answer.Ok(
            Json.Of(
                (
                    "validationResults",
                    Json.Array(
                        ids.Select(id =>
                        {
                            var problem = OnRecordProblem(call, id!);
                            return (JsonNode)
                                Json.Of(
                                    ("partnerId", id),
                                    ("isValidPartnerIdOnRecord", problem is null),
                                    ("errorCode", problem?.Code),
                                    ("errorDescription", problem?.Description)
                                );
                        })
                    )
                )
            )
        );
    }

    private static VendorError? OnRecordProblem(OperationCall call, string mpnId) =>
        call.Partner.Resellers.FirstOrDefault(r => r.MpnId == mpnId) switch
        {
            null => mpnId == call.Partner.MpnId ? VendorErrors.OwnPartnerIdOnRecord : VendorErrors.PartnerIdNotReseller,
            { Active: false } => VendorErrors.PlaIdNotActive,
            { Authorized: false } => VendorErrors.ResellerNotAuthorized,
            _ => null,
        };

    private static Refusal Failed(VendorError error) =>
        new(
            error,
            data: error.Code == VendorErrors.MpaNoAccount.Code
                ? []
                : ["https://learn.microsoft.com/partner-center/microsoft-partner-agreement"]
        );

    private static Answer RelationshipRequest(OperationCall call)
    {
        if (call.Partner.IsSandbox || call.Partner.Cloud == SimulatedCloud.UsGovernment)
            throw new Refusal(VendorErrors.EnumNotSupported, "Relationship requests do not exist in this environment.");
        return Answer.Ok(
            Json.Of(
                (
                    "url",
                    $"https://admin.microsoft.com/Adminportal/Home?invType=ResellerRelationship&partnerId={call.Partner.TenantId}&msppId=0&DAP=false#/BillingAccounts/partner-invitation"
                ),
                ("attributes", Json.Attributes("RelationshipRequest"))
            )
        );
    }

    private static Answer MpnProfile(OperationCall call)
    {
        var id = call.Query("mpnId") ?? call.Partner.MpnId;
        var name =
            call.World.Partners.All.FirstOrDefault(p => p.MpnId == id)?.Name
            ?? call.World.Partners.All.SelectMany(p => p.Resellers).FirstOrDefault(r => r.MpnId == id)?.Name
            ?? throw new Refusal(VendorErrors.NotFound, $"The MPN id {id} is not known.");
        return Answer.Ok(
            Json.Of(
                ("mpnId", id),
                ("partnerName", name),
                ("profileType", "MpnProfile"),
                ("links", Json.Links("/profiles/mpn")),
                ("attributes", Json.Attributes("MpnProfile"))
            )
        );
    }
}

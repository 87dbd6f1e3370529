using PartnerCenter.Simulator.Errors;
using PartnerCenter.Simulator.State;
using PartnerCenter.Simulator.Surface;

namespace PartnerCenter.Simulator.Relationships;

/// <summary>Indirect resellers of the sandbox: C §23.</summary>
internal static class SandboxResellerOperations
{
    private const int Most = 5;

    internal static IEnumerable<BoundOperation> All { get; } =
    [
        new("sandboxResellers.create", "POST", "/v1/sandboxIndirectReseller", TokenRule.AppAndUser, Create),
        new(
            "sandboxResellers.delete",
            "DELETE",
            "/v1/sandboxIndirectReseller/{resellerId}",
            TokenRule.AppAndUser,
            Delete
        ),
    ];

    private static Answer Create(OperationCall call)
    {
        RequireSandboxProvider(call);
        var body = call.Body;
        body.MustBeObject();
        var mpnId = body["mpnId"].Required;
        var tenant = body["tenant"];
        var domain = tenant["domainPrefix"].Required.ToLowerInvariant() + ".onmicrosoft.com";
        var name = tenant["displayName"].Filled ?? tenant["name"].Required;
        var admin = tenant["adminUserName"].Required;
        if (call.Partner.Resellers.Count(r => r.Sandbox) >= Most)
            throw new Refusal(VendorErrors.SandboxResellerCreateNotAllowed);
        if (call.World.Domains.Find(domain) is not null || call.Partner.Resellers.Any(r => r.MpnId == mpnId))
            throw new Refusal(VendorErrors.SandboxResellerConflict);
        var reseller = new SimulatedReseller(Ids.New(), mpnId, name)
        {
            Country = (tenant["country"].Filled ?? call.Partner.Country).ToUpperInvariant(),
            Sandbox = true,
        };
        call.World.Partners.Put(call.Partner with { Resellers = [.. call.Partner.Resellers, reseller] });
        call.World.Domains.Put(new Customers.TakenDomain(domain, reseller.TenantId));
        call.Effect("sandboxReseller", reseller.TenantId);
        return Answer.Created(
            Json.Of(
                ("accountId", Ids.Derived(reseller.TenantId, "account")),
                ("mpnId", mpnId),
                (
                    "tenant",
                    Json.Of(
                        ("id", reseller.TenantId),
                        ("adminUserAccount", $"{admin}@{domain}"),
                        ("password", "Sb!" + Ids.New()[..8])
                    )
                ),
                (
                    "agreementSignature",
                    Json.Of(("agreementType", "MicrosoftPartnerAgreement"), ("signedDate", Json.Utc(call.Now)))
                ),
                (
                    "partnerRelationship",
                    Json.Of(
                        ("id", reseller.TenantId),
                        ("name", name),
                        ("relationshipType", "is_indirect_cloud_solution_provider_of"),
                        ("state", "Active"),
                        ("mpnId", mpnId)
                    )
                )
            )
        );
    }

    private static Answer Delete(OperationCall call)
    {
        RequireSandboxProvider(call);
        var id = call.Route("resellerId");
        var reseller =
            call.Partner.Resellers.FirstOrDefault(r =>
                r.Sandbox && r.TenantId.Equals(id, StringComparison.OrdinalIgnoreCase)
            ) ?? throw new Refusal(VendorErrors.NotFound, "The reseller is not known.");
        if (
            call
                .World.RelationshipsByPartner[call.Partner.TenantId]
                .Any(r => r.IsActive && r.Resellers.Contains(reseller.TenantId))
        )
            throw new Refusal(VendorErrors.SandboxResellerDeleteNotAllowed, "The reseller still has customers.");
        call.World.Partners.Put(
            call.Partner with
            {
                Resellers = [.. call.Partner.Resellers.Where(r => r != reseller)],
            }
        );
        foreach (var domain in call.World.Domains.All.Where(d => d.CustomerId == reseller.TenantId).ToList())
            call.World.Domains.Remove(domain.Name);
        call.Effect("sandboxResellerDeleted", reseller.TenantId);
        return Answer.NoContent;
    }

    private static void RequireSandboxProvider(OperationCall call)
    {
        if (!call.Partner.IsSandbox || !call.Partner.IsProvider)
            throw new Refusal(VendorErrors.NotSandboxProvider);
    }
}

using System.Text.Json.Nodes;
using PartnerCenter.Simulator.Errors;
using PartnerCenter.Simulator.State;
using PartnerCenter.Simulator.Surface;

namespace PartnerCenter.Simulator.Relationships;

/// <summary>The operations of Microsoft Graph that C §12 needs.</summary>
internal static class GranularOperations
{
    internal const string Path = "/v1.0/tenantRelationships/delegatedAdminRelationships";

    internal static IEnumerable<BoundOperation> All { get; } =
    [
        new("gdap.create", "POST", Path, TokenRule.Both, Create),
        new("gdap.list", "GET", Path, TokenRule.Both, List),
        new("gdap.get", "GET", Path + "/{relationshipId}", TokenRule.Both, call => Answer.Ok(Shape(call, Find(call)))),
        new("gdap.delete", "DELETE", Path + "/{relationshipId}", TokenRule.Both, Delete),
        new("gdap.request", "POST", Path + "/{relationshipId}/requests", TokenRule.Both, Request),
        new("gdap.assign", "POST", Path + "/{relationshipId}/accessAssignments", TokenRule.Both, Assign),
        new("gdap.assignments", "GET", Path + "/{relationshipId}/accessAssignments", TokenRule.Both, Assignments),
    ];

    private static Answer Create(OperationCall call)
    {
        var body = call.Body;
        body.MustBeObject();
        var duration = body["duration"].Required;
        if (
            StateJson.ParseIso(duration) is not { } length
            || length <= TimeSpan.Zero
            || length > TimeSpan.FromDays(731)
        )
            throw new Refusal(VendorErrors.BadInput, "duration must be an ISO 8601 duration of up to two years.");
        var relationship = new GranularRelationship
        {
            Id = $"{Ids.New()}-{Ids.New()}",
            Partner = call.Partner.TenantId,
            DisplayName = body["displayName"].Required,
            Duration = duration,
            AutoExtendDuration = body["autoExtendDuration"].Filled,
            CustomerId = body["customer"]["tenantId"].Filled,
            Status = "created",
            Roles = [.. body["accessDetails"]["unifiedRoles"].Items.Select(r => r["roleDefinitionId"].Required)],
            CreatedAt = call.Now,
            Etag = Ids.NewEtag(),
        };
        if (relationship.Roles.Count == 0)
            throw new Refusal(VendorErrors.BadInput, "accessDetails.unifiedRoles must name a role.");
        call.World.GranularRelationships.Put(relationship);
        call.Effect("gdap", relationship.Id, relationship.CustomerId);
        return Answer.Created(Shape(call, relationship)) with { Headers = [("Location", $"{Path}/{relationship.Id}")] };
    }

    private static Answer List(OperationCall call) =>
        Answer.Ok(
            Json.Of(
                (
                    "value",
                    Json.Array(
                        call.World.GranularRelationships.All.Where(g => g.Partner == call.Partner.TenantId)
                            .Select(g => (JsonNode)Shape(call, g))
                    )
                )
            )
        );

    private static Answer Delete(OperationCall call)
    {
        var found = Find(call);
        if (found.Status != "created")
            throw new Refusal(
                VendorErrors.BadInput,
                "Only a relationship that is still created can be deleted; terminate it."
            );
        call.World.GranularRelationships.Remove(found.Id);
        return Answer.NoContent;
    }

    private static Answer Request(OperationCall call)
    {
        var found = Find(call);
        var action = call.Body["action"].Required;
        var next = (action.ToLowerInvariant(), found.StatusAt(call.Now)) switch
        {
            ("lockforapproval", "created") => "approvalPending",
            ("terminate", "active") => "terminated",
            ("lockforapproval" or "terminate", var status) => throw new Refusal(
                VendorErrors.BadInput,
                $"The action {action} is not possible while the relationship is {status}."
            ),
            _ => throw new Refusal(VendorErrors.BadInput, $"The action '{action}' is not known."),
        };
        call.World.GranularRelationships.Put(found with { Status = next, Etag = Ids.NewEtag() });
        if (next == "terminated")
            call.Core.Outbox.Enqueue(
                call.Partner.TenantId,
                "granular-admin-relationship-terminated",
                "GranularAdminRelationship",
                $"{Path}/{found.Id}"
            );
        return Answer.Created(
            Json.Of(
                ("id", Ids.New()),
                ("action", action),
                ("status", "created"),
                ("createdDateTime", Json.Utc(call.Now))
            )
        );
    }

    private static Answer Assign(OperationCall call)
    {
        var found = Find(call);
        if (found.StatusAt(call.Now) != "active")
            throw new Refusal(VendorErrors.BadInput, "The relationship is not active.");
        var roles = call.Body["accessDetails"]["unifiedRoles"]
            .Items.Select(r => r["roleDefinitionId"].Required)
            .ToList();
        if (roles.Count == 0 || roles.Except(found.Roles).Any())
            throw new Refusal(VendorErrors.BadInput, "The roles must be some of the relationship's.");
        var assignment = new GranularAssignment(
            Ids.New(),
            call.Body["accessContainer"]["accessContainerId"].Required,
            roles,
            call.Now
        );
        call.World.GranularRelationships.Put(
            found with
            {
                Assignments = [.. found.Assignments, assignment],
                Etag = Ids.NewEtag(),
            }
        );
        call.Core.Outbox.Enqueue(
            call.Partner.TenantId,
            "granular-admin-access-assignment-created",
            "GranularAdminAccessAssignment",
            $"{Path}/{found.Id}/accessAssignments/{assignment.Id}"
        );
        return Answer.Created(Shape(call, assignment));
    }

    private static Answer Assignments(OperationCall call) =>
        Answer.Ok(Json.Of(("value", Json.Array(Find(call).Assignments.Select(a => (JsonNode)Shape(call, a))))));

    private static GranularRelationship Find(OperationCall call) =>
        call.World.GranularRelationships.Find(call.Route("relationshipId")) is { } found
        && found.Partner == call.Partner.TenantId
            ? found
            : throw new Refusal(VendorErrors.NotFound);

    private static JsonObject Shape(OperationCall call, GranularRelationship g) =>
        Json.Of(
            ("@odata.etag", $"W/\"{g.Etag}\""),
            ("id", g.Id),
            ("displayName", g.DisplayName),
            ("duration", g.Duration),
            ("autoExtendDuration", g.AutoExtendDuration),
            ("customer", g.CustomerId is null ? null : Json.Of(("tenantId", g.CustomerId))),
            ("status", g.StatusAt(call.Now)),
            ("accessDetails", Roles(g.Roles)),
            ("createdDateTime", Json.Utc(g.CreatedAt)),
            ("activatedDateTime", Json.Utc(g.ActivatedAt))
        );

    private static JsonObject Shape(OperationCall call, GranularAssignment a) =>
        Json.Of(
            ("id", a.Id),
            ("status", a.At < call.Now ? "active" : "pending"),
            (
                "accessContainer",
                Json.Of(("accessContainerId", a.SecurityGroup), ("accessContainerType", "securityGroup"))
            ),
            ("accessDetails", Roles(a.Roles)),
            ("createdDateTime", Json.Utc(a.At))
        );

    private static JsonObject Roles(IEnumerable<string> roles) =>
        Json.Of(("unifiedRoles", Json.Array(roles.Select(r => (JsonNode)Json.Of(("roleDefinitionId", r))))));
}

using PartnerCenter.Simulator.Customers;
using PartnerCenter.Simulator.State;
using PartnerCenter.Simulator.Surface;

namespace PartnerCenter.Simulator.Relationships;

/// <summary>A granular delegated admin relationship (C §12).</summary>
internal sealed record GranularRelationship : Document
{
    public required string Id { get; init; }
    public required string Partner { get; init; }
    public required string DisplayName { get; init; }
    public required string Duration { get; init; }
    public string? AutoExtendDuration { get; init; }
    public string? CustomerId { get; init; }
    public required string Status { get; init; }
    public IReadOnlyList<string> Roles { get; init; } = [];
    public IReadOnlyList<GranularAssignment> Assignments { get; init; } = [];
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? ActivatedAt { get; init; }
    public required string Etag { get; init; }

    internal override string Key => Id;

    internal string StatusAt(DateTimeOffset now) =>
        Status == "active" && ActivatedAt is { } at && now >= at + System.Xml.XmlConvert.ToTimeSpan(Duration)
            ? "expired"
            : Status;

    internal static bool IsGranted(World world, string partner, string customer, DateTimeOffset now) =>
        world.GranularRelationships.All.Any(g =>
            g.Partner == partner
            && string.Equals(g.CustomerId, customer, StringComparison.OrdinalIgnoreCase)
            && g.StatusAt(now) == "active"
            && g.Assignments.Count > 0
        );

    /// <summary>
    /// Makes the relationship of <c>enableGDAPByDefault</c>: active, with the partner's agents in it.
    /// </summary>
    internal static void GrantByDefault(OperationCall call, CustomerTenant customer)
    {
        var relationship = new GranularRelationship
        {
            Id = $"{Ids.New()}-{Ids.New()}",
            Partner = call.Partner.TenantId,
            DisplayName = "Default_" + customer.Domain,
            Duration = "P730D",
            CustomerId = customer.Id,
            Status = "active",
            Roles = ["88d8e3e3-8f55-4a1e-953a-9b9898b8876b"],
            Assignments =
            [
                new GranularAssignment(Ids.New(), "AdminAgents", ["88d8e3e3-8f55-4a1e-953a-9b9898b8876b"], call.Now),
            ],
            CreatedAt = call.Now,
            ActivatedAt = call.Now,
            Etag = Ids.NewEtag(),
        };
        call.World.GranularRelationships.Put(relationship);
        call.Effect("gdap", relationship.Id, customer.Id);
    }
}

internal sealed record GranularAssignment(
    string Id,
    string SecurityGroup,
    IReadOnlyList<string> Roles,
    DateTimeOffset At
);

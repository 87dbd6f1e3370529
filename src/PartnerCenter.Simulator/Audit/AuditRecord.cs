using System.Text.Json;
using PartnerCenter.Simulator.Customers;
using PartnerCenter.Simulator.State;
using PartnerCenter.Simulator.Surface;

namespace PartnerCenter.Simulator.Audit;

/// <summary>The vendor's audit record of an effect (C §22); found again by the correlation id of the call.</summary>
internal sealed record AuditRecord : Document
{
    public required string Id { get; init; }
    public required string Partner { get; init; }
    public required string CustomerId { get; init; }
    public required string CustomerName { get; init; }
    public string? UserPrincipalName { get; init; }
    public required string ApplicationId { get; init; }
    public required string ResourceType { get; init; }
    public required string ResourceNewValue { get; init; }
    public required string OperationType { get; init; }
    public required string CorrelationId { get; init; }
    public required DateTimeOffset At { get; init; }
    public required DateTimeOffset VisibleFrom { get; init; }
    public IReadOnlyList<AuditDetail> Details { get; init; } = [];

    internal override string Key => Id;
}

internal sealed record AuditDetail(string Key, string Value);

internal static class AuditTrail
{
    /// <summary>Makes the record of an act of the customer itself, which no call of the partner caused.</summary>
    internal static AuditRecord Accepted(
        World world,
        SimulatedPartner partner,
        CustomerTenant customer,
        DateTimeOffset now
    )
    {
        var record = new AuditRecord
        {
            Id = Ids.New(),
            Partner = partner.TenantId,
            CustomerId = customer.Id,
            CustomerName = customer.CompanyName,
            ApplicationId = "",
            ResourceType = "customer",
            ResourceNewValue = "{}",
            OperationType = "add_partner_customer_relationship",
            CorrelationId = Ids.New(),
            At = now,
            VisibleFrom = now,
        };
        world.Audit.Put(record);
        return record;
    }

    /// <summary>Details spell words of enumerations otherwise than bodies do: <c>OneTime</c>, <c>Active</c>.</summary>
    internal static string Word(string snakeCase) =>
        string.Concat(
            snakeCase
                .Split('_', StringSplitOptions.RemoveEmptyEntries)
                .Select(part => char.ToUpperInvariant(part[0]) + part[1..])
        );

    internal static void Write(
        OperationCall call,
        string operation,
        string resource,
        CustomerTenant customer,
        IReadOnlyList<(string Key, string Value)> details
    ) =>
        call.World.Audit.Put(
            new AuditRecord
            {
                Id = Ids.New(),
                Partner = call.Partner.TenantId,
                CustomerId = customer.Id,
                CustomerName = customer.CompanyName,
                UserPrincipalName = call.Token.UserName,
                ApplicationId = call.Token.ApplicationId,
                ResourceType = resource,
                ResourceNewValue = JsonSerializer.Serialize(
                    details.DistinctBy(d => d.Key).ToDictionary(d => d.Key, d => d.Value)
                ),
                OperationType = operation,
                CorrelationId = call.CorrelationId,
                At = call.Now,
                VisibleFrom = call.Now + call.Partner.AuditLag,
                Details = [.. details.Select(d => new AuditDetail(d.Key, d.Value))],
            }
        );
}

using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using PartnerCenter.Simulator.Control;
using PartnerCenter.Simulator.Customers;
using PartnerCenter.Simulator.Errors;
using PartnerCenter.Simulator.Relationships;
using PartnerCenter.Simulator.State;
using PartnerCenter.Simulator.Tokens;

namespace PartnerCenter.Simulator.Surface;

/// <summary>
/// One call on its way through an operation: who calls, what with, and the world it acts on. Used inside the world's
/// gate only.
/// </summary>
internal sealed class OperationCall
{
    private SimulatedPartner? _partner;
    private AccessToken? _token;
    private CustomerTenant? _customer;
    private CustomerRelationship? _relationship;

    internal required SimulatorCore Core { get; init; }
    internal required BoundOperation Operation { get; init; }
    internal required HttpRequest Request { get; init; }
    internal required byte[] RawBody { get; init; }
    internal required RequestBody Body { get; init; }
    internal required string RequestId { get; init; }
    internal required string CorrelationId { get; init; }
    internal required string Locale { get; init; }
    internal required DateTimeOffset Now { get; init; }

    internal World World => Core.World;

    /// <summary>The caller. Only operations with a token have one.</summary>
    [AllowNull]
    internal SimulatedPartner Partner
    {
        get => _partner ?? throw new InvalidOperationException($"{Operation.Name} has no token, so no partner.");
        set => _partner = value;
    }

    [AllowNull]
    internal AccessToken Token
    {
        get => _token ?? throw new InvalidOperationException($"{Operation.Name} has no token.");
        set => _token = value;
    }

    /// <summary>The customer of the route, already checked to be the caller's.</summary>
    internal CustomerTenant Customer =>
        _customer ?? throw new InvalidOperationException($"{Operation.Name} has no customer.");
    internal CustomerRelationship Relationship =>
        _relationship ?? throw new InvalidOperationException($"{Operation.Name} has no customer.");
    internal bool HasPartner => _partner is not null;

    /// <summary>
    /// A problem line shaped by the fault table for this call (C §24.5): errors of lines, groups and orders.
    /// </summary>
    internal Faults.ScriptedOutcomes Scripted { get; set; } = Faults.ScriptedOutcomes.None;

    internal string Route(string name) => Request.RouteValues[name]?.ToString() ?? "";

    internal string? Query(string name) =>
        Request.Query.TryGetValue(name, out StringValues values) && !StringValues.IsNullOrEmpty(values)
            ? values[0]
            : null;

    internal int? QueryInt(string name) =>
        Query(name) is not { } text ? null
        : int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number
        : throw new Refusal(VendorErrors.BadInput, $"The query parameter {name} must be a whole number.");

    /// <summary>The address of this answer as links tell it: relative, without <c>/v1</c>.</summary>
    internal string Self
    {
        get
        {
            var path = Request.Path.Value ?? "/";
            return (path.StartsWith("/v1/", StringComparison.OrdinalIgnoreCase) ? path[3..] : path)
                + Request.QueryString;
        }
    }

    /// <summary>The same address with some query parameters set: what a link to another page is.</summary>
    internal string SelfWith(params ReadOnlySpan<(string Name, string Value)> parameters)
    {
        var query = Request.Query.ToDictionary(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in parameters)
            query[name] = value;
        return QueryHelpers.AddQueryString(Self.Split('?')[0], query);
    }

    internal void Admit(CustomerTenant customer, CustomerRelationship relationship) =>
        (_customer, _relationship) = (customer, relationship);

    /// <summary>Gets a value that says whether a dated rule holds for the caller.</summary>
    internal bool Holds(Calendar.DatedRule rule) => Core.Calendar.Holds(rule, Partner);

    /// <summary>Writes an effect into the ledger, under the id the caller gave this call.</summary>
    internal void Effect(string kind, string id, string? customerId = null) =>
        World.Effects.Put(
            new Effect
            {
                Number = World.Effects.Count + 1,
                Kind = kind,
                ObjectId = id,
                CustomerId = customerId,
                Operation = Operation.Name,
                Partner = Partner.TenantId,
                RequestId = RequestId,
                CorrelationId = CorrelationId,
                At = Now,
            }
        );
}

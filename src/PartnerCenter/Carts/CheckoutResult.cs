using System.Text.Json;
using System.Text.Json.Serialization;
using PartnerCenter.Orders;

namespace PartnerCenter.Carts;

/// <summary>
/// The result of a checkout: one order per group, and the groups that failed. Both at once is normal. Source: C §17.4.
/// </summary>
public sealed record CheckoutResult
{
    public IReadOnlyList<Order> Orders
    {
        get;
        init => field = value ?? [];
    } = [];

    [JsonPropertyName("orderErrors")]
    public IReadOnlyList<OrderError> Errors
    {
        get;
        init => field = value ?? [];
    } = [];

    /// <summary>Members that the service sends and this record does not declare.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; init; }
}

/// <summary>The reason for which one group was not ordered; codes as in C §4.2.</summary>
public sealed record OrderError(string? OrderGroupId, string? Code, string? Description)
{
    /// <summary>Members that the service sends and this record does not declare.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; init; }
}

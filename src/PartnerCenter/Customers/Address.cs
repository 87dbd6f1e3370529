using System.Text.Json;
using System.Text.Json.Serialization;

namespace PartnerCenter.Customers;

/// <summary>
/// A postal address with its contact. City, state and postal code follow the country's rules (C §6). Source: C §5.1.
/// </summary>
public sealed record Address
{
    /// <summary>ISO 3166-1 alpha-2.</summary>
    public string? Country { get; init; }

    /// <summary>1 to 200 characters.</summary>
    public string? AddressLine1 { get; init; }

    public string? AddressLine2 { get; init; }

    public string? AddressLine3 { get; init; }

    public string? City { get; init; }

    /// <summary>A code of the country's list where it has one.</summary>
    public string? State { get; init; }

    public string? PostalCode { get; init; }

    public string? Region { get; init; }

    /// <summary>1 to 50 characters; required in a billing address.</summary>
    public string? FirstName { get; init; }

    public string? MiddleName { get; init; }

    /// <summary>1 to 50 characters; required in a billing address.</summary>
    public string? LastName { get; init; }

    /// <summary>Matches the country's pattern; mandatory in the countries of C §5.1.</summary>
    public string? PhoneNumber { get; init; }

    /// <summary>Members that the service sends and this record does not declare; a PUT sends them back.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; init; }
}

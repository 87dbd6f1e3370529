using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using PartnerCenter.Wire;

namespace PartnerCenter.Agreements;

/// <summary>Kinds of agreement. Source: C §9.1.</summary>
[PascalCaseOnWire]
public enum AgreementType
{
    Unknown,
    MicrosoftCustomerAgreement,
    MicrosoftCloudAgreement,
}

/// <summary>A template as the metadata list shows it. Read at run time; ids change. Source: C §9.1.</summary>
public sealed record AgreementTemplate
{
    public required string TemplateId { get; init; }

    public AgreementType AgreementType { get; init; }

    public string? AgreementLink { get; init; }

    public int? VersionRank { get; init; }

    /// <summary>Members that the service sends and this record does not declare.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; init; }
}

/// <summary>
/// The addresses of a template's text. Both links expire after five minutes: never store them. Source: C §9.2.
/// </summary>
public sealed record AgreementDocument
{
    public string? DisplayUri { get; init; }

    public string? DownloadUri { get; init; }

    /// <summary>The language that was delivered; it may differ from the language that was requested.</summary>
    public string? Language { get; init; }

    public string? Country { get; init; }

    /// <summary>Members that the service sends and this record does not declare.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; init; }
}

/// <summary>The person in the customer's organisation who accepted. Source: C §9.3.</summary>
public sealed record AgreementContact(string? FirstName, string? LastName, string? Email, string? PhoneNumber = null)
{
    /// <summary>Members that the service sends and this record does not declare.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; init; }
}

/// <summary>A recorded acceptance. Source: C §9.4.</summary>
public sealed record Agreement
{
    public string? UserId { get; init; }

    public AgreementContact? PrimaryContact { get; init; }

    public string? TemplateId { get; init; }

    public DateTimeOffset? DateAgreed { get; init; }

    public AgreementType Type { get; init; }

    public string? AgreementLink { get; init; }

    /// <summary>Members that the service sends and this record does not declare.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; init; }
}

/// <summary>An acceptance to be recorded. Source: C §9.3.</summary>
public sealed record NewAgreement
{
    /// <summary>First name, last name and e-mail are required.</summary>
    public required AgreementContact PrimaryContact { get; init; }

    /// <summary>Taken from the metadata, which is read just before.</summary>
    public required string TemplateId { get; init; }

    /// <summary>Must not be in the future.</summary>
    public required DateTimeOffset DateAgreed { get; init; }

    public AgreementType Type { get; init; } = AgreementType.MicrosoftCustomerAgreement;

    /// <summary>
    /// Members beyond the documented ones, by their names on the wire: how an attestation is named. Source: C §9.6,
    /// C §25 row 2.
    /// </summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, string>? FurtherMembers { get; init; }

    internal JsonObject ToWire() =>
        FurtherMembers.AddTo(JsonSerializer.SerializeToNode(this, PartnerCenterJson.Options)!.AsObject());
}

/// <summary>The result of recording an acceptance.</summary>
public abstract record AgreementConfirmation
{
    private AgreementConfirmation() { }

    /// <summary>The acceptance is recorded now.</summary>
    public sealed record Confirmed(Agreement Agreement) : AgreementConfirmation;

    /// <summary>The same was recorded before (600061): nothing is left to do.</summary>
    public sealed record AlreadyConfirmed : AgreementConfirmation;
}

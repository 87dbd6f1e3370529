using System.Text.Json;
using System.Text.Json.Serialization;

namespace PartnerCenter.Orders;

/// <summary>A file attached to an order. Source: C §18.5.</summary>
public sealed record Attachment
{
    public string? AttachmentId { get; init; }

    public string? FileName { get; init; }

    [JsonPropertyName("sizeInKB")]
    public decimal? SizeInKilobytes { get; init; }

    public string? AttachmentType { get; init; }

    /// <summary>Members that the service sends and this record does not declare.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; init; }
}

/// <summary>
/// The customer's purchase order for an order in <see cref="OrderStatus.PendingPoUpload"/>. Source: C §18.5.
/// </summary>
public sealed record PurchaseOrderEvidence
{
    /// <summary>The price that the customer pays, in <see cref="Currency"/>.</summary>
    public required decimal CustomerPrice { get; init; }

    /// <summary>ISO 4217.</summary>
    public required string Currency { get; init; }

    public decimal? FxRate { get; init; }

    public bool IsPartOfTender { get; init; }

    public string? TenderLink { get; init; }

    /// <summary>The files of the purchase order; at least one (900252).</summary>
    public required IReadOnlyList<EvidenceFile> PurchaseOrders { get; init; }

    /// <summary>Required when part of a tender (900253).</summary>
    public IReadOnlyList<EvidenceFile> TenderFiles { get; init; } = [];

    internal HttpContent ToWire()
    {
        var form = new MultipartFormDataContent();
        form.Add(
            new StringContent(
                System.Text.Json.JsonSerializer.Serialize(
                    new
                    {
                        isPartofTender = IsPartOfTender,
                        customerPrice = CustomerPrice,
                        currency = Currency,
                        fxRate = FxRate,
                        tenderLink = TenderLink,
                    },
                    Wire.PartnerCenterJson.Options
                )
            ),
            "metadata"
        );
        foreach (var file in PurchaseOrders)
            form.Add(new ByteArrayContent(file.Content.ToArray()), "pofiles", file.Name);
        foreach (var file in TenderFiles)
            form.Add(new ByteArrayContent(file.Content.ToArray()), "tenderfiles", file.Name);
        return form;
    }
}

/// <summary>A file by its name and content.</summary>
public sealed record EvidenceFile(string Name, ReadOnlyMemory<byte> Content);

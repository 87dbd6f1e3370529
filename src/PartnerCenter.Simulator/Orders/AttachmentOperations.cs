using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using PartnerCenter.Simulator.Errors;
using PartnerCenter.Simulator.State;
using PartnerCenter.Simulator.Surface;

namespace PartnerCenter.Simulator.Orders;

/// <summary>Evidence for orders that wait for a purchase order: C §18.5.</summary>
internal static class AttachmentOperations
{
    private const string Path = "/v1/customers/{customerId}/orders/{orderId}";

    internal static IEnumerable<BoundOperation> All { get; } =
    [
        new("orders.attach", "POST", Path + "/attachment", TokenRule.Both, Attach) { Customer = CustomerRule.Commerce },
        new("orders.attachments", "GET", Path + "/attachments", TokenRule.Both, List)
        {
            Customer = CustomerRule.Commerce,
        },
        new("orders.attachment", "GET", Path + "/attachment/{attachmentId}", TokenRule.Both, Download)
        {
            Customer = CustomerRule.Commerce,
        },
    ];

    private static Answer Attach(OperationCall call)
    {
        var order = OrderOperations.Find(call);
        if (OrderLifecycle.StatusAt(order, call.Now) is not ("pending_po_upload" or "po_review_rejected"))
            throw new Refusal(VendorErrors.InvalidRequest, "The order does not wait for a purchase order.");
        var (metadata, files) = Read(call);
        if (metadata["customerPrice"].Filled is null || metadata["currency"].Filled is null)
            throw new Refusal(VendorErrors.PriceMetadataMissing);
        if (files.TrueForAll(f => f.Kind != "purchaseOrder"))
            throw new Refusal(VendorErrors.PurchaseOrderMissing);
        if (
            metadata["isPartofTender"].Bool is true
            && metadata["tenderLink"].Filled is null
            && files.TrueForAll(f => f.Kind != "tender")
        )
            throw new Refusal(VendorErrors.TenderEvidenceMissing);

        var kept = files.ConvertAll(f => new OrderAttachment
        {
            Id = Ids.New(),
            OrderId = order.Id,
            FileName = f.Name,
            Kind = f.Kind,
            Content = f.Content,
        });
        foreach (var attachment in kept)
            call.World.Attachments.Put(attachment);
        call.World.Orders.Put(
            order with
            {
                Outcome = "po_upload_complete",
                AttachmentIds = [.. order.AttachmentIds, .. kept.Select(k => k.Id)],
            }
        );
        call.Effect("attachment", order.Id, order.CustomerId);
        return Answer.Created(Json.Collection(kept.Select(k => (JsonNode)Shape(k)), call.Self));
    }

    private static Answer List(OperationCall call) =>
        Answer.Ok(
            Json.Collection(
                OrderOperations
                    .Find(call)
                    .AttachmentIds.Select(id => (JsonNode)Shape(call.World.Attachments.Find(id)!)),
                call.Self
            )
        );

    private static Answer Download(OperationCall call)
    {
        var order = OrderOperations.Find(call);
        var found = call.World.Attachments.Find(call.Route("attachmentId"));
        return found is not null && order.AttachmentIds.Contains(found.Id)
            ? new Answer(200) { Content = (found.Content, "application/octet-stream") }
            : throw new Refusal(VendorErrors.NotFound);
    }

    private static JsonObject Shape(OrderAttachment attachment) =>
        Json.Of(
            ("attachmentId", attachment.Id),
            ("fileName", attachment.FileName),
            ("sizeInKB", Math.Max(1, attachment.Content.Length / 1024)),
            ("attachmentType", attachment.Kind)
        );

    private static (RequestBody Metadata, List<(string Name, string Kind, byte[] Content)> Files) Read(
        OperationCall call
    )
    {
        if (
            !MediaTypeHeaderValue.TryParse(call.Request.ContentType, out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary) is not { HasValue: true } boundary
        )
            throw new Refusal(VendorErrors.BadInput, "The body must be multipart/form-data.");
        var metadata = RequestBody.Empty;
        var files = new List<(string, string, byte[])>();
        try
        {
            var reader = new MultipartReader(boundary.ToString(), new MemoryStream(call.RawBody));
            // The body is in memory, so nothing is waited for.
            while (reader.ReadNextSectionAsync().GetAwaiter().GetResult() is { } section)
            {
                if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition))
                    continue;
                using var content = new MemoryStream();
                section.Body.CopyTo(content);
                switch (HeaderUtilities.RemoveQuotes(disposition.Name).ToString().ToLowerInvariant())
                {
                    case "metadata":
                        metadata = new RequestBody(JsonText.Parse(content.ToArray()), "metadata");
                        break;
                    case var part and ("pofiles" or "tenderfiles"):
                        files.Add(
                            (
                                HeaderUtilities.RemoveQuotes(disposition.FileName).ToString(),
                                part == "pofiles" ? "purchaseOrder" : "tender",
                                content.ToArray()
                            )
                        );
                        break;
                }
            }
        }
        catch (Exception malformed) when (malformed is IOException or InvalidDataException or JsonException)
        {
            throw new Refusal(VendorErrors.BadInput, "The body is not valid multipart/form-data.");
        }
        return (metadata, files);
    }
}

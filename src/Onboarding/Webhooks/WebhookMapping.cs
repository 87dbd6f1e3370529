using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Onboarding.Batches;

namespace Onboarding.Webhooks;

/// <summary>Makes the JSON of a request out of another body, by JSON pointers.</summary>
internal static class WebhookMapping
{
    private const int MostItems = 100;

    /// <summary>The request as JSON; whether it is one is for the reader to say.</summary>
    /// <exception cref="JsonException">The body is no JSON.</exception>
    public static JsonNode? Apply(WebhookSource source, string messageId, string body)
    {
        var root = JsonNode.Parse(body, documentOptions: new() { MaxDepth = 32, AllowDuplicateProperties = false });
        if (source.Map.Count == 0)
            return root;
        var request = new JsonObject();
        var lines = new JsonArray();
        var ofLines = source
            .Map.Where(entry =>
                entry.Key.StartsWith($"{BatchColumns.Subscriptions}.", StringComparison.OrdinalIgnoreCase)
            )
            .ToList();
        foreach (var (member, from) in source.Map.Except(ofLines))
            Put(request, Column(member), MapExpression.Value(root, from, source));
        // A list that is not there is another kind of message: nothing is made of half of it.
        var items = source.Items is { } pointer
            ? JsonPointer.Find(root, pointer) ?? throw new JsonException("There is no list of subscriptions.")
            : new JsonArray(root?.DeepClone());
        // One more than there may be, so that the request is refused for it and nothing is left out unseen.
        foreach (var item in (items as JsonArray)?.Take(MostItems + 1) ?? [])
        {
            if (source.Items is not null && item is not JsonObject)
            {
                lines.Add(item?.DeepClone());
                continue;
            }

            var line = new JsonObject();
            foreach (var (member, from) in ofLines)
            {
                if (Typed(Column(member), MapExpression.Value(item, from, source)) is { } value)
                    line[Column(member).Path[1]] = value;
            }

            if (line.Count > 0 || source.Items is not null)
                lines.Add(line);
        }

        if (items is not JsonArray)
            request["subscriptions"] = items.DeepClone();
        else if (lines.Count > 0)
            request["subscriptions"] = lines;
        if (!request.ContainsKey("reference"))
            request["reference"] = messageId;
        // A domain alone tells nothing: a shop's field of that name is often the company's web site. Without its kind
        // the request is refused.
        if (
            request["customer"] is JsonObject customer
            && !customer.ContainsKey("kind")
            && (customer.ContainsKey("tenantId") || !customer.ContainsKey("domain"))
        )
            customer["kind"] = customer.ContainsKey("tenantId") ? "existing" : "new";
        return request;
    }

    private static BatchColumn Column(string member) =>
        BatchColumns.All.First(column => column.Name.Equals(member, StringComparison.OrdinalIgnoreCase));

    private static void Put(JsonObject request, BatchColumn column, JsonNode? value)
    {
        if (Typed(column, value) is not { } typed)
            return;
        if (column.Name is BatchColumns.NotifyWebhook or BatchColumns.NotifyEmail)
        {
            if (request["notify"] is not JsonArray notify)
                request["notify"] = notify = [];
            notify.Add(
                column.Name == BatchColumns.NotifyWebhook
                    ? new JsonObject { ["kind"] = "webhook", ["url"] = typed }
                    : new JsonObject { ["kind"] = "email", ["address"] = typed }
            );
            return;
        }

        var section = request;
        foreach (var step in column.Path[..^1])
        {
            if (section[step] is not JsonObject inner)
                section[step] = inner = [];
            section = inner;
        }

        section[column.Path[^1]] = typed;
    }

    // Senders write numbers as text and texts as numbers; anything else is left to the request's own rules.
    private static JsonNode? Typed(BatchColumn column, JsonNode? value) =>
        value is not JsonValue scalar
            ? value?.DeepClone()
            : (column.Kind, scalar.GetValueKind()) switch
            {
                (CellKind.Whole, JsonValueKind.String)
                    when int.TryParse(
                        scalar.GetValue<string>(),
                        NumberStyles.AllowLeadingSign,
                        CultureInfo.InvariantCulture,
                        out var number
                    ) => number,
                (CellKind.Flag, JsonValueKind.String) when bool.TryParse(scalar.GetValue<string>(), out var flag) =>
                    flag,
                (CellKind.Text or CellKind.Code or CellKind.Sku or CellKind.Date, JsonValueKind.Number) =>
                    scalar.ToJsonString(),
                _ => scalar.DeepClone(),
            };
}

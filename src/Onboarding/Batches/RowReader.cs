using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Onboarding.Messages;
using Onboarding.Reference;
using Onboarding.Requests;
using Onboarding.Validation;

namespace Onboarding.Batches;

/// <summary>Makes a request of a row, the same as if it had come by itself.</summary>
internal sealed class RowReader(RequestReader reader)
{
    /// <summary>
    /// A domain alone does not tell whether the customer's tenant is to be made or to be asked, and who is asked by
    /// mistake cannot be told so afterwards.
    /// </summary>
    public static Message DomainNeedsKind =>
        $"A domain does not tell whether the customer is new: expected domainPrefix for a new customer, or "
        + $"kind=existing for one that has a tenant.";

    public RequestReading Read(Batch batch, BatchRow row)
    {
        var findings = new List<Finding>();
        foreach (var line in row.Lines.Where(line => line.ParseError is not null))
            findings.Add(Error(ErrorCodes.RowUnreadable, "", line.ParseError!));
        if (findings.Count > 0)
            return new RequestReading.NotUnderstood(findings);
        if (batch.Format == BatchFormat.Ndjson)
        {
            // The same line twice is the same request twice, which does no harm; two requests under one reference
            // cannot both be meant.
            return row.Lines.All(line =>
                line.Cells[0].AsSpan().Trim().SequenceEqual(row.Lines[0].Cells[0].AsSpan().Trim())
            )
                ? reader.Read(Encoding.UTF8.GetBytes(row.Lines[0].Cells[0]))
                : new RequestReading.NotUnderstood([
                    Error(
                        ErrorCodes.RowContradiction,
                        "/reference",
                        $"{Rows(row)} have the same reference and are not the same request."
                    ),
                ]);
        }

        var request = Compose(BatchColumns.Place(batch.Columns, out _), row, findings);
        if (findings.Any(finding => finding.Code is not ErrorCodes.RowCellChanged))
            return new RequestReading.NotUnderstood(findings);
        var reading = reader.Read(Encoding.UTF8.GetBytes(request.ToJsonString()));
        // What is said of a member that could not be understood would be an echo.
        if (findings.Any(finding => finding.Severity == FindingSeverity.Error))
            return new RequestReading.NotUnderstood([
                .. findings,
                .. reading is RequestReading.NotUnderstood others
                    ? others.Findings.Where(other => findings.All(finding => finding.Path != other.Path))
                    : [],
            ]);
        return reading switch
        {
            RequestReading.NotUnderstood others => new RequestReading.NotUnderstood([.. findings, .. others.Findings]),
            RequestReading.Understood understood => understood with { Warnings = findings },
            _ => reading,
        };
    }

    // Null: it cannot be understood.
    private static string? Understood(BatchColumn column, string cell, string path, List<Finding> findings)
    {
        var reading = SpreadsheetCell.Read(column.Kind, cell);
        if (reading.Change is { } change)
            Report(
                findings,
                new(
                    ErrorCodes.RowCellChanged,
                    path,
                    reading.Text is null ? FindingSeverity.Error : FindingSeverity.Warning,
                    change,
                    reading.Suggestion
                )
            );
        return reading.Text;
    }

    // Rows of one reference say the same several times.
    private static void Report(List<Finding> findings, Finding finding)
    {
        if (!findings.Contains(finding))
            findings.Add(finding);
    }

    // A postal code that is a number loses its zero. Codes that begin with two zeros are rare, and one digit too few is
    // a mistake more often than two zeros.
    private static void RestorePostalCode(JsonObject request, List<Finding> findings)
    {
        if (
            request["customer"]?["address"] is not JsonObject address
            || address["postalCode"]?.GetValue<string>() is not { } code
            || CountryTable.Find(address["country"]?.GetValue<string>().ToUpperInvariant()) is not { } country
            || !code.All(char.IsAsciiDigit)
            || PostalCodes.Normal(code, country) is not null
            || PostalCodes.Normal($"0{code}", country) is not { } restored
        )
            return;
        address["postalCode"] = restored;
        findings.Add(
            new(
                ErrorCodes.RowCellChanged,
                "/customer/address/postalCode",
                FindingSeverity.Warning,
                $"A spreadsheet program has taken the zero in front away.",
                restored
            )
        );
    }

    private static JsonObject Compose(IReadOnlyList<PlacedColumn?> columns, BatchRow row, List<Finding> findings)
    {
        var request = new JsonObject();
        var values = new Dictionary<BatchColumn, string>();
        var subscriptions = new JsonArray();
        foreach (var line in row.Lines)
        {
            var groups = new SortedDictionary<int, JsonObject>();
            for (var at = 0; at < Math.Min(columns.Count, line.Cells.Count); at++)
            {
                if (columns[at] is not { } placed || Text(line.Cells[at]) is not { Length: > 0 } cell)
                    continue;
                if (placed.Column.Repeats && !groups.ContainsKey(placed.Group))
                    groups[placed.Group] = [];
                // Groups that stand in front are there already when a row has its cells in order.
                var index = subscriptions.Count + groups.Keys.Count(group => group < placed.Group);
                var path = placed.Column.Repeats
                    ? $"/{BatchColumns.Subscriptions}/{index}/{placed.Column.Path[1]}"
                    : $"/{string.Join('/', placed.Column.Path)}";
                if (Understood(placed.Column, cell, path, findings) is not { } text)
                    continue;
                if (placed.Column.Repeats)
                {
                    groups[placed.Group][placed.Column.Path[1]] = Value(placed.Column, text);
                }
                else if (!values.TryGetValue(placed.Column, out var before))
                {
                    values[placed.Column] = text;
                }
                else if (before != text)
                {
                    findings.Add(
                        Error(
                            ErrorCodes.RowContradiction,
                            $"/{string.Join('/', placed.Column.Path)}",
                            $"{Rows(row)} have the same reference, so they are one request, and differ in "
                                + $"{placed.Column.Name}. It may be filled in once or the same in all."
                        )
                    );
                }
            }

            foreach (var group in groups.Values)
                subscriptions.Add(group);
        }

        foreach (var (column, text) in values)
            Put(request, column, text);
        RestorePostalCode(request, findings);
        if (subscriptions.Count > 0)
            request["subscriptions"] = subscriptions;
        if (request["customer"] is JsonObject customer && !customer.ContainsKey("kind"))
        {
            if (customer.ContainsKey("domain") && !customer.ContainsKey("tenantId"))
                findings.Add(Error(ErrorCodes.FieldRequired, "/customer/kind", DomainNeedsKind));
            else
                customer["kind"] = customer.ContainsKey("tenantId") ? "existing" : "new";
        }

        return request;
    }

    private static void Put(JsonObject request, BatchColumn column, string text)
    {
        if (column.Name is BatchColumns.NotifyWebhook or BatchColumns.NotifyEmail)
        {
            if (request["notify"] is not JsonArray notify)
                request["notify"] = notify = [];
            notify.Add(
                column.Name == BatchColumns.NotifyWebhook
                    ? new JsonObject { ["kind"] = "webhook", ["url"] = text }
                    : new JsonObject { ["kind"] = "email", ["address"] = text }
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

        section[column.Path[^1]] = Value(column, text);
    }

    // A value of another type stays a text, and the rules of the request report it.
    private static JsonNode Value(BatchColumn column, string text) =>
        column.Kind switch
        {
            CellKind.Whole
                when int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) =>
                number,
            CellKind.Flag
                when text.Equals("true", StringComparison.OrdinalIgnoreCase)
                    || text.Equals("yes", StringComparison.OrdinalIgnoreCase) => true,
            CellKind.Flag
                when text.Equals("false", StringComparison.OrdinalIgnoreCase)
                    || text.Equals("no", StringComparison.OrdinalIgnoreCase) => false,
            CellKind.Texts => new JsonArray([
                .. text.Split([' ', ',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                    .Select(part => JsonValue.Create(part)),
            ]),
            _ => text,
        };

    private static string Text(string cell) => SpreadsheetText.Unguard(cell.Trim());

    private static Message Rows(BatchRow row)
    {
        var numbers = string.Join(
            ", ",
            row.Lines.Take(5).Select(line => line.Number.ToString(CultureInfo.InvariantCulture))
        );
        return row.Lines.Count > 5 ? (Message)$"Rows {numbers}, …" : $"Rows {numbers}";
    }

    private static Finding Error(string code, string path, Message message) =>
        new(code, path, FindingSeverity.Error, message);
}

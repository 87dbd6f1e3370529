using System.Globalization;
using System.Text;

namespace Scenarios;

/// <summary>Files of many requests that are in order; tests change what they are about.</summary>
public static class BatchFiles
{
    public const string Header =
        "reference,partner,customer.companyName,customer.domainPrefix,customer.address.line1,customer.address.city,customer.address.state,customer.address.postalCode,customer.address.country,"
        + "customer.culture,customer.language,contact.firstName,contact.lastName,contact.email,contact.phone,agreement.mode,agreement.acceptedOn,agreement.acceptedBy.firstName,agreement.acceptedBy.lastName,"
        + "agreement.acceptedBy.email,subscriptions.product,subscriptions.sku,subscriptions.quantity,subscriptions.term,subscriptions.billing";

    /// <summary>A row in order, for a customer of its own.</summary>
    /// <param name="number">What tells it from others.</param>
    /// <param name="change">Cells that are to be others, by their headings.</param>
    public static string Row(int number, params (string Heading, string Cell)[] change)
    {
        string[] cells =
        [
            $"LIST-{number:0000}",
            "direct",
            $"Northwind Traders {number + 100} GmbH",
            $"northwind{number}",
            $"\"Konrad-Zuse-Str. {number}, Hof\"",
            "Unterschleissheim",
            "BY",
            "85716",
            "DE",
            "de-DE",
            "de",
            "Gena",
            "Soto",
            "gena@northwind.example",
            "+49 89 31760",
            "attestation",
            "2026-11-20",
            "Gena",
            "Soto",
            "gena@northwind.example",
            "CFQ7TTC0LH18",
            "0001",
            (number % 200 + 1).ToString(CultureInfo.InvariantCulture),
            "P1Y",
            "monthly",
        ];
        var headings = Header.Split(',').ToList();
        foreach (var (heading, cell) in change)
            cells[headings.IndexOf(heading)] = cell;
        return string.Join(',', cells);
    }

    public static string Csv(params IEnumerable<string> rows) => $"{Header}\n{string.Join('\n', rows)}\n";

    public static string Csv(int rows) => Csv(Enumerable.Range(1, rows).Select(number => Row(number)));

    public static Stream Stream(string text) => new MemoryStream(Encoding.UTF8.GetBytes(text));
}

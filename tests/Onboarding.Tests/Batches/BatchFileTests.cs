using System.Text;
using CsvHelper;
using FsCheck;
using FsCheck.Xunit;
using Onboarding.Batches;

namespace Onboarding.Tests.Batches;

public sealed class BatchFileTests
{
    [Theory]
    [InlineData("customer.companyName", "customer.companyName", 0)]
    [InlineData(" Company_Name ", "customer.companyName", 0)]
    [InlineData("line2", "customer.address.line2", 0)]
    [InlineData("AGREEMENT ACCEPTED ON", "agreement.acceptedOn", 0)]
    [InlineData("quantity", "subscriptions.quantity", 1)]
    [InlineData("product3", "subscriptions.product", 3)]
    [InlineData("subscriptions[2].sku", "subscriptions.sku", 2)]
    [InlineData("subscription name", "subscriptions.name", 1)]
    [InlineData("email", "contact.email", 0)]
    [InlineData("outcome", null, 0)]
    [InlineData("", null, 0)]
    public void Place_OfAHeading_IsTheMemberItNames(string heading, string? column, int group)
    {
        var placed = Assert.Single(BatchColumns.Place([heading], out _));

        Assert.Equal(column, placed?.Column.Name);
        Assert.Equal(group, placed?.Group ?? 0);
    }

    [Fact]
    public void Place_OfRepeatedHeadings_IsOneSubscriptionAfterTheOther()
    {
        var placed = BatchColumns.Place(["product", "sku", "product", "sku"], out var twice);

        Assert.Equal([1, 1, 2, 2], placed.Select(column => column!.Group));
        Assert.Null(twice);
        BatchColumns.Place(["reference", "product", "REFERENCE"], out twice);
        Assert.Equal("REFERENCE", twice);
    }

    [Property]
    public void Guard_OfAnyText_IsNoFormulaAndIsTakenAwayAgain(NonNull<string> text)
    {
        foreach (var cell in new[] { text.Get, "=" + text.Get, "'+" + text.Get, " @" + text.Get, "\t" + text.Get })
        {
            var guarded = SpreadsheetText.Guard(cell);
            Assert.Equal(cell, SpreadsheetText.Unguard(guarded));
            Assert.DoesNotContain(guarded.TrimStart(' ').FirstOrDefault('x'), "=+-@\t\r\n");
        }
    }

    [Theory]
    [InlineData(" \r")]
    [InlineData("\uFEFF=1+1")]
    [InlineData("\u200B=1+1")]
    [InlineData("\u202E=1+1")]
    [InlineData("\u2066 \u00AD+1")]
    [InlineData("\uFF1D1+1")]
    [InlineData("\u2212 1")]
    [InlineData("\uFE66A1")]
    [InlineData("\u0000@SUM(A1)")]
    public void Guard_OfAFormulaBehindWhatIsNotSeen_IsText(string cell)
    {
        Assert.StartsWith("'", SpreadsheetText.Guard(cell), StringComparison.Ordinal);
        Assert.Equal(cell, SpreadsheetText.Unguard(SpreadsheetText.Guard(cell)));
    }

    [Theory]
    [InlineData("plain text", "plain text")]
    [InlineData("", "")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("a;b", "\"a;b\"")]
    [InlineData("a\tb", "\"a\tb\"")]
    [InlineData("a|b", "\"a|b\"")]
    [InlineData("a\"b", "\"a\"\"b\"")]
    [InlineData("a\nb", "\"a\nb\"")]
    [InlineData("'=1+1", "\"'=1+1\"")]
    [InlineData("=1+1", "\"=1+1\"")]
    [InlineData(" a", "\" a\"")]
    public void Row_OfACell_IsInQuotesWhereAnyProgramCouldTakeItApart(string cell, string written) =>
        Assert.Equal($"{written}\r\n", CsvText.Row([cell], ','));

    [Property]
    public async Task Read_OfRowsThatWereWritten_GivesTheSameCells(NonNull<string>[] texts, bool isSemicolon)
    {
        var cells = texts
            .Select(text => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.Get)))
            .Where(text => !string.IsNullOrWhiteSpace(text))
            .ToArray();
        var separator = isSemicolon ? ';' : ',';
        var text = string.Concat(
            cells
                .Select(cell => CsvText.Row(["r", cell], separator))
                .Prepend(CsvText.Row(["reference", "text"], separator))
        );

        Assert.Equal(cells, (await All(new CsvLines(Stream(text)))).Select(line => line.Cells[1]));
    }

    [Theory]
    [InlineData("a;b\n1;\"x;y\"\n", ";", "x;y")]
    [InlineData("a\tb\n1\tx\n", "\t", "x")]
    [InlineData("\uFEFFa,b\r\n1,\"x\r\ny\"\r\n", ",", "x\r\ny")]
    public async Task Read_OfSpreadsheets_TakesTheSeparatorOfTheHeader(string text, string separator, string cell)
    {
        var lines = new CsvLines(Stream(text));

        var line = Assert.Single(await All(lines));

        Assert.Equal((separator, "a"), (lines.Delimiter, lines.Columns[0]));
        Assert.Equal(["1", cell], line.Cells);
        Assert.Null(line.ParseError);
    }

    [Property]
    public async Task Read_OfWhatWasWritten_GivesTheSameCells(NonNull<string>[] texts)
    {
        // A lone half of a surrogate pair has no UTF-8; blank rows are left out.
        var cells = texts
            .Select(text => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.Get)))
            .Where(text => !string.IsNullOrWhiteSpace(text))
            .ToArray();
        using var file = new MemoryStream();
        using (var writer = CsvWriter.Create(file, new CsvWriterOptions(), leaveOpen: true))
        {
            writer.WriteRecord(["reference", "text"]);
            foreach (var cell in cells)
                writer.WriteRecord(["r", cell]);
        }

        file.Position = 0;
        var lines = await All(new CsvLines(file));

        Assert.Equal(cells, lines.Select(line => line.Cells[1]));
        Assert.All(lines, line => Assert.Null(line.ParseError));
    }

    [Fact]
    public async Task Read_OfAQuoteThatIsNeverClosed_DoesNotSwallowAHugeFile()
    {
        var text = new StringBuilder("reference,text\nr,\"x\n");
        for (var n = 0; n < 20_000; n++)
            text.Append("r,a text of some length that goes on and on\n");

        var wrong = await Assert.ThrowsAsync<BatchUnreadableException>(() =>
            All(new CsvLines(Stream(text.ToString())))
        );

        Assert.Equal(ErrorCodes.BatchMalformed, wrong.Code);
        Assert.Contains("Row 1", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_OfJsonLines_TakesEachOnItsOwn()
    {
        var text =
            $"{{\"reference\":\"a\"}}\r\n\n  \n{new string('x', 300_000)}\n{{\"contact\":{{}},\"reference\":\"b\"}}";

        var lines = new List<BatchLine>();
        await foreach (var line in NdjsonLines.Read(Stream(text), default))
            lines.Add(line);

        Assert.Equal([1, 2, 3], lines.Select(line => line.Number));
        Assert.Equal([false, true, false], lines.Select(line => line.ParseError is not null));
        Assert.Equal(["a", "", "b"], lines.Select(line => NdjsonLines.ReferenceOf(line.Cells[0])));
    }

    private static MemoryStream Stream(string text) => new MemoryStream(Encoding.UTF8.GetBytes(text));

    private static async Task<List<BatchLine>> All(CsvLines lines)
    {
        var all = new List<BatchLine>();
        await foreach (var line in lines.Read(default))
            all.Add(line);
        return all;
    }
}

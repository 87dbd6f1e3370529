using System.Text;
using Onboarding.Batches;
using Onboarding.Requests;

namespace Onboarding.Tests.Batches;

/// <summary>Tests for cells that spreadsheet programs have changed.</summary>
public sealed class SpreadsheetTests
{
    [Theory]
    [InlineData("0001")]
    [InlineData("01067")]
    [InlineData("492000000000")]
    [InlineData("2026-11-20")]
    [InlineData("20.11.2026")]
    [InlineData("11/20/2026")]
    [InlineData("1/2")]
    [InlineData("12-14")]
    [InlineData("1.5")]
    [InlineData("1,000")]
    [InlineData("50%")]
    [InlineData("5 €")]
    [InlineData("$5")]
    [InlineData("1E5")]
    [InlineData("12:30")]
    [InlineData("3 PM")]
    [InlineData("MAR-1")]
    [InlineData("1 Mar")]
    [InlineData("5. Mai 2026")]
    [InlineData("SEPT2")]
    [InlineData("True")]
    [InlineData("１２３")]
    [InlineData("2026年11月20日")]
    [InlineData(" 007")]
    [InlineData("+49 89 31760")]
    public void Guard_OfWhatASpreadsheetChanges_IsTextAndIsTakenAwayAgain(string cell)
    {
        Assert.Equal($"'{cell}", SpreadsheetText.Guard(cell));
        Assert.Equal(cell, SpreadsheetText.Unguard($"'{cell}"));
        Assert.Equal(cell, SpreadsheetText.Unguard(SpreadsheetText.Unguard($"''{cell}")));
    }

    [Theory]
    [InlineData("25")]
    [InlineData("0")]
    [InlineData("85716")]
    [InlineData("CFQ7TTC0LH18")]
    [InlineData("P1Y")]
    [InlineData("LIST-0001")]
    [InlineData("Konrad-Zuse-Str. 1")]
    [InlineData("Mars 2 Go GmbH")]
    [InlineData("March")]
    [InlineData("3M")]
    [InlineData("SW1A 1AA")]
    [InlineData("484e548c-f5f3-4528-93a9-c16c6373cb59")]
    [InlineData("")]
    public void Guard_OfWhatComesBackAsItWas_LeavesIt(string cell) => Assert.Equal(cell, SpreadsheetText.Guard(cell));

    [Theory]
    [InlineData("2026-11-20 00:00:00")]
    [InlineData("2026/11/20")]
    [InlineData("2026. 11. 20.")]
    [InlineData("20.11.2026")]
    [InlineData("20.11.2026 00:00")]
    [InlineData("11/20/2026")]
    [InlineData("11/20/2026 12:00:00 AM")]
    [InlineData("20-11-2026")]
    [InlineData("20-Nov-2026")]
    [InlineData("20. November 2026")]
    [InlineData("20 de noviembre de 2026")]
    [InlineData("November 20, 2026")]
    [InlineData("2026年11月20日")]
    public void Read_OfADateInAnotherForm_IsMendedAndSaysSo(string cell)
    {
        var reading = SpreadsheetCell.Read(CellKind.Date, cell);

        Assert.Equal(("2026-11-20", "2026-11-20"), (reading.Text, reading.Suggestion));
        Assert.NotNull(reading.Change);
    }

    [Theory]
    [InlineData("11/12/2026", "2026-12-11 or 2026-11-12")]
    [InlineData("11-12-2026", "2026-12-11 or 2026-11-12")]
    [InlineData("20.11.26", "2026-11-20 or 2020-11-26")]
    [InlineData("20-Nov-26", "2026-11-20")]
    [InlineData("46346", "2026-11-20")]
    public void Read_OfADateThatCanMeanSeveralDays_IsRefusedWithAllOfThem(string cell, string suggestion)
    {
        var reading = SpreadsheetCell.Read(CellKind.Date, cell);

        Assert.Equal((null, suggestion), (reading.Text, reading.Suggestion));
    }

    [Theory]
    [InlineData("2026-11-20")]
    [InlineData("11/11/2026x")]
    [InlineData("31.02.2026")]
    [InlineData("tomorrow")]
    public void Read_OfADateInOrderOrOfNone_IsLeftToTheRulesOfARequest(string cell) =>
        Assert.Equal(new CellReading(cell), SpreadsheetCell.Read(CellKind.Date, cell));

    [Theory]
    [InlineData(CellKind.Sku, "1", "0001")]
    [InlineData(CellKind.Sku, "\u201C0001\u201D", "0001")]
    [InlineData(CellKind.Sku, "\u20181\u2019", "0001")]
    [InlineData(CellKind.Code, "\u201ECFQ7TTC0LH18\u201C", "CFQ7TTC0LH18")]
    [InlineData(CellKind.Code, "de\u2013DE", "de-DE")]
    [InlineData(CellKind.Whole, "25.0", "25")]
    [InlineData(CellKind.Whole, "25,00", "25")]
    [InlineData(CellKind.Flag, "WAHR", "true")]
    [InlineData(CellKind.Flag, "faux", "false")]
    internal void Read_OfAChangedCode_IsMendedAndSaysSo(CellKind kind, string cell, string mended)
    {
        var reading = SpreadsheetCell.Read(kind, cell);

        Assert.Equal(mended, reading.Text);
        Assert.NotNull(reading.Change);
    }

    [Theory]
    [InlineData("4.92E+11")]
    [InlineData("4,92E+11")]
    [InlineData("1e+15")]
    public void Read_OfANumberInShort_IsRefusedInEveryColumn(string cell) =>
        Assert.All(Enum.GetValues<CellKind>(), kind => Assert.Null(SpreadsheetCell.Read(kind, cell).Text));

    [Theory]
    [InlineData(CellKind.Text, "1E10 Ventures")]
    [InlineData(CellKind.Text, "“Nordlicht” GmbH")]
    [InlineData(CellKind.Whole, "1,000")]
    [InlineData(CellKind.Sku, "000M")]
    [InlineData(CellKind.Flag, "maybe")]
    internal void Read_OfACellThatIsAsItWasWritten_LeavesIt(CellKind kind, string cell) =>
        Assert.Equal(new CellReading(cell), SpreadsheetCell.Read(kind, cell));

    [Theory]
    [InlineData("BÃ¤ckerei MÃ¼ller", "Bäckerei Müller")]
    [InlineData("MÃ¼nchen", "München")]
    [InlineData("WrocÅ‚aw", "Wrocław")]
    [InlineData("ÐœÐ¾Ñ\u0081ÐºÐ²Ð°", "Москва")]
    [InlineData("Oâ€™Brien", "O’Brien")]
    [InlineData("æ\u009d±äº¬", "東京")]
    [InlineData("B√§ckerei", "Bäckerei")]
    [InlineData("B├ñckerei", "Bäckerei")]
    public void Repair_OfTextInAnotherEncoding_GivesWhatWasMeant(string garbled, string meant) =>
        Assert.Equal(meant, GarbledText.Repair(garbled));

    [Theory]
    [InlineData("Bäckerei Müller")]
    [InlineData("Größe")]
    [InlineData("SÃO PAULO")]
    [InlineData("CAFÉ’S")]
    [InlineData("IRMÃOS CÂMARA")]
    [InlineData("Ærø Ål")]
    [InlineData("Đặng Thị Hạnh")]
    [InlineData("ÜBER–LAND")]
    [InlineData("Jõääär")]
    [InlineData("東京")]
    [InlineData("Москва")]
    [InlineData("Société « Été »")]
    [InlineData("Ångström™")]
    public void Repair_OfTextInOrder_IsNothing(string text) => Assert.Null(GarbledText.Repair(text));

    [Theory]
    [InlineData("email", "contact.email")]
    [InlineData("E-Mail", "contact.email")]
    [InlineData("phone", "contact.phone")]
    [InlineData("firstName", "contact.firstName")]
    [InlineData("Last Name", "contact.lastName")]
    [InlineData("company", "customer.companyName")]
    [InlineData("Company Name", "customer.companyName")]
    [InlineData("seats", "subscriptions.quantity")]
    [InlineData("sku", "subscriptions.sku")]
    [InlineData("SKU Id", "subscriptions.sku")]
    [InlineData("ZIP", "customer.address.postalCode")]
    [InlineData("PLZ", "customer.address.postalCode")]
    [InlineData("Street", "customer.address.line1")]
    [InlineData("order id", "reference")]
    [InlineData("seats2", "subscriptions.quantity")]
    public void Place_OfAHeadingOfAnotherProgram_IsTheColumnThatIsMeant(string heading, string column) =>
        Assert.Equal(column, Assert.Single(BatchColumns.Place([heading], out _))?.Column.Name);

    [Fact]
    public void Place_OfTwoHeadingsOfOneColumn_TakesTheColumnsOwnName()
    {
        var placed = BatchColumns.Place(["email", "contact.email", "seats", "quantity", "zip", "plz"], out var twice);

        Assert.Null(twice);
        Assert.Equal(
            [null, "contact.email", null, "subscriptions.quantity", "customer.address.postalCode", null],
            placed.Select(column => column?.Column.Name)
        );
    }

    [Theory]
    [InlineData("emial", "contact.email")]
    [InlineData("referense", "reference")]
    [InlineData("compnay name", "customer.companyName")]
    [InlineData("quantty", "subscriptions.quantity")]
    [InlineData("name", "customer.companyName")]
    [InlineData("colour", null)]
    [InlineData("notes", null)]
    [InlineData("x", null)]
    public void Meant_OfAHeadingThatIsNearlyRight_IsTheColumn(string heading, string? column) =>
        Assert.Equal(column, NearHeadings.Meant(BatchColumns.Letters(heading)));

    [Theory]
    [InlineData("sep=;\r\na;b\r\n1;x,y\r\n", ";", "x,y")]
    [InlineData("\uFEFFsep=,\na,b\n1,x;y\n", ",", "x;y")]
    [InlineData("\"sep=\t\"\r\na\tb\r\n1\tx\r\n", "\t", "x")]
    public async Task Read_OfAFileWithALineOfItsSeparator_TakesIt(string text, string separator, string cell)
    {
        var lines = new CsvLines(new MemoryStream(Encoding.UTF8.GetBytes(text)));
        var all = new List<BatchLine>();
        await foreach (var line in lines.Read(default))
            all.Add(line);

        Assert.Equal((separator, "a"), (lines.Delimiter, lines.Columns[0]));
        Assert.Equal(["1", cell], Assert.Single(all).Cells);
    }
}

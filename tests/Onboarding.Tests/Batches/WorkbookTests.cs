using System.IO.Compression;
using System.Text;
using FsCheck;
using FsCheck.Xunit;
using Onboarding.Batches;
using SpreadCheetah;
using SpreadCheetah.Styling;

namespace Onboarding.Tests.Batches;

/// <summary>Workbooks (.xlsx) as people and programs make them, and as somebody makes them who means harm.</summary>
public sealed class WorkbookTests
{
    private const string Namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    [Property(MaxTest = 50)]
    public async Task Read_OfWhatWasWritten_GivesTheSameCells(NonNull<string>[] texts)
    {
        string[] cells =
        [
            .. texts.Select(text => Clean(text.Get)).Where(text => text.Trim().Length > 0),
            "0001",
            "'0001",
            "=1+1",
            "'=1+1",
            "2026-11-20",
            "4920000000000",
            "True",
        ];
        using var file = new MemoryStream();
        await WorkbookFile.Write(
            Table([
                ["reference", "text"],
                .. cells.Select(cell => (string[])["r", cell]),
            ]),
            file,
            default
        );

        var lines = await All(new WorkbookLines(file));

        Assert.Equal(cells, lines.Select(line => SpreadsheetText.Unguard(line.Cells[1])));
        Assert.All(lines, line => Assert.Null(line.ParseError));
    }

    [Fact]
    public async Task Read_OfTypedCells_GivesThemAsTheyAreMeant()
    {
        using var file = new MemoryStream();
        await using (var workbook = await Spreadsheet.CreateNewAsync(file))
        {
            await workbook.StartWorksheetAsync("One");
            var day = workbook.AddStyle(new Style { Format = NumberFormat.Standard(StandardNumberFormat.ShortDate) });
            await workbook.AddRowAsync(Row("reference", "acceptedOn", "quantity", "attestationAccepted", "phone", ""));
            await workbook.AddRowAsync([]);
            await workbook.AddRowAsync([
                new StyledCell("A", null),
                new StyledCell(new DateTime(2026, 11, 20), day),
                new StyledCell(25, null),
                new StyledCell(true, null),
                new StyledCell(4989317600, null),
                new StyledCell("", null),
            ]);
            await workbook.AddRowAsync([new StyledCell(new DateTime(2026, 12, 14), day)]);
            await workbook.AddRowAsync(Row("C", "", "", "", "", "", "surplus"));
            await workbook.AddRowAsync([new StyledCell(492000000000123456, null)]);
            await workbook.StartWorksheetAsync("Two");
            await workbook.AddRowAsync(Row("not read"));
            await workbook.FinishAsync();
        }

        var table = new WorkbookLines(file);
        var lines = await All(table);

        Assert.Equal(["reference", "acceptedOn", "quantity", "attestationAccepted", "phone"], table.Columns);
        Assert.Equal(["A", "2026-11-20", "25", "TRUE", "4989317600"], lines[0].Cells);
        Assert.Contains(
            "date or time of the cell under 'reference'",
            lines[1].ParseError?.ToString(),
            StringComparison.Ordinal
        );
        Assert.Contains("beside the columns", lines[2].ParseError?.ToString(), StringComparison.Ordinal);
        Assert.Null(SpreadsheetCell.Read(CellKind.Text, lines[3].Cells[0]).Text);
        Assert.Equal([1, 2, 3, 4], lines.Select(line => line.Number));
    }

    [Fact]
    public async Task Read_OfASmallFileThatGrowsWithoutEnd_IsRefused()
    {
        using var file = Workbook(sheet =>
        {
            sheet.Write($"<worksheet xmlns=\"{Namespace}\"><sheetData>");
            var row = string.Concat(
                Enumerable.Repeat("<row><c t=\"inlineStr\"><is><t>reference</t></is></c></row>", 20_000)
            );
            for (var n = 0; n < 600; n++)
                sheet.Write(row);
            sheet.Write("</sheetData></worksheet>");
        });
        Assert.True(file.Length < 10 * 1024 * 1024);

        await Refused(file, ErrorCodes.BatchTooLarge);
    }

    [Fact]
    public async Task Read_OfACellThatIsAsLargeAsAFile_IsRefused()
    {
        using var file = Workbook(sheet =>
        {
            sheet.Write($"<worksheet xmlns=\"{Namespace}\"><sheetData><row><c t=\"inlineStr\"><is>");
            var run = $"<r><t>{new string('x', 30_000)}</t></r>";
            for (var n = 0; n < 1000; n++)
                sheet.Write(run);
            sheet.Write("</is></c></row></sheetData></worksheet>");
        });

        await Refused(file, ErrorCodes.BatchTooLarge);
    }

    [Theory]
    [InlineData("<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]><worksheet>&b;</worksheet>")]
    [InlineData("<!DOCTYPE x SYSTEM \"file:///etc/passwd\"><worksheet/>")]
    [InlineData("<worksheet><sheetData><row><c t=\"s\"><v>99999999</v></c></row></sheetData></worksheet>")]
    [InlineData("<worksheet><sheetData><row><c><v>")]
    [InlineData("<worksheet/>")]
    [InlineData("nothing")]
    public async Task Read_OfASheetThatIsNone_IsRefused(string sheet)
    {
        using var file = Workbook(writer =>
            writer.Write(sheet.Replace("<worksheet", $"<worksheet xmlns=\"{Namespace}\"", StringComparison.Ordinal))
        );

        await Refused(file, null);
    }

    [Fact]
    public async Task Read_OfASheetThatIsWiderAndLongerThanAny_IsRefused()
    {
        using var wide = Workbook(writer =>
            writer.Write(
                $"<worksheet xmlns=\"{Namespace}\"><dimension ref=\"A1:XFD1048576\"/><sheetData><row r=\"1\">"
                    + "<c r=\"A1\" t=\"inlineStr\"><is><t>reference</t></is></c></row>"
                    + "<row r=\"2\"><c r=\"XFD2\"><v>1</v></c></row>"
                    + "</sheetData></worksheet>"
            )
        );
        await Refused(wide, ErrorCodes.BatchMalformed);

        using var parts = new MemoryStream();
        using (var archive = new ZipArchive(parts, ZipArchiveMode.Create, leaveOpen: true))
        {
            for (var n = 0; n < 2001; n++)
                archive.CreateEntry($"part{n}.xml");
        }

        await Refused(parts, ErrorCodes.BatchTooLarge);
    }

    [Property(MaxTest = 100)]
    public async Task Read_OfAWorkbookWithAnyByteChanged_IsRefusedOrRead(int at, byte value)
    {
        using var file = new MemoryStream();
        await WorkbookFile.Write(
            Table([
                ["reference", "text"],
                ["r", "0001"],
            ]),
            file,
            default
        );
        var bytes = file.ToArray();
        bytes[(int)((uint)at % bytes.Length)] = value;

        try
        {
            await All(new WorkbookLines(new MemoryStream(bytes)));
        }
        catch (BatchUnreadableException)
        {
            // As good.
        }
    }

    private static string Clean(string text) =>
        string.Concat(
            text.EnumerateRunes()
                .Where(rune => rune.Value is '\t' or >= ' ' and not (0x7F or 0xFFFD or 0xFFFE or 0xFFFF))
                .Select(rune => rune.ToString())
        );

    private static StyledCell[] Row(params string[] cells) => [.. cells.Select(cell => new StyledCell(cell, null))];

    private static async Task Refused(Stream file, string? code)
    {
        var wrong = await Assert.ThrowsAsync<BatchUnreadableException>(() => All(new WorkbookLines(file)));
        Assert.Equal(code ?? wrong.Code, wrong.Code);
    }

    private static MemoryStream Workbook(Action<TextWriter> sheet)
    {
        var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            Part(
                "[Content_Types].xml",
                "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>"
            );
            Part(
                "xl/workbook.xml",
                $"<workbook xmlns=\"{Namespace}\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/"
                    + "relationships\"><sheets><sheet name=\"One\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
            );
            Part(
                "xl/_rels/workbook.xml.rels",
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship "
                    + "Id=\"rId1\" "
                    + "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" "
                    + "Target=\"worksheets/sheet1.xml\"/></Relationships>"
            );
            using var writer = new StreamWriter(archive.CreateEntry("xl/worksheets/sheet1.xml").Open());
            sheet(writer);

            void Part(string name, string text)
            {
                using var part = archive.CreateEntry(name).Open();
                part.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return file;
    }

    private static async IAsyncEnumerable<IReadOnlyList<string>> Table(IEnumerable<string[]> rows)
    {
        foreach (var row in rows)
        {
            await Task.CompletedTask;
            yield return row;
        }
    }

    private static async Task<List<BatchLine>> All(WorkbookLines lines)
    {
        var all = new List<BatchLine>();
        await foreach (var line in lines.Read(default))
            all.Add(line);
        return all;
    }
}

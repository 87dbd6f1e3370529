using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Onboarding.Requests;
using Onboarding.Tests.Validation;

namespace Onboarding.Tests.Conventions;

/// <summary>Tests that what the documents say leads somewhere and is so.</summary>
public sealed class DocumentTests
{
    private const int LongestLine = 120;
    private const int LongestReadme = 150;

    private static readonly string[] _withCodeTables = [Document.Contract.Path, "docs/error-codes.md"];

    /// <summary>Gets the documents of the root and of docs, whose form is tested too.</summary>
    private static IEnumerable<Document> ForReaders =>
        Document.All.Where(document =>
            !document.Path.Contains('/', StringComparison.Ordinal)
            || document.Path.StartsWith("docs/", StringComparison.Ordinal)
        );

    [Fact]
    public void Every_link_leads_to_a_file_and_to_a_heading() =>
        Assert.Empty(
            from document in Document.All
            from link in document.Links
            where !Exists(document, link)
            select $"{document.Path}: {link}"
        );

    [Fact]
    public void Every_label_of_a_link_is_defined() =>
        Assert.Empty(
            from document in Document.All
            from label in document.UndefinedLabels
            select $"{document.Path}: [{label}]"
        );

    [Fact]
    public void Readme_is_short() =>
        Assert.InRange(SourceTree.Read("README.md").TrimEnd('\n').Split('\n').Length, 1, LongestReadme);

    [Fact]
    public void Lines_are_at_most_120_characters_long() =>
        Assert.Empty(
            from document in ForReaders
            from line in document.Lines
            where line.Length > LongestLine && !line.Contains("://", StringComparison.Ordinal)
            where line[0] != '|' || !_withCodeTables.Contains(document.Path)
            select $"{document.Path}: {line}"
        );

    [Fact]
    public void Every_JSON_block_is_JSON()
    {
        foreach (var (document, block) in Blocks("json"))
        {
            var error = Record.Exception(() => JsonNode.Parse(block.Text));
            Assert.True(error is null, $"{document.Path}, line {block.Begin + 1}: {error?.Message}");
        }
    }

    [Fact]
    public void Every_request_is_accepted_by_the_reader()
    {
        using var services = TestRequests.Services();
        var reader = services.GetRequiredService<RequestReader>();
        var requests = Blocks("json").Where(block => IsRequest(block.Block)).ToList();

        Assert.True(requests.Count >= 2);
        Assert.All(
            requests,
            request => Assert.IsType<RequestReading.Understood>(reader.Read(Encoding.UTF8.GetBytes(request.Block.Text)))
        );
    }

    [Fact]
    public void Readme_s_request_is_the_sample_that_it_sends()
    {
        using var services = TestRequests.Services();
        var reader = services.GetRequiredService<RequestReader>();
        var shown = Blocks("json")
            .First(block => block.Document.Path == "README.md" && IsRequest(block.Block))
            .Block.Text;

        var sample = Read(File.ReadAllBytes(Path.Combine(Samples.Folder, "new-customer-indirect.json")));
        Assert.Equal(DurableJson.Write(sample), DurableJson.Write(Read(Encoding.UTF8.GetBytes(shown))));

        OnboardingRequest Read(byte[] body) => Assert.IsType<RequestReading.Understood>(reader.Read(body)).Request;
    }

    [Fact]
    public void The_table_of_operations_is_the_API()
    {
        using var api = JsonDocument.Parse(SourceTree.Read("src/Onboarding.Http/openapi.json"));
        var operations =
            from path in api.RootElement.GetProperty("paths").EnumerateObject()
            from operation in path.Value.EnumerateObject()
            let id = operation.Value.GetProperty("operationId").GetString()
            select $"| {operation.Name.ToUpperInvariant()} | `{path.Name}` | {id} |";

        var rows = Document
            .All.Single(document => document.Path == "docs/api.md")
            .Lines.SkipWhile(line => line != "## Operations")
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
            .Skip(1);
        Assert.Equal(operations.Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<(Document Document, CodeBlock Block)> Blocks(string language) =>
        from document in Document.All
        from block in document.Blocks
        where block.Language == language
        select (document, block);

    private static bool IsRequest(CodeBlock block) =>
        JsonNode.Parse(block.Text) is JsonObject json && json.ContainsKey("reference") && json.ContainsKey("customer");

    private static bool Exists(Document document, string link)
    {
        var (file, anchor) = link.Split('#') is [var name, var part] ? (name, part) : (link, null);
        var folder = Path.GetDirectoryName(document.Path)!;
        var path =
            file.Length == 0
                ? document.Path
                : Path.GetRelativePath(SourceTree.Root, Path.GetFullPath(Path.Combine(SourceTree.Root, folder, file)));
        if (!Path.Exists(Path.Combine(SourceTree.Root, path)))
            return false;
        return anchor is null || Document.All.Single(other => other.Path == path.Replace('\\', '/')).HasAnchor(anchor);
    }
}

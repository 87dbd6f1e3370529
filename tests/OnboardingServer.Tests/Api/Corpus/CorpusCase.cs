using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Onboarding;
using Scenarios;

namespace OnboardingServer.Tests.Api.Corpus;

/// <summary>
/// One bad input and its answer. In <see cref="Call"/>, headers and bodies <c>{pending}</c>, <c>{draft}</c> and the
/// like stand for what a <see cref="BusyServer"/> has, and <c>{x*300}</c> for 300 times x.
/// </summary>
internal sealed partial record CorpusCase
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
    };

    /// <summary>A sentence.</summary>
    public required string Name { get; init; }

    /// <summary>Method and path below <c>/api</c>.</summary>
    public string Call { get; init; } = "POST onboardings";
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Media type of the body; empty: none is named.</summary>
    public string Type { get; init; } = "application/json";

    /// <summary>
    /// What is in order but for <see cref="Change"/> and <see cref="Without"/>: a <c>direct</c>, <c>indirect</c> or
    /// <c>existing</c> request, a shop's <c>order</c>, the <c>row</c> of a file.
    /// </summary>
    public string? Of { get; init; }

    /// <summary>New values by JSON pointer, or by heading in a row.</summary>
    public JsonObject Change { get; init; } = [];
    public IReadOnlyList<string> Without { get; init; } = [];
    public JsonNode? Body { get; init; }
    public string? Text { get; init; }
    public string? Base64 { get; init; }

    /// <summary>It is a webhook, with the signature that its body asks for.</summary>
    public bool Signed { get; init; }

    public int Status { get; init; } = 400;
    public string Code { get; init; } = "api.request-refused";

    /// <summary>With what the detail begins.</summary>
    public string? Detail { get; init; }

    /// <summary>All errors of the answer, each as code and path.</summary>
    public IReadOnlyList<string> Findings { get; init; } = [];

    /// <summary>It is taken, and the file's one row is refused with this code and path.</summary>
    public string? Row { get; init; }

    /// <summary>It is kept, and becomes a dead letter with this code and path.</summary>
    public string? Dead { get; init; }

    public static IReadOnlyList<CorpusCase> Read(string file) =>
        JsonSerializer.Deserialize<IReadOnlyList<CorpusCase>>(File.ReadAllText(file), Strict)!;

    /// <summary>What is sent, with nothing left to be filled in.</summary>
    /// <param name="number">Tells it from other cases.</param>
    /// <param name="fill">Puts what the server has in the place of its words.</param>
    public byte[]? Bytes(int number, Func<string, string> fill)
    {
        if (Base64 is not null)
            return Convert.FromBase64String(Base64);
        var text =
            Text
            ?? (
                Of == "row" ? RowText(number)
                : Of is not null ? Changed(number).ToJsonString()
                : Body?.ToJsonString()
            );
        return text is null ? null : Encoding.UTF8.GetBytes(Many(fill(text)));
    }

    public static string Many(string text) =>
        Times()
            .Replace(
                text,
                match =>
                    string.Concat(
                        Enumerable.Repeat(
                            match.Groups[1].Value,
                            int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture)
                        )
                    )
            );

    private string RowText(int number) =>
        BatchFiles.Csv(
            BatchFiles.Row(
                number,
                [
                    .. Change.Select(cell => (cell.Key, cell.Value!.GetValue<string>())),
                    .. Without.Select(heading => (heading, "")),
                ]
            )
        );

    private JsonNode Changed(int number)
    {
        var root = Of switch
        {
            "direct" => JsonNode.Parse(DurableJson.Write(Requests.Direct("Corpus Works")))!,
            "indirect" => JsonNode.Parse(DurableJson.Write(Requests.Indirect("Corpus Works")))!,
            "existing" => JsonNode.Parse(
                DurableJson.Write(Requests.Existing(domain: "corpus.example", name: "Corpus Works GmbH"))
            )!,
            "order" => JsonNode.Parse(Order)!,
            _ => throw new InvalidOperationException($"'{Of}' is nothing that is in order."),
        };
        if (root["reference"] is not null)
            root["reference"] = string.Create(CultureInfo.InvariantCulture, $"CORPUS-{number}");
        foreach (var (pointer, value) in Change)
            Put(root, pointer, (parent, step) => Set(parent, step, value?.DeepClone()));
        foreach (var pointer in Without)
            Put(root, pointer, (parent, step) => parent.AsObject().Remove(step));
        return root;
    }

    private static void Put(JsonNode root, string pointer, Action<JsonNode, string> put)
    {
        var steps = pointer.Split('/')[1..];
        var parent = root;
        foreach (var step in steps[..^1])
            parent = parent is JsonArray list ? list[Index(step)]! : parent[step] ??= new JsonObject();
        put(parent, steps[^1]);
    }

    private static void Set(JsonNode parent, string step, JsonNode? value)
    {
        if (parent is not JsonArray list)
            parent[step] = value;
        else if (step == "-")
            list.Add(value);
        else
            list[Index(step)] = value;
    }

    private static int Index(string step) => int.Parse(step, CultureInfo.InvariantCulture);

    private const string Order = """
        {"company":{"name":"Corpus Works GmbH","domain":"corpusworks","street":"Konrad-Zuse-Str. 1","city":"Unterschleissheim","zip":"85716","country":"DE"},
        "buyer":{"first":"Gena","last":"Soto","mail":"gena@wingtiptoys.example"},"lines":[{"product":"CFQ7TTC0LH18","sku":"0001","seats":"25"}]}
        """;

    [GeneratedRegex(@"\{(.)\*(\d+)\}", RegexOptions.Singleline)]
    private static partial Regex Times();
}

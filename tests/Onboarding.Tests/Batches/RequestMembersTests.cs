using System.Text;
using System.Text.Json.Nodes;
using Onboarding.Batches;
using Onboarding.Requests;
using Onboarding.Tests.Conventions;

namespace Onboarding.Tests.Batches;

/// <summary>
/// Compares the names of a request's members in the API's description, in the reader and in the columns of CSV files.
/// </summary>
public sealed class RequestMembersTests
{
    private static readonly JsonNode _schemas = JsonNode.Parse(SourceTree.Read("src/Onboarding.Http/openapi.json"))![
        "components"
    ]!["schemas"]!;

    private static readonly IReadOnlyList<string> _members =
    [
        .. Leaves(new JsonObject { ["$ref"] = "#/components/schemas/OnboardingRequest" }, "").Distinct(),
    ];

    [Fact]
    public void The_reader_knows_each_member_that_the_description_names()
    {
        Assert.True(_members.Count > 40, $"Only {_members.Count} members were found in the description.");
        foreach (var member in _members)
        {
            JsonNode value = JsonValue.Create(0);
            foreach (var name in member.Split('.').Reverse())
                value = new JsonObject { [name] = name is "subscriptions" or "notify" ? new JsonArray(value) : value };
            var findings = new FindingList();

            RequestJson.Read(Encoding.UTF8.GetBytes(value.ToJsonString()), findings);

            Assert.DoesNotContain(findings.Findings, finding => finding.Code == ErrorCodes.FieldUnknown);
        }
    }

    [Fact]
    public void A_file_has_a_column_for_each_member_that_the_description_names()
    {
        var columns = BatchColumns.All.Select(column => column.Name);
        var notifications = new[] { BatchColumns.NotifyWebhook, BatchColumns.NotifyEmail };

        Assert.Equal(
            _members.Where(member => !member.StartsWith("notify.", StringComparison.Ordinal)).Order(),
            columns.Except(notifications).Order()
        );
    }

    private static IEnumerable<string> Leaves(JsonNode schema, string path)
    {
        if (schema["$ref"]?.GetValue<string>() is { } reference)
            return Leaves(_schemas[reference.Split('/')[^1]]!, path);
        if ((schema["oneOf"] ?? schema["anyOf"])?.AsArray() is { } choices)
            return choices.Where(choice => choice!["type"]?.ToString() != "null").SelectMany(one => Leaves(one!, path));
        if (schema["items"] is { } items)
            return Leaves(items, path);
        return schema["properties"]?.AsObject() is { } members
            ? members.SelectMany(member =>
                Leaves(member.Value!, path.Length == 0 ? member.Key : $"{path}.{member.Key}")
            )
            : [path];
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Onboarding.Requests;

namespace Onboarding.Drafts;

/// <summary>Finds the members in which two requests differ.</summary>
internal static class Differences
{
    public static IReadOnlyList<DraftDifference> Between(OnboardingRequest before, OnboardingRequest after)
    {
        var (old, now) = (Leaves(before), Leaves(after));
        return
        [
            .. old
                .Keys.Union(now.Keys)
                .Where(path => old.GetValueOrDefault(path) != now.GetValueOrDefault(path))
                .Order(StringComparer.Ordinal)
                .Select(path => new DraftDifference(path, old.GetValueOrDefault(path), now.GetValueOrDefault(path))),
        ];
    }

    private static Dictionary<string, string> Leaves(OnboardingRequest request)
    {
        var leaves = new Dictionary<string, string>(StringComparer.Ordinal);
        Walk(JsonSerializer.SerializeToNode(request, DurableJson.Options), "");
        return leaves;

        void Walk(JsonNode? node, string path)
        {
            switch (node)
            {
                case JsonObject members:
                    foreach (var (name, value) in members)
                        Walk(value, $"{path}/{name}");
                    break;
                case JsonArray entries:
                    for (var index = 0; index < entries.Count; index++)
                        Walk(entries[index], $"{path}/{index}");
                    break;
                case not null:
                    leaves[path] = node.ToString();
                    break;
            }
        }
    }
}

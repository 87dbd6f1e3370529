using System.Text.Json.Nodes;
using Onboarding.Requests;
using OnboardingServer.Tests.Api;
using OnboardingServer.Tests.Storage;
using Scenarios;

namespace OnboardingServer.Tests.Damage;

/// <summary>
/// A server's data directory with something in every store, as it lies on disk when the server is killed and when it is
/// stopped, and what the server says of it.
/// </summary>
public sealed class DamageStory : IAsyncLifetime, IDisposable
{
    private readonly string _directory = TestFolder.New("story-");
    private DamagedDirectory? _killed;

    /// <summary>What the answers of the sound server are, by path.</summary>
    public IReadOnlyDictionary<string, string> Answers { get; private set; } = new Dictionary<string, string>();

    /// <summary>The ids of all onboardings.</summary>
    public IReadOnlyList<string> Onboardings { get; private set; } = [];

    internal string Stopped => _directory;

    internal string Killed => _killed!.FullPath;

    public async Task InitializeAsync()
    {
        await using (var server = await RunningServer.Over(_directory))
        {
            var ended = new List<string>();
            foreach (var name in (string[])["Wingtip Toys", "Fabrikam Foods", "Adventure Works", "Litware"])
                ended.Add(await server.Accepted(Requests.Direct(name)));
            ended.Add(
                await server.Accepted(
                    Requests.Direct("Tailspin Air") with
                    {
                        Notify = [new Subscriber(SubscriberKind.Webhook, $"{server.Address}nobody")],
                    }
                )
            );
            var waiting = await server.Accepted(
                Requests.Direct("Proseware") with
                {
                    Approval = ApprovalDemand.Required,
                }
            );
            foreach (var id in ended)
                await server.UntilEnded(id);
            await server.Until(waiting, onboarding => onboarding["stage"]!.GetValue<string>() == "awaiting-approval");
            var draft = (await server.Post("drafts", "{}")).Text("id");
            _killed = new DamagedDirectory(_directory);
            Onboardings = [.. ended, waiting];
            Answers = await Ask(
                server.Client,
                [
                    .. Onboardings.Select(id => $"onboardings/{id}"),
                    .. Onboardings.Select(id => $"audit?subject={id}"),
                    "onboardings",
                    "obligations",
                    "approvals",
                    "batches",
                    "inbox",
                    "deliveries",
                    "drafts",
                    $"drafts/{draft}",
                ]
            );
        }
    }

    /// <summary>Asks for every path; whatever comes is an answer.</summary>
    public static async Task<Dictionary<string, string>> Ask(HttpClient client, IEnumerable<string> paths)
    {
        var answers = new Dictionary<string, string>();
        foreach (var path in paths)
        {
            using var response = await client.GetAsync(new Uri(path, UriKind.Relative));
            answers[path] = $"{(int)response.StatusCode} {Normal(await response.Content.ReadAsStringAsync())}";
        }

        return answers;
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _killed?.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private static string Normal(string json)
    {
        var body = JsonNode.Parse(json);
        if (body is JsonObject members)
            members.Remove("traceId");
        return body?.ToJsonString() ?? "";
    }
}

using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Onboarding;
using Onboarding.Customers;
using Onboarding.Progress;

namespace OnboardingServer.Tests.Api;

/// <summary>
/// The configurations of samples/webhooks, each with the body that its sender sends, signed as it signs.
/// </summary>
public sealed class WebhookPresetTests(WebhookPresetTests.PresetServer fixture)
    : IClassFixture<WebhookPresetTests.PresetServer>
{
    private const string Secret = "a secret of the sender";

    private static string Folder => Path.Combine(Repository.Root, "samples", "webhooks");

    private RunningServer Server => fixture.Server;

    public static TheoryData<string> Names =>
        [.. Directory.GetDirectories(Folder).Select(folder => Path.GetFileName(folder))];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_body_of_a_sender_becomes_a_request_with_its_configuration(string name)
    {
        var body = await File.ReadAllBytesAsync(Path.Combine(Folder, name, "body.json"));

        var answer = await Send(name, body);
        Assert.True(answer.Status == 202, answer.Raw);
        var again = await Send(name, body);
        Assert.Equal(answer.Text("key"), again.Text("key"));
        var requests = await Taken(answer.Text("key"));

        Assert.Equal(name == "power-automate" ? 2 : 1, requests.Count);
        Assert.All(
            requests,
            record =>
            {
                Assert.Equal("direct", record.Request.Partner);
                Assert.Equal(
                    ($"webhook {name}", "85716"),
                    (record.SubmittedBy, record.Request.Customer.Address!.PostalCode)
                );
                Assert.All(record.Request.Subscriptions, line => Assert.Equal("0001", line.Sku));
                Assert.NotEmpty(record.Request.Subscriptions);
            }
        );
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_body_that_somebody_has_changed_is_refused(string name)
    {
        var body = await File.ReadAllBytesAsync(Path.Combine(Folder, name, "body.json"));

        (await Send(name, body, secret: $"{Secret}!")).AssertProblem(401, ErrorCodes.WebhookNotSigned);
    }

    [Fact]
    public async Task Requests_in_an_array_and_in_lines_are_found_each_by_its_own_reference()
    {
        var whole = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Folder, "power-automate", "body.json")))!;
        JsonNode[] two = [whole[0]!.DeepClone(), whole[1]!.DeepClone()];
        foreach (var (index, request) in two.Index())
        {
            request["reference"] = $"LINES-{index}";
            request["customer"]!["companyName"] = $"Graphic Design Institute {index + 1} GmbH";
            request["customer"]!["domainPrefix"] = $"graphicdesigninstitute{index}";
        }

        two[1]["customer"]!["address"]!["postalCode"] = "1";
        var lines = string.Join('\n', two.Select(request => request.ToJsonString()));

        var answer = await Send("power-automate", Encoding.UTF8.GetBytes(lines), type: "application/x-ndjson");
        Assert.True(answer.Status == 202, answer.Raw);
        var message = await UntilTaken(answer.Text("key"));

        Assert.Contains("It held 2 requests", message["reason"]!.GetValue<string>(), StringComparison.Ordinal);
        await Until(async () =>
            (await Server.Get("inbox?state=dead")).Raw.Contains(ErrorCodes.PostalCodeInvalid, StringComparison.Ordinal)
        );
        await Until(async () => (await Server.Get("onboardings?text=LINES-0")).Body["items"]!.AsArray().Count == 1);
    }

    private async Task<IReadOnlyList<OnboardingRecord>> Taken(string key)
    {
        var message = await UntilTaken(key);
        Assert.True(message["state"]!.GetValue<string>() == "taken", message.ToJsonString());
        var keys = message["onboardings"]!.AsArray().Select(id => id!.GetValue<string>()).ToList();
        if (keys.Count == 0)
        {
            foreach (var part in (await Server.Get("inbox?limit=200")).Body["items"]!.AsArray())
            {
                if (
                    part!["id"]!
                        .GetValue<string>()
                        .StartsWith($"{message["id"]!.GetValue<string>()}-", StringComparison.Ordinal)
                )
                    keys.AddRange(
                        (await UntilTaken(part["key"]!.GetValue<string>()))["onboardings"]!
                            .AsArray()
                            .Select(id => id!.GetValue<string>())
                    );
            }
        }

        var records = Server.Services.GetRequiredService<IOnboardingRecords>();
        var all = new List<OnboardingRecord>();
        foreach (var id in keys)
            all.Add((await records.Get(new OnboardingId(id), default))!);
        return all;
    }

    private async Task<JsonObject> UntilTaken(string key)
    {
        JsonObject? message = null;
        await Until(async () =>
            (message = (await Server.Get($"inbox/{key}")).Body)["state"]!.GetValue<string>() != "waiting"
        );
        return message!;
    }

    private static async Task Until(Func<Task<bool>> condition)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        while (!await condition())
            await timer.WaitForNextTickAsync(deadline.Token);
    }

    private Task<ApiAnswer> Send(string name, byte[] body, string secret = Secret, string type = "application/json")
    {
        var call = new HttpRequestMessage(HttpMethod.Post, $"webhooks/{name}") { Content = new ByteArrayContent(body) };
        call.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        foreach (var (header, value) in Headers(name, body, secret))
            Assert.True(call.Headers.TryAddWithoutValidation(header, value));
        return Server.Send(call);
    }

    // As each sender's own documentation describes it.
    private (string, string)[] Headers(string name, byte[] body, string secret)
    {
        var now = TimeProvider.System.GetUtcNow();
        var milliseconds = now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var time = now.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return name switch
        {
            "github" =>
            [
                ("X-Hub-Signature-256", $"sha256={Convert.ToHexStringLower(Mac(body))}"),
                ("X-GitHub-Delivery", "72d3162e-cc78-11e3-81ab-4c9367dc0958"),
            ],
            "hubspot" =>
            [
                (
                    "X-HubSpot-Signature-v3",
                    Convert.ToBase64String(
                        Mac([
                            .. Encoding.UTF8.GetBytes($"POST{Server.Address}api/webhooks/hubspot"),
                            .. body,
                            .. Encoding.UTF8.GetBytes(milliseconds),
                        ])
                    )
                ),
                ("X-HubSpot-Request-Timestamp", milliseconds),
            ],
            "pipedrive" =>
            [
                ("Authorization", $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"pipedrive:{secret}"))}"),
            ],
            "power-automate" => [("X-Api-Key", secret.Replace(' ', '-'))],
            "shopify" =>
            [
                ("X-Shopify-Hmac-Sha256", Convert.ToBase64String(Mac(body))),
                ("X-Shopify-Webhook-Id", "b54557e4-bdd9-4b37-8a5f-bf7d70bcd043"),
            ],
            "woocommerce" =>
            [
                ("X-WC-Webhook-Signature", Convert.ToBase64String(Mac(body))),
                ("X-WC-Webhook-Delivery-ID", "2f2d7f1a7b1c4bb0a2f4"),
            ],
            "zendesk" =>
            [
                (
                    "X-Zendesk-Webhook-Signature",
                    Convert.ToBase64String(Mac([.. Encoding.UTF8.GetBytes(time), .. body]))
                ),
                ("X-Zendesk-Webhook-Signature-Timestamp", time),
                ("X-Zendesk-Webhook-Invocation-Id", "01GPV7HXQ8Z6V7H0T5M2Y6C3SB"),
            ],
            _ => throw new NotSupportedException($"How {name} signs is not known here."),
        };

        byte[] Mac(byte[] signed) => HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed);
    }

    /// <summary>A server with all the configurations at once.</summary>
    public sealed class PresetServer : IAsyncLifetime
    {
        private RunningServer? _server;

        public RunningServer Server => _server!;

        public async Task InitializeAsync()
        {
            var settings = new List<(string, string)> { ("Waits:Look", "01:00:00") };
            foreach (var file in Directory.GetFiles(Folder, "settings.json", SearchOption.AllDirectories))
            {
                var configuration = new ConfigurationBuilder().AddJsonFile(file).Build();
                settings.AddRange(
                    configuration
                        .AsEnumerable()
                        .Where(pair => pair.Value is not null)
                        .Select(pair => (pair.Key, pair.Value!))
                );
            }

            _server = await RunningServer.StartAt(OnboardingServer.Hosting.ServerSettings.AnyPort, [.. settings]);
            var vault = _server.Services.GetRequiredService<ISecretVault>();
            foreach (
                var (key, value) in settings.Where(pair => pair.Item1.EndsWith(":KeyName", StringComparison.Ordinal))
            )
                await vault.Set(
                    value,
                    value switch
                    {
                        "pipedrive-login" => $"pipedrive:{Secret}",
                        "flow-key" => Secret.Replace(' ', '-'),
                        _ => Secret,
                    },
                    default
                );
        }

        public async Task DisposeAsync() => await Server.DisposeAsync();
    }
}

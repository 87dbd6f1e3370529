using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Xunit;
using Microsoft.Extensions.DependencyInjection;
using Onboarding;
using Onboarding.Customers;
using PartnerCenter.Simulator;
using Scenarios;

namespace OnboardingServer.Tests.Api;

/// <summary>
/// What others send by themselves, over real HTTP; Partner Center's part is the simulator's, which signs as Partner
/// Center does.
/// </summary>
public sealed class WebhookTests(WebhookTests.ListeningServer fixture) : IClassFixture<WebhookTests.ListeningServer>
{
    private const string Acceptance = "reseller-relationship-accepted-by-customer";

    private RunningServer Server => fixture.Server;

    [Fact]
    public async Task A_signed_webhook_is_kept_answered_and_becomes_an_onboarding()
    {
        var answer = await Send(
            SignedWebhook.Of(
                "msg-1",
                DurableJson.Write(Requests.Direct("Trey Research")),
                TimeProvider.System.GetUtcNow()
            )
        );
        Assert.True(answer.Status == 202, answer.Raw);

        var message = await UntilTaken(answer.Text("key"));

        Assert.Equal("taken", message["state"]!.GetValue<string>());
        Assert.Equal(
            "completed",
            (await Server.UntilEnded(message["onboardings"]![0]!.GetValue<string>()))["stage"]!.GetValue<string>()
        );
    }

    [Fact]
    public async Task Wrong_webhooks_are_refused_with_what_is_wrong()
    {
        var now = TimeProvider.System.GetUtcNow();
        var good = SignedWebhook.Of("msg-2", "{}", now);

        (await Send(good with { Signature = "v1,AAAA" })).AssertProblem(401, ErrorCodes.WebhookNotSigned);
        (await Send(SignedWebhook.Of("msg-2", "{}", now.AddMinutes(-10)))).AssertProblem(401, ErrorCodes.WebhookStale);
        (await Send(good, source: "nobody")).AssertProblem(404, ErrorCodes.NotFound);
        (await Send(good with { Id = "" })).AssertProblem(400, ErrorCodes.InvalidParameter);
        (await Send(good with { Timestamp = "" })).AssertProblem(400, ErrorCodes.InvalidParameter);
        (await Send(good, type: "text/plain")).AssertProblem(415, ErrorCodes.UnsupportedMediaType);
        var broken = await Send(SignedWebhook.Of("msg-3", "{ \"reference\":", now));
        Assert.Equal("dead", (await UntilTaken(broken.Text("key")))["state"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_webhook_of_another_time_is_told_which_header_says_so_and_how_far_it_may_be_off()
    {
        var detail = (await Send(SignedWebhook.Of("msg-4", "{}", TimeProvider.System.GetUtcNow().AddMinutes(10))))
            .AssertProblem(401, ErrorCodes.WebhookStale)
            .Text("detail");

        Assert.StartsWith("webhook-timestamp", detail, StringComparison.Ordinal);
        Assert.Contains("5 minutes", detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_with_the_whole_body_of_a_dead_letter_is_said_without_a_place()
    {
        var key = (await Server.Post("queue", "{ \"reference\": oops")).Text("key");

        Assert.StartsWith(
            "This is not JSON",
            (await UntilTaken(key))["reason"]!.GetValue<string>(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_dead_letter_is_listed_corrected_and_sent_again()
    {
        var bad = Requests.Direct("Lamna Healthcare") with { Contact = new("Gena", "Soto", "gena", "+49 89 31760") };
        var key = (await Server.Post("queue", DurableJson.Write(bad))).Text("key");
        var dead = await UntilTaken(key);
        Assert.Equal(
            ("dead", ErrorCodes.EmailInvalid),
            (dead["state"]!.GetValue<string>(), dead["code"]!.GetValue<string>())
        );
        Assert.Contains(key, (await Server.Get("inbox?state=dead&limit=200")).Raw, StringComparison.Ordinal);

        Assert.Equal(
            202,
            (await Server.Post($"inbox/{key}/again", DurableJson.Write(Requests.Direct("Lamna Healthcare")))).Status
        );

        Assert.Equal("taken", (await UntilTaken(key))["state"]!.GetValue<string>());
        (await Server.Post($"inbox/{key}/again")).AssertProblem(409, ErrorCodes.NotDead);
        (await Server.Post("inbox/in-none/again")).AssertProblem(404, ErrorCodes.NotFound);
        (await Server.Get("inbox?state=gone")).AssertProblem(400, ErrorCodes.InvalidParameter);
    }

    [Fact]
    public async Task An_acceptance_comes_as_an_event_of_Partner_Center_and_the_onboarding_goes_on()
    {
        var tenant = Server.Simulator.Control.AddTenant("relecloud.example", "Relecloud GmbH", "DE");
        var id = await Server.Accepted(Requests.Existing(domain: "relecloud.example", name: "Relecloud GmbH"));
        await Server.Until(id, onboarding => onboarding["stage"]!.GetValue<string>() == "awaiting-customer-acceptance");

        // The simulator tells of it, signed, at the address that the server has registered.
        Server.Simulator.Control.AcceptInvitation(tenant, SimulatedPartners.DirectBillTenantId);

        await Until(async () =>
            (await Server.Get("inbox?limit=200")).Body["items"]!
                .AsArray()
                .Any(message =>
                    message!["source"]!.GetValue<string>() == "partner-center"
                    && message["state"]!.GetValue<string>() != "waiting"
                    && message["id"]!.GetValue<string>().Contains($"{Acceptance}|", StringComparison.Ordinal)
                    && message["id"]!.GetValue<string>().Contains(tenant, StringComparison.Ordinal)
                )
        );
        Assert.Equal("completed", (await Server.UntilEnded(id))["stage"]!.GetValue<string>());
    }

    [Fact]
    public async Task Events_with_a_foreign_certificate_a_wrong_signature_or_none_are_refused_and_others_kept_once()
    {
        var uri = $"https://api.partnercenter.microsoft.com/v1/customers/{Guid.NewGuid()}";
        foreach (var flaw in new[] { "badSignature", "noSignature", "noCertificate", "foreignCertificate" })
            Assert.True(
                Server.Simulator.Control.RaiseEvent(
                    SimulatedPartners.DirectBillTenantId,
                    Acceptance,
                    "Customer",
                    uri,
                    flaw: flaw
                )
            );
        await Server.Simulator.Control.DeliverDueEvents();
        Assert.DoesNotContain(
            uri,
            (await Unmatched()).Select(message => message["id"]!.GetValue<string>().Split('|')[1])
        );

        // Three copies and one more of another kind: nobody waits for either, and both are kept.
        Server.Simulator.Control.RaiseEvent(
            SimulatedPartners.DirectBillTenantId,
            "subscription-updated",
            "subscription",
            $"{uri}/subscriptions/{Guid.NewGuid()}"
        );
        Server.Simulator.Control.RaiseEvent(
            SimulatedPartners.DirectBillTenantId,
            Acceptance,
            "Customer",
            uri,
            copies: 3
        );
        await Server.Simulator.Control.DeliverDueEvents();

        await Until(async () =>
            (await Unmatched()).Count(message =>
                message["id"]!.GetValue<string>().Contains(uri, StringComparison.Ordinal)
            ) >= 2
        );
        Assert.InRange(
            (await Unmatched()).Count(message => message["id"]!.GetValue<string>().Split('|')[1] == uri),
            1,
            3
        );
    }

    /// <summary>No header and no body makes the receivers fail, or is accepted by mistake.</summary>
    [Property(MaxTest = 60)]
    public void Any_event_without_a_signature_of_Partner_Center_is_refused(
        NonNull<string> body,
        NonNull<string> signature,
        NonNull<string> url,
        bool inAuthorization
    )
    {
        var message = new HttpRequestMessage(HttpMethod.Post, "webhooks/partner-center")
        {
            Content = RunningServer.Json(body.Get.Length == 0 ? "{}" : body.Get),
        };
        message.Headers.TryAddWithoutValidation(
            inAuthorization ? "Authorization" : "x-ms-signature",
            $"Signature {Convert.ToBase64String(Encoding.UTF8.GetBytes(signature.Get))}"
        );
        message.Headers.TryAddWithoutValidation(
            "X-MS-Certificate-Url",
            $"https://{Uri.EscapeDataString(url.Get)}.example/cert.cer"
        );
        message.Headers.TryAddWithoutValidation("X-MS-Signature-Algorithm", "rsa-sha256");

        Assert.InRange(Server.Send(message).GetAwaiter().GetResult().Status, 400, 401);
    }

    private async Task<ApiAnswer> Send(SignedWebhook webhook, string source = "crm", string type = "application/json")
    {
        var message = new HttpRequestMessage(HttpMethod.Post, $"webhooks/{source}")
        {
            Content = new ByteArrayContent(webhook.Body),
        };
        message.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        message.Headers.TryAddWithoutValidation("webhook-id", webhook.Id);
        message.Headers.TryAddWithoutValidation("webhook-timestamp", webhook.Timestamp);
        message.Headers.TryAddWithoutValidation("webhook-signature", webhook.Signature);
        return await Server.Send(message);
    }

    private async Task<JsonObject> UntilTaken(string key)
    {
        JsonObject? message = null;
        await Until(async () =>
            (message = (await Server.Get($"inbox/{key}")).Body)["state"]!.GetValue<string>() != "waiting"
        );
        return message!;
    }

    private async Task<IReadOnlyList<JsonNode>> Unmatched() =>
        [.. (await Server.Get("inbox?state=unmatched&limit=200")).Body["items"]!.AsArray().OfType<JsonNode>()];

    private static async Task Until(Func<Task<bool>> condition)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        while (!await condition())
            await timer.WaitForNextTickAsync(deadline.Token);
    }

    /// <summary>A server that knows its public address and one source.</summary>
    public sealed class ListeningServer : IAsyncLifetime
    {
        private RunningServer? _server;

        public RunningServer Server => _server!;

        public async Task InitializeAsync()
        {
            var address = $"http://127.0.0.1:{FreePort()}";
            _server = await RunningServer.StartAt(
                address,
                ("Webhooks:PublicAddress", address),
                ("Webhooks:Sources:crm:KeyName", "webhook-key"),
                ("Waits:Look", "01:00:00")
            );
            await _server.Services.GetRequiredService<ISecretVault>().Set("webhook-key", SignedWebhook.Key, default);
            await Until(async () =>
                (
                    await _server
                        .Services.GetRequiredService<PartnerCenter.PartnerCenterClients>()
                        .For("direct")
                        .Webhooks.Get()
                )?.WebhookUrl.StartsWith(address, StringComparison.Ordinal) == true
            );
        }

        public async Task DisposeAsync() => await Server.DisposeAsync();

        private static int FreePort()
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
    }
}

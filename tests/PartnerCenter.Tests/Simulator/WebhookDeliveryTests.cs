using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using PartnerCenter.Simulator.Webhooks;

namespace PartnerCenter.Tests.Simulator;

/// <summary>Events on their way: C §21, §24.10.</summary>
public sealed class WebhookDeliveryTests : IAsyncLifetime
{
    private readonly List<(Dictionary<string, string> Headers, byte[] Body)> _received = [];
    private WebApplication _listener = null!;
    private Lab _lab = null!;
    private int _status = 200;

    private string Url => _listener.Urls.First() + "/hook";

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _listener = builder.Build();
        _listener.MapPost(
            "/hook",
            async (HttpRequest request) =>
            {
                using var body = new MemoryStream();
                await request.Body.CopyToAsync(body);
                lock (_received)
                    _received.Add(
                        (
                            request.Headers.ToDictionary(
                                h => h.Key,
                                h => h.Value.ToString(),
                                StringComparer.OrdinalIgnoreCase
                            ),
                            body.ToArray()
                        )
                    );
                return Results.StatusCode(_status);
            }
        );
        await _listener.StartAsync();
        _lab = await Lab.Start();
    }

    public async Task DisposeAsync()
    {
        await _lab.DisposeAsync();
        await _listener.DisposeAsync();
    }

    [Fact]
    public async Task An_event_is_signed_over_its_bytes_by_a_certificate_that_can_be_fetched()
    {
        await Register();
        var validation = (await _lab.Send("POST", "/webhooks/v1/registration/validationEvents")).Text("correlationId");
        await _lab.Host.Control.DeliverDueEvents();
        var (headers, body) = Assert.Single(Received());
        Assert.Equal("test-created", JsonNode.Parse(body)!["EventName"]!.GetValue<string>());
        Assert.Equal("rsa-sha256", headers["X-MS-Signature-Algorithm"]);
        using var fetched = await _lab.Raw(
            new HttpRequestMessage(HttpMethod.Get, new Uri(headers["X-MS-Certificate-Url"]).PathAndQuery.TrimStart('/'))
        );
        using var certificate = X509CertificateLoader.LoadCertificate(await fetched.Content.ReadAsByteArrayAsync());
        Assert.Contains("O=Microsoft Corporation", certificate.Issuer, StringComparison.Ordinal);
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(WebhookCertificate.Root);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        Assert.True(chain.Build(certificate));
        var signature = Convert.FromBase64String(headers["Authorization"].Split(' ')[1]);
        Assert.True(
            certificate
                .GetRSAPublicKey()!
                .VerifyData(body, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
        );
        var status = await _lab.Get($"/webhooks/v1/registration/validationEvents/{validation}");
        Assert.Equal("completed", status.Text("status"));
        Assert.Equal("200", status.Body!["results"]![0]!["responseCode"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_refused_event_is_tried_ten_times_and_then_never_again()
    {
        _status = 500;
        await Register();
        _lab.Host.Control.RaiseEvent(
            Lab.Direct,
            "subscription-updated",
            "subscription",
            "/customers/x/subscriptions/y"
        );
        for (var i = 0; i < 14; i++)
        {
            await _lab.Host.Control.DeliverDueEvents();
            _lab.Clock.Advance(TimeSpan.FromHours(3));
        }
        Assert.Equal(10, Received().Count);
        var dead = Assert.Single(_lab.Host.Control.Deliveries());
        Assert.Equal(("dead", 10, 500), (dead.State, dead.Attempts.Count, dead.Attempts[^1].Status));
        using var told = await _lab.Raw(new HttpRequestMessage(HttpMethod.Get, "control/deliveries?limit=1"));
        Assert.Equal("dead", JsonNode.Parse(await told.Content.ReadAsStringAsync())![0]!["state"]!.GetValue<string>());
    }

    /// <summary>One address that cannot be spoken to must not keep the others from hearing.</summary>
    [Fact]
    public async Task An_address_that_cannot_be_reached_stops_nobody_else_s_events()
    {
        Assert.Equal(
            200,
            (
                await _lab.Send(
                    "POST",
                    "/webhooks/v1/registration",
                    new { WebhookUrl = "https://127.0.0.1:1/x", WebhookEvents = (string[])["subscription-updated"] }
                )
            ).Status
        );
        _lab.Partner = Lab.Provider;
        await Register();
        Assert.True(_lab.Host.Control.RaiseEvent(Lab.Direct, "subscription-updated", "subscription", null));
        Assert.True(
            _lab.Host.Control.RaiseEvent(
                Lab.Provider,
                "subscription-updated",
                "subscription",
                "/customers/x/subscriptions/y"
            )
        );
        await _lab.Host.Control.DeliverDueEvents();
        Assert.EndsWith(
            "/v1/customers/x/subscriptions/y",
            JsonNode.Parse(Assert.Single(Received()).Body)!["ResourceUri"]!.GetValue<string>(),
            StringComparison.Ordinal
        );
        Assert.Equal(["open", "delivered"], _lab.Host.Control.Deliveries().Select(d => d.State));
        Assert.NotNull(_lab.Host.Control.Deliveries()[0].Attempts[0].Error);
    }

    [Fact]
    public async Task Events_come_late_twice_and_spoilt_when_asked_to()
    {
        await Register(inMsHeader: true);
        _lab.Host.Control.RaiseEvent(
            Lab.Direct,
            "subscription-updated",
            "subscription",
            null,
            TimeSpan.FromHours(48),
            "badSignature",
            copies: 2
        );
        await _lab.Host.Control.DeliverDueEvents();
        Assert.Empty(Received());
        _lab.Clock.Advance(TimeSpan.FromHours(49));
        await _lab.Host.Control.DeliverDueEvents();
        Assert.Equal(2, Received().Count);
        var (headers, body) = Received()[0];
        Assert.Null(JsonNode.Parse(body)!["ResourceUri"]);
        Assert.False(headers.ContainsKey("Authorization"));
        Assert.StartsWith("Signature ", headers["x-ms-signature"], StringComparison.Ordinal);
        Assert.False(_lab.Host.Control.RaiseEvent(Lab.Direct, "invoice-ready", "invoice", null));
    }

    [Fact]
    public async Task Self_tests_are_two_a_minute()
    {
        await Register();
        Assert.Equal(200, (await _lab.Send("POST", "/webhooks/v1/registration/validationEvents")).Status);
        Assert.Equal(200, (await _lab.Send("POST", "/webhooks/v1/registration/validationEvents")).Status);
        Assert.Equal(429, (await _lab.Send("POST", "/webhooks/v1/registration/validationEvents")).Status);
        _lab.Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(200, (await _lab.Send("POST", "/webhooks/v1/registration/validationEvents")).Status);
    }

    [Fact]
    public async Task An_accepted_invitation_is_told_and_the_customer_listed()
    {
        await Register();
        var tenant = _lab.Host.Control.AddTenant("contoso.com", "Contoso");
        Assert.Equal(60003, (await _lab.Get($"/v1/customers/{tenant}")).Code);
        _lab.Host.Control.AcceptInvitation(tenant, Lab.Direct);
        await _lab.Host.Control.DeliverDueEvents();
        Assert.EndsWith(
            $"/v1/customers/{tenant}",
            JsonNode.Parse(Assert.Single(Received()).Body)!["ResourceUri"]!.GetValue<string>(),
            StringComparison.Ordinal
        );
        Assert.Equal("reseller", (await _lab.Get($"/v1/customers/{tenant}")).Text("relationshipToPartner"));
    }

    [Theory]
    [InlineData("file:///tmp/x")]
    [InlineData("ftp://localhost/x")]
    [InlineData("http://hooks.example/x")]
    [InlineData("mailto:a@localhost")]
    [InlineData("nowhere")]
    public async Task Only_https_and_this_machine_can_be_told(string url)
    {
        var reply = await _lab.Send(
            "POST",
            "/webhooks/v1/registration",
            new { WebhookUrl = url, WebhookEvents = (string[])["test-created"] }
        );
        Assert.Equal((400, 3000), (reply.Status, reply.Code));
    }

    [Fact]
    public async Task The_granular_relationship_s_events_name_it_at_the_graph()
    {
        await Register("granular-admin-relationship-approved", "granular-admin-relationship-terminated");
        const string path = "/v1.0/tenantRelationships/delegatedAdminRelationships";
        var token = await _lab.Token(resource: "https://graph.microsoft.com");
        var id = (
            await _lab.Send(
                "POST",
                path,
                new
                {
                    displayName = "Helpdesk",
                    duration = "P30D",
                    accessDetails = new
                    {
                        unifiedRoles = new[] { new { roleDefinitionId = "88d8e3e3-8f55-4a1e-953a-9b9898b8876b" } },
                    },
                },
                token: token
            )
        ).Text("id");
        await _lab.Send("POST", $"{path}/{id}/requests", new { action = "lockForApproval" }, token: token);
        _lab.Host.Control.ApproveGranularRelationship(id);
        await _lab.Send("POST", $"{path}/{id}/requests", new { action = "terminate" }, token: token);
        await _lab.Host.Control.DeliverDueEvents();
        Assert.Equal(2, Received().Count);
        foreach (var (_, body) in Received())
        {
            var uri = new Uri(JsonNode.Parse(body)!["ResourceUri"]!.GetValue<string>());
            Assert.Equal($"{path}/{id}", uri.AbsolutePath);
            Assert.Equal(200, (await _lab.Send("GET", uri.AbsolutePath, token: token)).Status);
        }
    }

    [Fact]
    public async Task An_accepted_invitation_names_its_audit_record()
    {
        await Register();
        var tenant = _lab.Host.Control.AddTenant("contoso.com", "Contoso");
        _lab.Host.Control.AcceptInvitation(tenant, Lab.Direct);
        await _lab.Host.Control.DeliverDueEvents();
        var uri = new Uri(JsonNode.Parse(Assert.Single(Received()).Body)!["AuditUri"]!.GetValue<string>());
        Assert.StartsWith("/auditactivity/v1/auditrecords/", uri.AbsolutePath, StringComparison.Ordinal);
        Assert.Equal(tenant, (await _lab.Get(uri.AbsolutePath)).Text("customerId"));
    }

    private async Task Register(params string[] events)
    {
        var reply = await _lab.Send(
            "POST",
            "/webhooks/v1/registration",
            new
            {
                WebhookUrl = Url,
                WebhookEvents = events.Length > 0
                    ? events
                    : ["test-created", "subscription-updated", "reseller-relationship-accepted-by-customer"],
            }
        );
        Assert.Equal(200, reply.Status);
    }

    private async Task Register(bool inMsHeader)
    {
        var reply = await _lab.Send(
            "POST",
            "/webhooks/v1/registration",
            new
            {
                WebhookUrl = Url,
                WebhookEvents = (string[])
                    ["test-created", "subscription-updated", "reseller-relationship-accepted-by-customer"],
                SignatureTokenToMsSignatureHeader = inMsHeader,
            }
        );
        Assert.Equal(200, reply.Status);
    }

    private List<(Dictionary<string, string> Headers, byte[] Body)> Received()
    {
        lock (_received)
            return [.. _received];
    }
}

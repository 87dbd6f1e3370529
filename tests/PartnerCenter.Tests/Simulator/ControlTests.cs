using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using PartnerCenter.Simulator;

namespace PartnerCenter.Tests.Simulator;

/// <summary>
/// The control surface under hands that slip: what makes no sense is refused and changes nothing, in memory and in the
/// state file.
/// </summary>
public sealed class ControlTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("control");

    private string File => Path.Combine(_folder.FullName, "simulator.state");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("Origin", "https://evil.example", 403)]
    [InlineData("Origin", "null", 403)]
    [InlineData("Origin", "http://127.0.0.1:1", 403)]
    [InlineData("Origin", "https://{host}", 403)]
    [InlineData("Origin", "http://{host}", 200)]
    [InlineData("Sec-Fetch-Site", "cross-site", 403)]
    [InlineData("Sec-Fetch-Site", "same-site", 403)]
    [InlineData("Sec-Fetch-Site", "same-origin", 200)]
    [InlineData("Sec-Fetch-Site", "none", 200)]
    public async Task Another_sites_page_controls_nothing(string header, string value, int status)
    {
        await using var lab = await Lab.Start();
        using var client = new HttpClient { BaseAddress = lab.Host.Address };
        foreach (
            var (method, path) in ((HttpMethod, string)[])
                [(HttpMethod.Get, "control/ledger"), (HttpMethod.Post, "control/reset")]
        )
        {
            using var message = new HttpRequestMessage(method, path);
            message.Headers.Add(header, value.Replace("{host}", lab.Host.Address.Authority, StringComparison.Ordinal));
            using var answer = await client.SendAsync(message);
            Assert.Equal(status, (int)answer.StatusCode);
        }
    }

    [Theory]
    [InlineData("P9000Y")]
    [InlineData("-P3000Y")]
    [InlineData("10675199.00:00:00")]
    [InlineData("P99999999999999Y")]
    public async Task A_step_out_of_time_is_refused_and_time_stays_where_it_was(string step)
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.Zero));
        await using (var lab = await Lab.Start(() => new SimulatorOptions { StateFile = File, Clock = clock }, clock))
        {
            var before = lab.Host.Control.Now;
            foreach (var body in new[] { $$"""{"step":"{{step}}"}""", $$"""{"mode":"step","step":"{{step}}"}""" })
            {
                Assert.Equal(400, (await Control(lab, "POST", "clock", body)).Status);
                Assert.Equal(before, lab.Host.Control.Now);
                Assert.Equal(200, (await lab.Get("/v1/customers")).Status);
            }
        }
        await using (var lab = await Lab.Start(() => new SimulatorOptions { StateFile = File, Clock = clock }, clock))
            Assert.Equal(200, (await lab.Get("/v1/customers")).Status);
    }

    [Theory]
    [InlineData("""{"name":null}""")]
    [InlineData("""{"mpnId":null}""")]
    [InlineData("""{"country":null}""")]
    [InlineData("""{"mailDomain":null}""")]
    [InlineData("""{"country":"Atlantis"}""")]
    [InlineData("""{"resellers":null}""")]
    [InlineData("""{"resellers":[null]}""")]
    [InlineData("""{"resellers":[{"tenantId":null,"mpnId":"1","name":"x"}]}""")]
    [InlineData("""{"sellsIn":[null]}""")]
    [InlineData("""{"cartLifetime":"P9999999D"}""")]
    [InlineData("""{"cartLifetime":"-P1D"}""")]
    [InlineData("""{"orderCompletionDelay":1e300}""")]
    [InlineData("""{"domainTakenStatus":99999}""")]
    [InlineData("""{"unknownResellerStatus":200}""")]
    [InlineData("""{"requestsPerMinute":-1}""")]
    [InlineData("""{"partnerType":"nobody"}""")]
    [InlineData("""{"name":"\ud800"}""")]
    [InlineData("""{"nonsense":1}""")]
    public async Task A_partner_that_makes_no_sense_is_refused_and_the_state_file_stays_whole(string change)
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.Zero));
        await using (var lab = await Lab.Start(() => new SimulatorOptions { StateFile = File, Clock = clock }, clock))
        {
            var before = lab.Host.Control.Partners[0];
            var body = change.Insert(1, $"\"tenantId\":\"{Lab.Direct}\",");
            var (status, content) = await Control(lab, "PUT", "partner", body);
            Assert.True(status == 400, $"{status} {content}");
            Assert.Equal(before, lab.Host.Control.Partners[0]);
            Assert.Equal(201, (await lab.Send("POST", "/v1/customers", Lab.Newcomer(lab.NewDomain()))).Status);
        }
        await using (var lab = await Lab.Start(() => new SimulatorOptions { StateFile = File, Clock = clock }, clock))
            Assert.Equal("directbill", lab.Host.Control.Partners[0].Name);
    }

    [Theory]
    [InlineData("GET", "requests?limit=x", "")]
    [InlineData("GET", "requests?status=99999999999", "")]
    [InlineData("GET", "requests?effectCommitted=maybe", "")]
    [InlineData("GET", "ledger?limit=x", "")]
    [InlineData("GET", "ledger?limit=-1", "")]
    [InlineData("POST", "clock", """{"mode":3}""")]
    [InlineData("POST", "clock", "[]")]
    [InlineData("POST", "clock", "\"x\"")]
    [InlineData("POST", "clock", """{"step":null}""")]
    [InlineData("POST", "faults", """{"operation":null,"kind":"slow"}""")]
    [InlineData("POST", "faults", "[null]")]
    [InlineData("POST", "domains", """{"domain":"\ud800.com"}""")]
    [InlineData("POST", "events", """{"partner":"x","event":"y","resource":"z","delay":"P99999999999999Y"}""")]
    public async Task What_cannot_be_read_is_told_so(string method, string path, string body)
    {
        await using var lab = await Lab.Start();
        var (status, content) = await Control(lab, method, path, body);
        Assert.Equal(400, status);
        Assert.NotEmpty(JsonNode.Parse(content)!["error"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_ledger_gives_the_newest_with_what_belongs_to_them_and_counts_all()
    {
        await using var lab = await Lab.Start();
        var first = await lab.Customer();
        await lab.Attest(first);
        var (second, order, subscription) = await lab.Bought();
        var newest = JsonNode.Parse((await Control(lab, "GET", "ledger?limit=1", "")).Content)!;
        string[] Members(string list, string member) =>
            [.. newest[list]!.AsArray().Select(row => row![member]!.GetValue<string>())];

        Assert.Equal([second], Members("tenants", "id"));
        Assert.Equal([second], Members("agreements", "customerId"));
        Assert.Equal([second], Members("relationships", "customerId"));
        Assert.Equal([order], Members("orders", "id"));
        Assert.Equal([subscription], Members("subscriptions", "id"));
        Assert.Single(newest["effects"]!.AsArray());
        Assert.Equal(
            (2, 2, 1, 1),
            (
                newest["counts"]!["tenants"]!.GetValue<int>(),
                newest["counts"]!["agreements"]!.GetValue<int>(),
                newest["counts"]!["orders"]!.GetValue<int>(),
                newest["counts"]!["subscriptions"]!.GetValue<int>()
            )
        );
        Assert.Equal(2, JsonNode.Parse((await Control(lab, "GET", "ledger", "")).Content)!["tenants"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_reset_is_kept_across_a_restart_and_takes_nothing_of_a_later_time_with_it()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.Zero));
        string later;
        await using (var lab = await Lab.Start(() => new SimulatorOptions { StateFile = File, Clock = clock }, clock))
        {
            await lab.Bought();
            lab.Host.Control.StepClock(TimeSpan.FromDays(1));
            var lines = (await System.IO.File.ReadAllLinesAsync(File)).Length;
            Assert.Equal(200, (await Control(lab, "POST", "reset", "")).Status);
            Assert.Equal(lines + 1, (await System.IO.File.ReadAllLinesAsync(File)).Length);
            Assert.Empty(lab.Host.Ledger.Tenants);
            later = await lab.Customer();
        }
        await using (var lab = await Lab.Start(() => new SimulatorOptions { StateFile = File, Clock = clock }, clock))
        {
            Assert.Equal(later, Assert.Single(lab.Host.Ledger.Tenants).Id);
            Assert.Empty(lab.Host.Ledger.Orders);
            Assert.Equal(clock.GetUtcNow(), lab.Host.Control.Now);
        }
    }

    [Fact]
    public async Task A_tenant_of_the_sandbox_accepts_nobody_s_invitation()
    {
        await using var lab = await Lab.Start();
        lab.Switch(p => p with { Environment = SimulatedEnvironment.Sandbox });
        var customer = await lab.Customer();
        Assert.Equal(
            400,
            (
                await Control(
                    lab,
                    "POST",
                    $"customers/{customer}/acceptInvitation",
                    $$"""{"partner":"{{Lab.Provider}}"}"""
                )
            ).Status
        );
    }

    /// <summary>
    /// C §24.12 (6): the partner became one of the sandbox after another had sold to the same customer.
    /// </summary>
    [Fact]
    public async Task A_delete_in_the_sandbox_leaves_what_another_partner_sold()
    {
        await using var lab = await Lab.Start();
        var (customer, _, own) = await lab.Bought();
        lab.Host.Control.AcceptInvitation(customer, Lab.Provider);
        lab.Partner = Lab.Provider;
        await lab.Attest(customer);
        var cart = await lab.Cart(customer, reseller: SimulatedPartners.ResellerMpnId);
        Assert.Equal(201, (await lab.Checkout(customer, cart.Text("id"))).Status);
        lab.Clock.Advance(TimeSpan.FromSeconds(5));
        lab.Partner = Lab.Direct;
        lab.Switch(p => p with { Environment = SimulatedEnvironment.Sandbox });

        Assert.Equal(204, (await lab.Send("DELETE", $"/v1/customers/{customer}")).Status);

        var ledger = lab.Host.Ledger;
        Assert.Equal("deleted", ledger.Subscriptions.Single(s => s.Id == own).Status);
        Assert.Equal("active", ledger.Subscriptions.Single(s => s.Partner == Lab.Provider).Status);
        Assert.Equal([Lab.Provider], ledger.Relationships.Where(r => r.Active).Select(r => r.Partner));
        Assert.Equal(customer, Assert.Single(ledger.Tenants).Id);
        lab.Partner = Lab.Provider;
        Assert.Equal(200, (await lab.Get($"/v1/customers/{customer}")).Status);
    }

    private static async Task<(int Status, string Content)> Control(Lab lab, string method, string path, string body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "control/" + path);
        if (body.Length > 0)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await lab.Raw(request);
        Assert.NotEqual(HttpStatusCode.InternalServerError, answer.StatusCode);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}

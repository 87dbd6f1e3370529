using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using PartnerCenter.Simulator;
using PartnerCenter.Simulator.Faults;

namespace PartnerCenter.Tests.Simulator;

/// <summary>
/// A simulator with a clock of its own, called over real HTTP without the client: what is tested here is the vendor's
/// side.
/// </summary>
internal sealed class Lab : IAsyncDisposable
{
    internal const string Direct = SimulatedPartners.DirectBillTenantId;
    internal const string Provider = SimulatedPartners.IndirectProviderTenantId;
    private readonly HttpClient _http;
    private readonly Dictionary<(string, bool), string> _tokens = [];
    private int _names;

    private Lab(SimulatorHost host, FakeTimeProvider clock)
    {
        (Host, Clock) = (host, clock);
        _http = new HttpClient { BaseAddress = host.Address };
        // The partner's own word is still taken, as C §9.0 says of old sandboxes and other clouds: agreements come
        // about in one call. CalendarTests go by the date.
        foreach (
            var partner in host.Control.Partners.Where(partner => partner.AttestationMode == AttestationMode.ByDate)
        )
            host.Control.SetPartner(partner.TenantId, p => p with { AttestationMode = AttestationMode.Both });
    }

    internal SimulatorHost Host { get; }
    internal FakeTimeProvider Clock { get; }

    /// <summary>Whom calls are made for.</summary>
    internal string Partner { get; set; } = Direct;

    internal static async Task<Lab> Start(Func<SimulatorOptions>? options = null, FakeTimeProvider? clock = null)
    {
        clock ??= new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.Zero));
        return new Lab(
            await SimulatorHost.StartAsync(options?.Invoke() ?? new SimulatorOptions { Clock = clock, FaultSeed = 1 }),
            clock
        );
    }

    internal static async Task<Lab> Start(Func<FakeTimeProvider, SimulatorOptions> options)
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.Zero));
        return new Lab(await SimulatorHost.StartAsync(options(clock)), clock);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Host.DisposeAsync();
    }

    internal void Switch(Func<SimulatedPartner, SimulatedPartner> change) => Host.Control.SetPartner(Partner, change);

    internal void Fault(
        string operation,
        FaultKind kind,
        int? count = 1,
        int? code = null,
        int? status = null,
        int? retryAfter = null,
        string? product = null
    ) =>
        Host.Faults.Add(
            new()
            {
                Operation = operation,
                Kind = kind,
                Count = count,
                Code = code,
                Status = status,
                RetryAfterSeconds = retryAfter,
                Product = product,
            }
        );

    internal string NewDomain() => $"wingtip{++_names}.onmicrosoft.com";

    internal async Task<string> Token(bool user = true, string resource = "https://api.partnercenter.microsoft.com")
    {
        if (
            resource == "https://api.partnercenter.microsoft.com"
            && _tokens.TryGetValue((Partner, user), out var known)
        )
            return known;
        var form = user
            ? new Dictionary<string, string>
            {
                ["grant_type"] = "refresh_token",
                ["refresh_token"] = "any",
                ["client_id"] = "app",
                ["resource"] = resource,
            }
            : new Dictionary<string, string>
            {
                ["grant_type"] = "client_credentials",
                ["client_id"] = "app",
                ["client_secret"] = "any",
                ["resource"] = resource,
            };
        using var answer = await _http.PostAsync($"{Partner}/oauth2/token", new FormUrlEncodedContent(form));
        answer.EnsureSuccessStatusCode();
        var token = (await answer.Content.ReadFromJsonAsync<JsonObject>())!["access_token"]!.GetValue<string>();
        if (resource == "https://api.partnercenter.microsoft.com")
            _tokens[(Partner, user)] = token;
        return token;
    }

    internal async Task<HttpResponseMessage> Raw(HttpRequestMessage request) => await _http.SendAsync(request);

    internal async Task<Reply> Send(
        string method,
        string path,
        object? body = null,
        string? requestId = null,
        bool user = true,
        string? token = null,
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path.TrimStart('/'));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token ?? await Token(user));
        request.Headers.Add("MS-RequestId", requestId ?? Guid.NewGuid().ToString());
        request.Headers.Add("MS-CorrelationId", Guid.NewGuid().ToString());
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        if (body is not null)
            request.Content = new StringContent(
                body as string
                    ?? System.Text.Json.JsonSerializer.Serialize(body, System.Text.Json.JsonSerializerOptions.Web),
                Encoding.UTF8,
                "application/json"
            );
        using var answer = await _http.SendAsync(request);
        return new Reply((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Headers);
    }

    internal Task<Reply> Get(string path, bool user = true) => Send("GET", path, user: user);

    internal static object Newcomer(
        string domain,
        string? reseller = null,
        string country = "US",
        string line = "One Microsoft Way",
        string? registration = null,
        string? phone = null
    ) =>
        new
        {
            companyProfile = new { domain, organizationRegistrationNumber = registration },
            billingProfile = new
            {
                email = "gena@wingtiptoys.example",
                culture = "en-US",
                language = "en",
                companyName = "Wingtip Toys",
                defaultAddress = new
                {
                    country,
                    addressLine1 = line,
                    city = "Redmond",
                    state = country == "US" ? "WA" : null,
                    postalCode = country == "US" ? "98052" : "00-001",
                    firstName = "Gena",
                    lastName = "Soto",
                    phoneNumber = phone,
                },
            },
            associatedPartnerId = reseller,
        };

    internal async Task<string> Customer(string? reseller = null)
    {
        var reply = await Send("POST", "/v1/customers", Newcomer(NewDomain(), reseller));
        Assert.Equal(201, reply.Status);
        return reply.Text("id");
    }

    internal Task<Reply> Attest(string customer, string email = "gena@wingtiptoys.example", string? requestId = null) =>
        Send(
            "POST",
            $"/v1/customers/{customer}/agreements",
            new
            {
                primaryContact = new
                {
                    firstName = "Gena",
                    lastName = "Soto",
                    email,
                },
                templateId = "117a77b0-9360-443b-8795-c6dedc750cf9",
                dateAgreed = "2026-11-20T00:00:00Z",
                type = "MicrosoftCustomerAgreement",
            },
            requestId
        );

    internal async Task<string> Item(string product, string sku = "0001")
    {
        var reply = await Get($"/v1/products/{product}/skus/{sku}/availabilities?country=US");
        return reply.Body!["items"]![0]!["catalogItemId"]!.GetValue<string>();
    }

    internal async Task<Reply> Cart(
        string customer,
        string product = "CFQ7TTC0LH18",
        int quantity = 5,
        string? term = "P1Y",
        string billing = "monthly",
        string sku = "0001",
        string? reseller = null
    ) =>
        await Send(
            "POST",
            $"/v1/customers/{customer}/carts",
            new
            {
                partnerOnRecordAttestationAccepted = true,
                lineItems = new[] { await Line(product, quantity, term, billing, sku, reseller) },
            }
        );

    internal async Task<object> Line(
        string product,
        int quantity = 5,
        string? term = "P1Y",
        string billing = "monthly",
        string sku = "0001",
        string? reseller = null
    ) =>
        new
        {
            catalogItemId = await Item(product, sku),
            quantity,
            billingCycle = billing,
            termDuration = term,
            participants = reseller is null ? [] : new[] { new { key = "transaction_reseller", value = reseller } },
        };

    internal Task<Reply> Checkout(string customer, string cart, string? requestId = null) =>
        Send("POST", $"/v1/customers/{customer}/carts/{cart}/checkout", requestId: requestId);

    /// <summary>A customer with an accepted agreement and one active subscription.</summary>
    internal async Task<(string Customer, string Order, string Subscription)> Bought(int quantity = 5)
    {
        var customer = await Customer();
        Assert.Equal(201, (await Attest(customer)).Status);
        var cart = await Cart(customer, quantity: quantity);
        var order = (await Checkout(customer, cart.Text("id"))).Body!["orders"]![0]!["id"]!.GetValue<string>();
        Clock.Advance(TimeSpan.FromSeconds(5));
        var done = await Get($"/v1/customers/{customer}/orders/{order}");
        return (customer, order, done.Body!["lineItems"]![0]!["subscriptionId"]!.GetValue<string>());
    }
}

/// <summary>An answer read to its end.</summary>
internal sealed record Reply(int Status, string Content, HttpResponseHeaders Headers)
{
    internal JsonNode? Body => Content.Length == 0 ? null : JsonNode.Parse(Content);

    internal int Code => Body is JsonObject body && body["code"] is { } code ? code.GetValue<int>() : 0;

    internal string Text(string member) => Body![member]!.GetValue<string>();
}

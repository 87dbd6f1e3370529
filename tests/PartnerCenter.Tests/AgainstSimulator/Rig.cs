using Microsoft.Extensions.Time.Testing;
using PartnerCenter.Agreements;
using PartnerCenter.Carts;
using PartnerCenter.Customers;
using PartnerCenter.Simulator;
using PartnerCenter.Simulator.Faults;
using PartnerCenter.Tests.Client;

namespace PartnerCenter.Tests.AgainstSimulator;

/// <summary>A simulator of its own and the client of its two partners.</summary>
internal sealed class Rig : IAsyncDisposable
{
    public static readonly ResellerTenantId Reseller = ResellerTenantId.Parse(SimulatedPartners.ResellerTenantId);
    public static readonly MpnId ResellerMpn = new(SimulatedPartners.ResellerMpnId);
    public static readonly ProductId Basic = new("CFQ7TTC0LH18");
    public static readonly SkuId BasicSku = new("0001");

    private readonly TestClient _client;
    private int _domains;

    private Rig(SimulatorHost simulator, FakeTimeProvider clock)
    {
        (Simulator, Clock) = (simulator, clock);
        // The partner's own word is still taken here, as C §9.0 says of old sandboxes and other clouds.
        foreach (var partner in simulator.Control.Partners)
            simulator.Control.SetPartner(partner.TenantId, p => p with { AttestationMode = AttestationMode.Both });
        _client = TestClient.From(
            new(
                Keys("direct", SimulatedPartners.DirectBillTenantId)
                    .Concat(Keys("indirect", SimulatedPartners.IndirectProviderTenantId))
                    .Append(new("Partners:indirect:Kind", "IndirectProvider"))
            )
        );

        IEnumerable<KeyValuePair<string, string?>> Keys(string name, string tenant) =>
            [
                new($"Partners:{name}:BaseAddress", simulator.Address.ToString()),
                new($"Partners:{name}:Authority", simulator.Address.ToString()),
                new($"Partners:{name}:TenantId", tenant),
                new($"Partners:{name}:ClientId", "0a0a0a0a-0000-4000-8000-000000000009"),
                new($"Partners:{name}:CredentialName", "partner"),
                new($"Partners:{name}:RequestTimeout", "00:00:20"),
            ];
    }

    public SimulatorHost Simulator { get; }

    /// <summary>The time of the simulated domain; tokens and timeouts run on the real one.</summary>
    public FakeTimeProvider Clock { get; }

    public MemoryCredentials Credentials => _client.Credentials;

    public PartnerCenterClient Direct => _client.Clients.For("direct");

    public PartnerCenterClient Indirect => _client.Clients.For("indirect");

    public static async Task<Rig> Start()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        return new(await SimulatorHost.StartAsync(new() { Clock = clock, FaultSeed = 1 }), clock);
    }

    public NewCustomer Newcomer(string? domain = null) =>
        FaultTests.Wingtip with
        {
            Domain = domain ?? $"wingtip{Interlocked.Increment(ref _domains)}.onmicrosoft.com",
        };

    public void Fault(
        string operation,
        FaultKind kind,
        int count = 1,
        int? code = null,
        int? status = null,
        int? retryAfter = null,
        string? product = null
    ) =>
        Simulator.Faults.Add(
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

    public async Task<CustomerId> Customer(PartnerCenterClient? partner = null) =>
        (await (partner ?? Direct).Customers.Create(Newcomer(), CallIds.New())).Customer.Id;

    /// <summary>A customer that has accepted the agreement.</summary>
    public async Task<CustomerId> Buyer(PartnerCenterClient? partner = null)
    {
        var customer = await Customer(partner);
        Simulator.Control.AcceptAgreement(customer.ToString());
        return customer;
    }

    public async Task<NewAgreement> Agreement(PartnerCenterClient partner) =>
        new()
        {
            PrimaryContact = new("Gena", "Soto", "gena@wingtip.example", "+1 425 555 0101"),
            TemplateId = (await partner.Agreements.Metadata())[0].TemplateId,
            DateAgreed = Clock.GetUtcNow().AddDays(-1),
        };

    public async Task<NewCart> Basket(
        CustomerId customer,
        PartnerCenterClient? partner = null,
        int quantity = 5,
        MpnId? reseller = null
    ) =>
        new()
        {
            PartnerOnRecordAttestationAccepted = true,
            LineItems =
            [
                new()
                {
                    Id = 0,
                    CatalogItemId = (await (partner ?? Direct).Catalog.AvailabilitiesFor(customer, Basic, BasicSku))[0]
                        .CatalogItemId!
                        .Value,
                    Quantity = quantity,
                    BillingCycle = BillingCycle.Monthly,
                    TermDuration = "P1Y",
                    Participants = reseller is { } mpn ? [Participant.TransactionReseller(mpn)] : null,
                },
            ],
        };

    public async Task<Cart> Cart(CustomerId customer, PartnerCenterClient? partner = null, MpnId? reseller = null) =>
        await (partner ?? Direct).Carts.Create(
            customer,
            await Basket(customer, partner, reseller: reseller),
            CallIds.New()
        );

    /// <summary>A buyer with one active subscription.</summary>
    public async Task<(CustomerId Customer, OrderId Order, SubscriptionId Subscription)> Subscribed()
    {
        var customer = await Buyer();
        var result = await Direct.Carts.Checkout(customer, (await Cart(customer)).Id, CallIds.New());
        Simulator.Control.StepClock(TimeSpan.FromMinutes(1));
        var order = await Direct.Orders.Get(customer, Assert.Single(result.Orders).Id);
        return (customer, order.Id, Assert.Single(order.LineItems).SubscriptionId!.Value);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Simulator.DisposeAsync();
    }
}

/// <summary>One simulator for the tests of a class.</summary>
public abstract class SimulatorTests : IAsyncLifetime
{
    private protected Rig Rig { get; private set; } = null!;

    public async Task InitializeAsync() => Rig = await Rig.Start();

    public async Task DisposeAsync() => await Rig.DisposeAsync();
}

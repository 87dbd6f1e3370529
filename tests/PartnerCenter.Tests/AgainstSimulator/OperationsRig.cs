using System.Reflection;
using System.Text.RegularExpressions;
using PartnerCenter.Agreements;
using PartnerCenter.Carts;
using PartnerCenter.Customers;
using PartnerCenter.Simulator;
using PartnerCenter.Tests.Conventions;
using PartnerCenter.Wire;

namespace PartnerCenter.Tests.AgainstSimulator;

/// <summary>A simulator in which every call of the client finds what it needs, as often as it is made.</summary>
internal sealed partial class OperationsRig : IAsyncDisposable
{
    private static readonly ILookup<string, MethodInfo> Methods = ApiMethodTests.Methods.ToLookup(method =>
        $"{method.DeclaringType!.Name[..^"Api".Length]}.{method.Name}"
    );
    private readonly Rig _rig;

    private OperationsRig(Rig rig, IReadOnlyDictionary<string, Func<Task>> calls) => (_rig, Calls) = (rig, calls);

    internal static IEnumerable<string> Names =>
        Methods.Select(overloads => overloads.Key).Order(StringComparer.Ordinal);

    /// <summary>A whole call by its name, with what must go before it.</summary>
    internal IReadOnlyDictionary<string, Func<Task>> Calls { get; }

    internal SimulatorHost Simulator => _rig.Simulator;

    internal static RouteAttribute RouteOf(string name) => Methods[name].First().GetCustomAttribute<RouteAttribute>()!;

    internal static bool HasEffect(string name) =>
        Methods[name].First().GetParameters().Any(parameter => parameter.ParameterType == typeof(CallIds));

    /// <summary>The simulator's name of the operation that a call ends in.</summary>
    internal static string Simulated(string name)
    {
        static string Plain(string route) => Parameter().Replace(route, "{}");
        var route = RouteOf(name);
        return SimulatedOperations
            .All.Single(operation =>
                operation.Method == route.Method && Plain(operation.Route) == Plain(route.Template)
            )
            .Name;
    }

    internal static async Task<OperationsRig> Start()
    {
        var rig = await Rig.Start();
        var (direct, indirect) = (rig.Direct, rig.Indirect);
        rig.Simulator.Control.SetPartner(
            SimulatedPartners.IndirectProviderTenantId,
            partner => partner with { Environment = SimulatedEnvironment.Sandbox }
        );
        var (customer, order, subscription) = await rig.Subscribed();
        var resold = await rig.Customer(indirect);
        var availability = (await direct.Catalog.AvailabilitiesFor(customer, Rig.Basic, Rig.BasicSku))[0];
        var agreement = await rig.Agreement(direct);
        var basket = await rig.Basket(customer);
        var cart = await rig.Cart(customer);
        await direct.Webhooks.Register(
            new() { WebhookUrl = "https://hooks.example/a", WebhookEvents = ["test-created"] },
            CallIds.New()
        );
        var delivery = await direct.Webhooks.StartTest(CallIds.New());
        var today = DateOnly.FromDateTime(rig.Clock.GetUtcNow().UtcDateTime);

        async Task<OrderId> Software()
        {
            var item = (await direct.Catalog.AvailabilitiesFor(customer, new("DG7GMGF0D7FV"), new("0002")))[0]
                .CatalogItemId!
                .Value;
            var made = await direct.Carts.Create(
                customer,
                new()
                {
                    PartnerOnRecordAttestationAccepted = true,
                    LineItems =
                    [
                        new()
                        {
                            Id = 0,
                            CatalogItemId = item,
                            Quantity = 1,
                            BillingCycle = BillingCycle.OneTime,
                        },
                    ],
                },
                CallIds.New()
            );
            var placed = (await direct.Carts.Checkout(customer, made.Id, CallIds.New())).Orders[0].Id;
            rig.Simulator.Control.StepClock(TimeSpan.FromSeconds(2));
            return placed;
        }

        async Task<SubscriptionId> AzurePlan()
        {
            var item = (await direct.Catalog.AvailabilitiesFor(customer, new("DZH318Z0BPS6"), new("0001")))[0]
                .CatalogItemId!
                .Value;
            var made = await direct.Carts.Create(
                customer,
                new()
                {
                    PartnerOnRecordAttestationAccepted = true,
                    LineItems =
                    [
                        new()
                        {
                            Id = 0,
                            CatalogItemId = item,
                            Quantity = 1,
                            BillingCycle = BillingCycle.Monthly,
                        },
                    ],
                },
                CallIds.New()
            );
            var placed = (await direct.Carts.Checkout(customer, made.Id, CallIds.New())).Orders[0].Id;
            rig.Simulator.Control.StepClock(TimeSpan.FromSeconds(2));
            return (await direct.Orders.Get(customer, placed)).LineItems[0].SubscriptionId!.Value;
        }

        async Task Change(Func<CustomerId, SubscriptionId, Task> change)
        {
            var sold = await rig.Subscribed();
            await change(sold.Customer, sold.Subscription);
        }

        Task<EnhancedAttestation> StartedAttestation() =>
            direct.Agreements.StartEnhancedAttestation(
                new()
                {
                    Country = "US",
                    Language = "en-US",
                    CompanyName = "Wingtip Toys",
                    SignatoryFirstName = "Gena",
                    SignatoryLastName = "Soto",
                    FurtherMembers = new Dictionary<string, string> { ["signatoryEmail"] = "gena@wingtip.example" },
                },
                CallIds.New()
            );

        return new(
            rig,
            new Dictionary<string, Func<Task>>
            {
                ["Agreements.Confirm"] = () => direct.Agreements.Confirm(customer, agreement, CallIds.New()),
                ["Agreements.IsDirectlySigned"] = () => direct.Agreements.IsDirectlySigned(customer),
                ["Agreements.List"] = () => direct.Agreements.List(customer),
                ["Agreements.Metadata"] = () => direct.Agreements.Metadata(),
                ["Agreements.StartEnhancedAttestation"] = StartedAttestation,
                ["Agreements.ReadEnhancedAttestation"] = async () =>
                    await direct.Agreements.ReadEnhancedAttestation(
                        "/v1/attestations/enhanced/{attestationId}",
                        (await StartedAttestation()).Read("attestationId")!
                    ),
                ["Agreements.TemplateDocument"] = () =>
                    direct.Agreements.TemplateDocument(agreement.TemplateId, "en-US", "US"),
                ["Audit.List"] = async () => await direct.Audit.List(today.AddDays(-1), today).ToListAsync(),
                ["Carts.Checkout"] = async () =>
                    await direct.Carts.Checkout(customer, (await rig.Cart(customer)).Id, CallIds.New()),
                ["Carts.Create"] = () => direct.Carts.Create(customer, basket, CallIds.New()),
                ["Carts.Get"] = () => direct.Carts.Get(customer, cart.Id),
                ["Carts.Update"] = () => direct.Carts.Update(customer, cart, CallIds.New()),
                ["Catalog.Availabilities"] = () => direct.Catalog.Availabilities(Rig.Basic, Rig.BasicSku, "US"),
                ["Catalog.AvailabilitiesFor"] = () =>
                    direct.Catalog.AvailabilitiesFor(customer, Rig.Basic, Rig.BasicSku),
                ["Catalog.Availability"] = () =>
                    direct.Catalog.Availability(Rig.Basic, Rig.BasicSku, availability.Id, "US"),
                ["Catalog.CheckInventory"] = () =>
                    direct.Catalog.CheckInventory("US", [new(Rig.Basic, Rig.BasicSku)], new(customer)),
                ["Catalog.Product"] = () => direct.Catalog.Product(Rig.Basic, "US"),
                ["Catalog.Products"] = () => direct.Catalog.Products("US"),
                ["Catalog.ProductsFor"] = () => direct.Catalog.ProductsFor(customer),
                ["Catalog.PromotionEligibilities"] = () =>
                    direct.Catalog.PromotionEligibilities(
                        customer,
                        [
                            new()
                            {
                                CatalogItemId = availability.CatalogItemId!.Value,
                                Quantity = 5,
                                TermDuration = "P1Y",
                                BillingCycle = BillingCycle.Monthly,
                            },
                        ]
                    ),
                ["Catalog.Promotions"] = () => direct.Catalog.Promotions("US"),
                ["Catalog.Sku"] = () => direct.Catalog.Sku(Rig.Basic, Rig.BasicSku, "US"),
                ["Catalog.Skus"] = () => direct.Catalog.Skus(Rig.Basic, "US"),
                ["Catalog.SkusFor"] = () => direct.Catalog.SkusFor(customer, Rig.Basic),
                ["Customers.Create"] = () => direct.Customers.Create(rig.Newcomer(), CallIds.New()),
                ["Customers.DeleteSandbox"] = async () =>
                    await indirect.Customers.DeleteSandbox(await rig.Customer(indirect), CallIds.New()),
                ["Customers.FindByDomain"] = () => direct.Customers.FindByDomain("nobody.onmicrosoft.com"),
                ["Customers.Get"] = () => direct.Customers.Get(customer),
                ["Customers.GetBillingProfile"] = () => direct.Customers.GetBillingProfile(customer),
                ["Customers.GetCompanyProfile"] = () => direct.Customers.GetCompanyProfile(customer),
                ["Customers.GetCustomDomains"] = () => direct.Customers.GetCustomDomains(customer),
                ["Customers.GetOrganization"] = () => direct.Customers.GetOrganization(customer),
                ["Customers.GetValidationStatus"] = () => direct.Customers.GetValidationStatus(customer),
                ["Customers.List"] = async () => await direct.Customers.List().ToListAsync(),
                ["Customers.Qualifications"] = () => direct.Customers.Qualifications(customer),
                ["Customers.Qualify"] = async () =>
                    await direct.Customers.Qualify(
                        await rig.Customer(),
                        new() { Qualification = QualificationKind.Education, EducationSegment = EducationSegment.K12 },
                        CallIds.New()
                    ),
                ["Customers.RemoveRelationship"] = async () =>
                    await direct.Customers.RemoveRelationship(await rig.Customer(), CallIds.New()),
                ["Customers.UpdateBillingProfile"] = async () =>
                    await direct.Customers.UpdateBillingProfile(
                        customer,
                        await direct.Customers.GetBillingProfile(customer),
                        CallIds.New()
                    ),
                ["Customers.ValidationCodes"] = () => direct.Customers.ValidationCodes(),
                ["Domains.IsTaken"] = () => direct.Domains.IsTaken("nobody.onmicrosoft.com"),
                ["Orders.Attach"] = async () =>
                    await direct.Orders.Attach(
                        customer,
                        await Software(),
                        new()
                        {
                            CustomerPrice = 1,
                            Currency = "USD",
                            PurchaseOrders = [new("po.pdf", "%PDF"u8.ToArray())],
                        },
                        CallIds.New()
                    ),
                ["Orders.Attachments"] = () => direct.Orders.Attachments(customer, order),
                ["Orders.Cancel"] = async () =>
                {
                    var software = await Software();
                    rig.Simulator.Control.FinishOrder(software.ToString(), "completed");
                    await direct.Orders.Cancel(customer, software, CallIds.New());
                },
                ["Orders.Get"] = () => direct.Orders.Get(customer, order),
                ["Orders.List"] = () => direct.Orders.List(customer),
                ["Orders.ProvisioningStatus"] = () => direct.Orders.ProvisioningStatus(customer, order),
                ["Relationships.IndirectResellers"] = () => indirect.Relationships.IndirectResellers(),
                ["Relationships.ValidateResellers"] = () => indirect.Relationships.ValidateResellers([Rig.ResellerMpn]),
                ["Relationships.MpaStatus"] = () => indirect.Relationships.MpaStatus(Rig.ResellerMpn),
                ["Relationships.OfCustomer"] = () => indirect.Relationships.OfCustomer(resold),
                ["Relationships.Profile"] = () => indirect.Relationships.Profile(Rig.ResellerMpn),
                ["Relationships.RelationshipRequestUrl"] = () => direct.Relationships.RelationshipRequestUrl(),
                ["Subscriptions.ByOrder"] = () => direct.Subscriptions.ByOrder(customer, order),
                ["Subscriptions.Cancel"] = () =>
                    Change((buyer, bought) => direct.Subscriptions.Cancel(buyer, bought, CallIds.New())),
                ["Subscriptions.CustomTermEndDates"] = () => direct.Subscriptions.CustomTermEndDates(customer, "P1Y"),
                ["Subscriptions.Get"] = () => direct.Subscriptions.Get(customer, subscription),
                ["Subscriptions.List"] = () => direct.Subscriptions.List(customer),
                ["Subscriptions.ProvisioningStatus"] = () =>
                    direct.Subscriptions.ProvisioningStatus(customer, subscription),
                ["Subscriptions.Register"] = async () =>
                    await direct.Subscriptions.Register(customer, await AzurePlan(), CallIds.New()),
                ["Subscriptions.RegistrationStatus"] = () =>
                    direct.Subscriptions.RegistrationStatus(customer, subscription),
                ["Subscriptions.Suspend"] = () =>
                    Change((buyer, bought) => direct.Subscriptions.Suspend(buyer, bought, CallIds.New())),
                ["Subscriptions.Update"] = () =>
                    Change(
                        (buyer, bought) =>
                            direct.Subscriptions.Update(buyer, bought, new() { FriendlyName = "Ours" }, CallIds.New())
                    ),
                ["Validation.CheckAddress"] = () => direct.Validation.CheckAddress(rig.Newcomer().Address),
                ["Validation.CountryRules"] = () => direct.Validation.CountryRules("DE"),
                ["Webhooks.Events"] = () => direct.Webhooks.Events(),
                ["Webhooks.Get"] = () => direct.Webhooks.Get(),
                ["Webhooks.GetTest"] = () => direct.Webhooks.GetTest(delivery),
                ["Webhooks.Register"] = () =>
                    direct.Webhooks.Register(
                        new() { WebhookUrl = "https://hooks.example/b", WebhookEvents = ["test-created"] },
                        CallIds.New()
                    ),
                ["Webhooks.StartTest"] = () =>
                {
                    // Two a minute are allowed (C §21.1).
                    rig.Simulator.Control.StepClock(TimeSpan.FromMinutes(1));
                    return direct.Webhooks.StartTest(CallIds.New());
                },
                ["Webhooks.Update"] = () =>
                    direct.Webhooks.Update(
                        new() { WebhookUrl = "https://hooks.example/c", WebhookEvents = ["test-created"] },
                        CallIds.New()
                    ),
            }
        );
    }

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();
}

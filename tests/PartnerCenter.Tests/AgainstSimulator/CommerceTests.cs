using PartnerCenter.Carts;
using PartnerCenter.Orders;
using PartnerCenter.Simulator;
using PartnerCenter.Simulator.Faults;
using PartnerCenter.Subscriptions;

namespace PartnerCenter.Tests.AgainstSimulator;

public sealed class CommerceTests : SimulatorTests
{
    [Fact]
    public async Task Buying_FromCatalogToProvisioned()
    {
        var customer = await Rig.Buyer();
        var term = Assert.Single(
            (await Rig.Direct.Catalog.AvailabilitiesFor(customer, Rig.Basic, Rig.BasicSku))[0].Terms,
            term => term is { Duration: "P1Y", BillingCycle: BillingCycle.Monthly }
        );
        var cart = await Rig.Cart(customer);
        Assert.Equal(
            (CartStatus.Active, null, true),
            (cart.Status, cart.LineItems[0].Error, cart.LineItems[0].Pricing?.ExtendedPrice > 0)
        );

        var result = await Rig.Direct.Carts.Checkout(customer, cart.Id, CallIds.New());
        var fresh = Assert.Single(result.Orders);
        Assert.Empty(result.Errors);
        Assert.Equal((OrderStatus.Pending, null), (fresh.Status, fresh.LineItems[0].SubscriptionId));

        Rig.Simulator.Control.StepClock(TimeSpan.FromMinutes(20));
        var order = await Rig.Direct.Orders.Get(customer, fresh.Id, includePrice: true);
        Assert.True(order is { IsTerminal: true, Status: OrderStatus.Completed, TotalPrice: > 0 });
        Assert.Equal(
            OrderProvisioningStatus.Fulfilled,
            Assert.Single((await Rig.Direct.Orders.ProvisioningStatus(customer, order.Id))!).Status
        );
        var subscription = Assert.Single(await Rig.Direct.Subscriptions.ByOrder(customer, order.Id));
        Assert.Equal(
            (SubscriptionStatus.Active, 5, term.Duration, true),
            (
                subscription.Status,
                subscription.Quantity,
                subscription.TermDuration,
                subscription.CancellationAllowedUntilDate > Rig.Simulator.Control.Now
            )
        );
        Assert.Equal(
            ProvisioningState.Success,
            (await Rig.Direct.Subscriptions.ProvisioningStatus(customer, subscription.Id))!.Status
        );
        Assert.Equal(
            subscription.Id,
            (await Rig.Direct.Subscriptions.Get(customer, order.LineItems[0].SubscriptionId!.Value)).Id
        );
        Assert.Single(await Rig.Direct.Orders.List(customer));
        Assert.Equal(CartStatus.Ordered, (await Rig.Direct.Carts.Get(customer, cart.Id)).Status);
    }

    [Fact]
    public async Task Catalog_EveryRead()
    {
        var customer = await Rig.Customer();
        var catalog = Rig.Direct.Catalog;
        Assert.Contains(await catalog.Products("US"), product => product.Id == Rig.Basic);
        Assert.Equal("OnlineServicesNCE", (await catalog.Product(Rig.Basic, "US")).ProductType?.Id);
        Assert.Equal(Rig.BasicSku, Assert.Single(await catalog.Skus(Rig.Basic, "US")).Id);
        Assert.Equal(300, (await catalog.Sku(Rig.Basic, Rig.BasicSku, "US")).MaximumQuantity);
        var availability = Assert.Single(await catalog.Availabilities(Rig.Basic, Rig.BasicSku, "US"));
        Assert.Equal(
            availability.CatalogItemId,
            (await catalog.Availability(Rig.Basic, Rig.BasicSku, availability.Id, "US")).CatalogItemId
        );
        Assert.Contains(await catalog.ProductsFor(customer), product => product.Id == Rig.Basic);
        Assert.Single(await catalog.SkusFor(customer, Rig.Basic));
        var addOn = await catalog.Sku(new("CFQ7TTC0LH0T"), new("0001"), "US");
        Assert.True(addOn.IsAddon && addOn.PrerequisiteSkus.Contains("CFQ7TTC0LH18:0001"));
        Assert.True((await catalog.Sku(new("CFQ7TTC0L3PB"), new("0001"), "US")).NeedsAttestation);
        var promotion = Assert.Single(
            await catalog.Promotions("US"),
            promotion => promotion.RequiredProducts[0].ProductId == Rig.Basic
        );
        var answer = Assert.Single(
            await catalog.PromotionEligibilities(
                customer,
                [
                    new()
                    {
                        CatalogItemId = availability.CatalogItemId!.Value,
                        Quantity = 5,
                        TermDuration = "P1Y",
                        BillingCycle = BillingCycle.Monthly,
                        PromotionId = promotion.Id,
                    },
                ]
            )
        );
        Assert.True(Assert.Single(answer.Eligibilities).IsEligible);
        Assert.Equal(
            new ProductId("DZH318Z0BQ3Q"),
            Assert
                .Single(
                    await catalog.CheckInventory(
                        "US",
                        [new(new("DZH318Z0BQ3Q"), new("00FJ"))],
                        new(customer, Guid.NewGuid(), "westus")
                    )
                )
                .ProductId
        );
        Assert.NotEmpty(await Rig.Direct.Subscriptions.CustomTermEndDates(customer, "P1Y"));
    }

    [Theory]
    [InlineData("NOSUCHPROD00", "0001", "400013")]
    [InlineData("CFQ7TTC0LH18", "9999", "400018")]
    public async Task Catalog_Unknown_IsNotFoundWithItsCode(string product, string sku, string code)
    {
        var exception = await Assert.ThrowsAsync<PartnerCenterException>(() =>
            Rig.Direct.Catalog.Sku(new(product), new(sku), "US")
        );

        Assert.Equal((Fault.NotFound, code), (exception.Fault, exception.Code));
    }

    [Fact]
    public async Task Cart_WithABadLine_IsMadeAndSaysWhatIsWrong()
    {
        var customer = await Rig.Buyer();
        var basket = await Rig.Basket(customer, quantity: 9999);

        var cart = await Rig.Direct.Carts.Create(customer, basket, CallIds.New());

        Assert.NotEqual(CartErrorCode.Unknown, Assert.Single(cart.LineItems).Error!.Code);
        Assert.NotEqual(
            Fault.Unknown,
            (
                await Assert.ThrowsAsync<PartnerCenterException>(() =>
                    Rig.Direct.Carts.Checkout(customer, cart.Id, CallIds.New())
                )
            ).Fault
        );
    }

    [Fact]
    public async Task Cart_Updated_KeepsTheRest()
    {
        var customer = await Rig.Buyer();
        var cart = await Rig.Cart(customer);

        var updated = await Rig.Direct.Carts.Update(
            customer,
            cart with
            {
                LineItems = [cart.LineItems[0] with { Quantity = 7 }],
            },
            CallIds.New()
        );

        Assert.Equal(
            (7, cart.LineItems[0].CatalogItemId, "P1Y", cart.Id),
            (
                updated.LineItems[0].Quantity,
                updated.LineItems[0].CatalogItemId,
                updated.LineItems[0].TermDuration,
                updated.Id
            )
        );
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Checkout_Twice_IsOneOrder(bool refusesSecond)
    {
        Rig.Simulator.Control.SetPartner(
            SimulatedPartners.DirectBillTenantId,
            partner => partner with { RefuseSecondCheckout = refusesSecond }
        );
        var customer = await Rig.Buyer();
        var cart = await Rig.Cart(customer);
        var first = await Rig.Direct.Carts.Checkout(customer, cart.Id, CallIds.New());

        if (refusesSecond)
        {
            var exception = await Assert.ThrowsAsync<PartnerCenterException>(() =>
                Rig.Direct.Carts.Checkout(customer, cart.Id, CallIds.New())
            );
            Assert.Equal((Fault.Refused, "800065"), (exception.Fault, exception.Code));
        }
        else
        {
            Assert.Equal(
                first.Orders[0].Id,
                (await Rig.Direct.Carts.Checkout(customer, cart.Id, CallIds.New())).Orders[0].Id
            );
        }
        Assert.Single(Rig.Simulator.Ledger.Orders);
    }

    [Fact]
    public async Task Checkout_OneGroupFails_BothPartsAreTold()
    {
        var customer = await Rig.Buyer();
        Rig.Fault("carts.checkout", FaultKind.OrderError, code: 800069);

        var result = await Rig.Direct.Carts.Checkout(customer, (await Rig.Cart(customer)).Id, CallIds.New());

        Assert.Equal("800069", Assert.Single(result.Errors).Code);
        Assert.Empty(result.Orders);
    }

    [Fact]
    public async Task Checkout_WithoutAgreement_Is13605()
    {
        var customer = await Rig.Customer();
        var cart = await Rig.Cart(customer);

        var exception = await Assert.ThrowsAsync<PartnerCenterException>(() =>
            Rig.Direct.Carts.Checkout(customer, cart.Id, CallIds.New())
        );

        Assert.Equal(
            (Fault.Refused, PartnerCenterErrorCodes.AgreementMissing, 403),
            (exception.Fault, exception.Code, exception.Status)
        );
    }

    [Fact]
    public async Task Checkout_ExpiredCart_IsNotFound()
    {
        var customer = await Rig.Buyer();
        var cart = await Rig.Cart(customer);
        Rig.Simulator.Control.StepClock(TimeSpan.FromDays(8));

        Assert.Equal(
            (Fault.NotFound, "800008"),
            await FaultOf(() => Rig.Direct.Carts.Checkout(customer, cart.Id, CallIds.New()))
        );
    }

    [Fact]
    public async Task Checkout_CatalogMovedOn_Is400019()
    {
        var customer = await Rig.Buyer();
        var cart = await Rig.Cart(customer);
        Rig.Fault("carts.checkout", FaultKind.StaleCatalog);

        Assert.Equal(
            (Fault.NotFound, PartnerCenterErrorCodes.AvailabilityNotFound),
            await FaultOf(() => Rig.Direct.Carts.Checkout(customer, cart.Id, CallIds.New()))
        );
    }

    [Fact]
    public async Task Buying_ForAReseller_OrderCarriesItsMpnId()
    {
        var created = await Rig.Indirect.Customers.Create(
            Rig.Newcomer() with
            {
                AssociatedPartnerId = Rig.Reseller,
            },
            CallIds.New()
        );
        var customer = created.Customer.Id;
        await Rig.Indirect.Agreements.Confirm(customer, await Rig.Agreement(Rig.Indirect), CallIds.New());
        var cart = await Rig.Cart(customer, Rig.Indirect, Rig.ResellerMpn);

        var result = await Rig.Indirect.Carts.Checkout(customer, cart.Id, CallIds.New());

        Assert.Equal(Rig.ResellerMpn, Assert.Single(Assert.Single(result.Orders).LineItems).PartnerIdOnRecord);
    }

    [Fact]
    public async Task Cancel_InsideTheWindow_IsDeletedAndTwiceIsOnce()
    {
        var (customer, _, subscription) = await Rig.Subscribed();

        var done = await Rig.Direct.Subscriptions.Cancel(customer, subscription, CallIds.New());
        var again = await Rig.Direct.Subscriptions.Cancel(customer, subscription, CallIds.New());

        Assert.Equal(SubscriptionStatus.Deleted, Assert.IsType<SubscriptionUpdate.Done>(done).Subscription.Status);
        Assert.Equal(SubscriptionStatus.Deleted, Assert.IsType<SubscriptionUpdate.Done>(again).Subscription.Status);
        Assert.Single(Rig.Simulator.Requests.Find("subscriptions.update"));
    }

    [Fact]
    public async Task Cancel_AfterTheWindow_IsRefusedAndSuspendWorks()
    {
        var (customer, _, subscription) = await Rig.Subscribed();
        Rig.Simulator.Control.StepClock(TimeSpan.FromDays(8));

        Assert.Equal(
            (Fault.Refused, "900117"),
            await FaultOf(() => Rig.Direct.Subscriptions.Cancel(customer, subscription, CallIds.New()))
        );
        var suspended = Assert
            .IsType<SubscriptionUpdate.Done>(
                await Rig.Direct.Subscriptions.Suspend(customer, subscription, CallIds.New())
            )
            .Subscription;

        Assert.Equal((SubscriptionStatus.Suspended, false), (suspended.Status, suspended.AutoRenewEnabled));
    }

    [Fact]
    public async Task Update_Quantity_KeepsAutoRenew()
    {
        var (customer, _, subscription) = await Rig.Subscribed();

        var done = Assert.IsType<SubscriptionUpdate.Done>(
            await Rig.Direct.Subscriptions.Update(
                customer,
                subscription,
                new() { Quantity = 8, FriendlyName = "Basic" },
                CallIds.New()
            )
        );

        Assert.Equal(
            (8, "Basic", true),
            (done.Subscription.Quantity, done.Subscription.FriendlyName, done.Subscription.AutoRenewEnabled)
        );
    }

    [Fact]
    public async Task Update_SlowService_IsAccepted()
    {
        var (customer, _, subscription) = await Rig.Subscribed();
        Rig.Simulator.Control.SetPartner(
            SimulatedPartners.DirectBillTenantId,
            partner => partner with { SlowSubscriptionUpdates = true }
        );

        var accepted = Assert.IsType<SubscriptionUpdate.Accepted>(
            await Rig.Direct.Subscriptions.Cancel(customer, subscription, CallIds.New())
        );

        Assert.NotNull(accepted.Location);
    }

    [Fact]
    public async Task Cancel_SomebodyElseWroteFirst_IsAConflictAndWorksTheNextTime()
    {
        var (customer, _, subscription) = await Rig.Subscribed();
        Rig.Fault("subscriptions.update", FaultKind.EtagConflict);

        Assert.Equal(
            (Fault.Conflict, "2055"),
            await FaultOf(() => Rig.Direct.Subscriptions.Cancel(customer, subscription, CallIds.New()))
        );
        Assert.IsType<SubscriptionUpdate.Done>(
            await Rig.Direct.Subscriptions.Cancel(customer, subscription, CallIds.New())
        );
    }

    [Fact]
    public async Task Cancel_TooFresh_IsAConflict()
    {
        Rig.Simulator.Control.SetPartner(
            SimulatedPartners.DirectBillTenantId,
            partner => partner with { SubscriptionSettleDelay = TimeSpan.FromMinutes(30) }
        );
        var (customer, _, subscription) = await Rig.Subscribed();

        Assert.Equal(
            (Fault.Conflict, "800082"),
            await FaultOf(() => Rig.Direct.Subscriptions.Cancel(customer, subscription, CallIds.New()))
        );
    }

    [Fact]
    public async Task CancelOrder_OfNewCommerce_SaysToUseTheSubscription()
    {
        var (customer, order, _) = await Rig.Subscribed();

        Assert.Equal(
            (Fault.Refused, "800077"),
            await FaultOf(() => Rig.Direct.Orders.Cancel(customer, order, CallIds.New()))
        );
    }

    [Fact]
    public async Task Unknown_OrderSubscriptionAndCart_AreNotFoundWithTheirCodes()
    {
        var customer = await Rig.Buyer();

        Assert.Equal(
            (Fault.NotFound, "20000"),
            await FaultOf(() => Rig.Direct.Orders.Get(customer, new("000000000000")))
        );
        Assert.Equal(
            (Fault.NotFound, "20003"),
            await FaultOf(() => Rig.Direct.Subscriptions.Get(customer, new(Guid.NewGuid())))
        );
        Assert.Equal(
            (Fault.NotFound, "800008"),
            await FaultOf(() => Rig.Direct.Carts.Get(customer, new(Guid.NewGuid())))
        );
    }

    [Fact]
    public async Task PurchaseOrder_IsAttachedWhereItIsAskedFor()
    {
        var customer = await Rig.Buyer();
        Rig.Simulator.Faults.Add(
            new()
            {
                Operation = "carts.checkout",
                Kind = FaultKind.OrderOutcome,
                Outcome = "pending_po_upload",
            }
        );
        var order = (await Rig.Direct.Carts.Checkout(customer, (await Rig.Cart(customer)).Id, CallIds.New())).Orders[0];
        Rig.Simulator.Control.StepClock(TimeSpan.FromMinutes(1));
        Assert.Equal(OrderStatus.PendingPoUpload, (await Rig.Direct.Orders.Get(customer, order.Id)).Status);

        var attached = await Rig.Direct.Orders.Attach(
            customer,
            order.Id,
            new()
            {
                CustomerPrice = 30,
                Currency = "USD",
                PurchaseOrders = [new("po.pdf", "%PDF"u8.ToArray())],
            },
            CallIds.New()
        );

        Assert.Equal("po.pdf", Assert.Single(attached).FileName);
        Assert.Equal(
            Assert.Single(attached).AttachmentId,
            Assert.Single(await Rig.Direct.Orders.Attachments(customer, order.Id)).AttachmentId
        );
    }

    [Fact]
    public async Task Register_OfSeats_IsRefusedAndTheStatusSaysSo()
    {
        var (customer, _, subscription) = await Rig.Subscribed();

        Assert.Equal(
            (Fault.Refused, "800021"),
            await FaultOf(() => Rig.Direct.Subscriptions.Register(customer, subscription, CallIds.New()))
        );
        Assert.Equal(
            RegistrationState.NotRegistered,
            (await Rig.Direct.Subscriptions.RegistrationStatus(customer, subscription)).Status
        );
    }

    [Fact]
    public async Task Register_OfAnAzurePlan_IsRegisteredAfterAWhile()
    {
        var customer = await Rig.Buyer();
        var plan = (await Rig.Direct.Catalog.AvailabilitiesFor(customer, new("DZH318Z0BPS6"), new("0001")))[0]
            .CatalogItemId!
            .Value;
        var cart = await Rig.Direct.Carts.Create(
            customer,
            new()
            {
                PartnerOnRecordAttestationAccepted = true,
                LineItems =
                [
                    new()
                    {
                        Id = 0,
                        CatalogItemId = plan,
                        Quantity = 1,
                        BillingCycle = BillingCycle.Monthly,
                    },
                ],
            },
            CallIds.New()
        );
        var order = (await Rig.Direct.Carts.Checkout(customer, cart.Id, CallIds.New())).Orders[0];
        Rig.Simulator.Control.StepClock(TimeSpan.FromMinutes(1));
        var subscription = (await Rig.Direct.Orders.Get(customer, order.Id)).LineItems[0].SubscriptionId!.Value;

        await Rig.Direct.Subscriptions.Register(customer, subscription, CallIds.New());
        Assert.Equal(
            RegistrationState.Registering,
            (await Rig.Direct.Subscriptions.RegistrationStatus(customer, subscription)).Status
        );
        Rig.Simulator.Control.StepClock(TimeSpan.FromMinutes(1));

        Assert.Equal(
            RegistrationState.Registered,
            (await Rig.Direct.Subscriptions.RegistrationStatus(customer, subscription)).Status
        );
    }

    private static async Task<(Fault, string?)> FaultOf(Func<Task> call)
    {
        var exception = await Assert.ThrowsAsync<PartnerCenterException>(call);
        return (exception.Fault, exception.Code);
    }
}

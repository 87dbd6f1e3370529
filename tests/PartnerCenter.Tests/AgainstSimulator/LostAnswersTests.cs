using PartnerCenter.Agreements;
using PartnerCenter.Simulator.Faults;
using PartnerCenter.Subscriptions;

namespace PartnerCenter.Tests.AgainstSimulator;

/// <summary>
/// Each kind of fault on each call with an effect: what the client says of it, and that the same ids repeated make one
/// effect.
/// </summary>
public sealed class LostAnswersTests : SimulatorTests
{
    public static TheoryData<FaultKind, int?, Fault> Kinds =>
        new()
        {
            { FaultKind.TimeoutBeforeCommit, null, Fault.Unknown },
            { FaultKind.TimeoutBeforeCommit, 504, Fault.Unknown },
            { FaultKind.TimeoutAfterCommit, null, Fault.Unknown },
            { FaultKind.TimeoutAfterCommit, 504, Fault.Unknown },
            { FaultKind.Error500, null, Fault.Unknown },
            { FaultKind.BadGateway, null, Fault.Unknown },
            { FaultKind.BadGateway, 503, Fault.Unknown },
            { FaultKind.Truncated, null, Fault.Unknown },
        };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Create_RepeatedWithTheSameIds_IsOneTenantWithItsCredentials(
        FaultKind kind,
        int? status,
        Fault fault
    )
    {
        var (newcomer, ids) = (Rig.Newcomer(), CallIds.New());
        Rig.Fault("customers.create", kind, status: status);

        Assert.Equal((fault, false), await FaultOf(() => Rig.Direct.Customers.Create(newcomer, ids)));
        var created = await Rig.Direct.Customers.Create(newcomer, ids);

        Assert.NotNull(created.UserCredentials);
        Assert.Equal(created.Customer.Id.ToString(), Assert.Single(Rig.Simulator.Ledger.Tenants).Id);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Confirm_RepeatedWithTheSameIds_IsOneAgreement(FaultKind kind, int? status, Fault fault)
    {
        var (customer, agreement, ids) = (await Rig.Customer(), await Rig.Agreement(Rig.Direct), CallIds.New());
        Rig.Fault("agreements.create", kind, status: status);

        Assert.Equal((fault, false), await FaultOf(() => Rig.Direct.Agreements.Confirm(customer, agreement, ids)));

        Assert.IsType<AgreementConfirmation.Confirmed>(await Rig.Direct.Agreements.Confirm(customer, agreement, ids));
        Assert.Single(Rig.Simulator.Ledger.Agreements);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Checkout_RepeatedWithTheSameIds_IsOneOrder(FaultKind kind, int? status, Fault fault)
    {
        var customer = await Rig.Buyer();
        var (cart, ids) = (await Rig.Cart(customer), CallIds.New());
        Rig.Fault("carts.checkout", kind, status: status);

        Assert.Equal((fault, false), await FaultOf(() => Rig.Direct.Carts.Checkout(customer, cart.Id, ids)));

        Assert.Single((await Rig.Direct.Carts.Checkout(customer, cart.Id, ids)).Orders);
        Assert.Single(Rig.Simulator.Ledger.Orders);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Cancel_RepeatedWithTheSameIds_IsDeleted(FaultKind kind, int? status, Fault fault)
    {
        var (customer, _, subscription) = await Rig.Subscribed();
        var ids = CallIds.New();
        Rig.Fault("subscriptions.update", kind, status: status);

        Assert.Equal((fault, false), await FaultOf(() => Rig.Direct.Subscriptions.Cancel(customer, subscription, ids)));

        Assert.IsType<SubscriptionUpdate.Done>(await Rig.Direct.Subscriptions.Cancel(customer, subscription, ids));
        Assert.Equal("deleted", Assert.Single(Rig.Simulator.Ledger.Subscriptions).Status);
    }

    [Theory]
    [InlineData(FaultKind.TimeoutBeforeCommit, null, true)]
    [InlineData(FaultKind.TimeoutAfterCommit, null, true)]
    [InlineData(FaultKind.Error500, null, false)]
    [InlineData(FaultKind.BadGateway, null, false)]
    [InlineData(FaultKind.Truncated, null, false)]
    [InlineData(FaultKind.TimeoutBeforeCommit, 504, false)]
    public async Task Get_ABrokenConnectionIsReadAgain_ABadAnswerIsTransient(
        FaultKind kind,
        int? status,
        bool readAgain
    )
    {
        var customer = await Rig.Customer();
        Rig.Fault("customers.get", kind, status: status);

        if (readAgain)
            Assert.Equal(customer, (await Rig.Direct.Customers.Get(customer)).Id);
        else
            Assert.Equal((Fault.Transient, false), await FaultOf(() => Rig.Direct.Customers.Get(customer)));
    }

    [Fact]
    public async Task Slow_IsWaitedFor()
    {
        Rig.Simulator.Faults.Add(
            new()
            {
                Operation = "customers.create",
                Kind = FaultKind.Slow,
                DelayMs = 300,
            }
        );

        Assert.NotEqual(default, (await Rig.Direct.Customers.Create(Rig.Newcomer(), CallIds.New())).Customer.Id);
    }

    [Fact]
    public async Task Throttle_HoldsAllCallersOfTheKeyBackWithoutSending()
    {
        Rig.Fault("customers.create", FaultKind.Throttle, retryAfter: 57);
        var (newcomer, ids) = (Rig.Newcomer(), CallIds.New());

        var started = TimeProvider.System.GetTimestamp();
        var first = await Assert.ThrowsAsync<PartnerCenterException>(() => Rig.Direct.Customers.Create(newcomer, ids));
        var others = await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(_ =>
                    Assert.ThrowsAsync<PartnerCenterException>(() =>
                        Rig.Direct.Customers.Create(newcomer, CallIds.New())
                    )
                )
        );

        Assert.Equal((Fault.Throttled, 429, false), (first.Fault, first.Status, first.Answered));
        var passed = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        Assert.All(
            [first, .. others],
            held => Assert.InRange(held.RetryAfter!.Value.TotalSeconds, 57 - passed, 57 + 125)
        );
        Assert.True(others.Select(held => held.RetryAfter).Distinct().Count() > 15, "they would come back together");
        // One call arrived; another resource and the other partner are not held.
        Assert.Single(
            Rig.Simulator.Requests.Find(),
            call => !call.Operation.StartsWith("tokens", StringComparison.Ordinal)
        );
        Assert.False(await Rig.Direct.Domains.IsTaken("x.onmicrosoft.com"));
        Assert.False(await Rig.Indirect.Domains.IsTaken("x.onmicrosoft.com"));
    }

    [Fact]
    public async Task Throttle_OfOneCustomer_OthersGoOn()
    {
        var (held, free) = (await Rig.Customer(), await Rig.Customer());
        Rig.Fault("customers.get", FaultKind.Throttle, retryAfter: 57);

        Assert.Equal((Fault.Throttled, false), await FaultOf(() => Rig.Direct.Customers.Get(held)));
        Assert.Equal((Fault.Throttled, false), await FaultOf(() => Rig.Direct.Orders.List(held)));
        Assert.Equal(free, (await Rig.Direct.Customers.Get(free)).Id);
    }

    [Fact]
    public async Task RevokedRefreshToken_SaysToSignInAgain()
    {
        var customer = await Rig.Customer();
        Rig.Simulator.Control.RevokeRefreshToken(Rig.Credentials.Values["partner-refresh-token"]);

        var exception = await Assert.ThrowsAsync<PartnerCenterException>(() =>
            Rig.Direct.Agreements.IsDirectlySigned(customer)
        );

        Assert.Equal(Fault.Unauthorized, exception.Fault);
        Assert.Contains("sign in again with MFA", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UserWithoutMfa_SaysSo()
    {
        Rig.Simulator.Control.SetPartner(
            PartnerCenter.Simulator.SimulatedPartners.DirectBillTenantId,
            partner => partner with { UserHasMfa = false }
        );
        var customer = await Rig.Customer();

        var exception = await Assert.ThrowsAsync<PartnerCenterException>(() =>
            Rig.Direct.Agreements.IsDirectlySigned(customer)
        );

        Assert.Equal((Fault.Unauthorized, "900421"), (exception.Fault, exception.Code));
        Assert.StartsWith("rt.", Rig.Credentials.Values["partner-refresh-token"], StringComparison.Ordinal);
    }

    private static async Task<(Fault, bool Answered)> FaultOf(Func<Task> call)
    {
        var exception = await Assert.ThrowsAsync<PartnerCenterException>(call);
        return (exception.Fault, exception.Answered);
    }
}

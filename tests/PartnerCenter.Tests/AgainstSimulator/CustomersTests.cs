using PartnerCenter.Customers;
using PartnerCenter.Simulator;

namespace PartnerCenter.Tests.AgainstSimulator;

public sealed class CustomersTests : SimulatorTests
{
    [Fact]
    public async Task Create_Direct_GivesTenantAndCredentialsOnce()
    {
        var newcomer = Rig.Newcomer();
        var created = await Rig.Direct.Customers.Create(newcomer, CallIds.New());

        Assert.False(string.IsNullOrEmpty(created.UserCredentials!.Password));
        var read = await Rig.Direct.Customers.Get(created.Customer.Id);
        Assert.Equal(
            (newcomer.Domain, "Wingtip Toys", RelationshipToPartner.Reseller),
            (read.CompanyProfile!.Domain, read.BillingProfile!.CompanyName, read.RelationshipToPartner)
        );
    }

    [Fact]
    public async Task Create_SameIds_IsTheSameCustomer()
    {
        var ids = CallIds.New();
        var newcomer = Rig.Newcomer();

        var first = await Rig.Direct.Customers.Create(newcomer, ids);
        var again = await Rig.Direct.Customers.Create(newcomer, ids);

        Assert.Equal(first.Customer.Id, again.Customer.Id);
        Assert.Single(Rig.Simulator.Ledger.Tenants);
    }

    [Fact]
    public async Task Create_ReplayWithoutCredentials_HasNone()
    {
        Rig.Simulator.Control.SetPartner(
            SimulatedPartners.DirectBillTenantId,
            partner => partner with { ReplayOmitsCredentials = true }
        );
        var ids = CallIds.New();
        var newcomer = Rig.Newcomer();
        await Rig.Direct.Customers.Create(newcomer, ids);

        Assert.Null((await Rig.Direct.Customers.Create(newcomer, ids)).UserCredentials);
    }

    [Fact]
    public async Task Create_ForReseller_HangsUnderIt()
    {
        var created = await Rig.Indirect.Customers.Create(
            Rig.Newcomer() with
            {
                AssociatedPartnerId = Rig.Reseller,
            },
            CallIds.New()
        );

        Assert.Equal(Rig.Reseller, Assert.Single(await Rig.Indirect.Relationships.OfCustomer(created.Customer.Id)).Id);
        Assert.Equal(
            [created.Customer.Id],
            await Rig
                .Indirect.Customers.List(CustomerFilter.IndirectReseller(Rig.Reseller))
                .Select(customer => customer.Id)
                .ToListAsync()
        );
    }

    [Theory]
    [InlineData(400)]
    [InlineData(409)]
    public async Task Create_DomainTaken_SaysSoWithEitherStatus(int status)
    {
        Rig.Simulator.Control.SetPartner(
            SimulatedPartners.DirectBillTenantId,
            partner => partner with { DomainTakenStatus = status }
        );
        Rig.Simulator.Control.TakeDomain("taken.onmicrosoft.com");

        var exception = await Assert.ThrowsAsync<PartnerCenterException>(() =>
            Rig.Direct.Customers.Create(Rig.Newcomer("taken.onmicrosoft.com"), CallIds.New())
        );

        Assert.Equal(
            (true, Fault.Refused, "27100", true),
            (exception.DomainTaken, exception.Fault, exception.Code, exception.Answered)
        );
        Assert.True(await Rig.Direct.Domains.IsTaken("taken.onmicrosoft.com"));
        Assert.False(await Rig.Direct.Domains.IsTaken("free.onmicrosoft.com"));
    }

    [Fact]
    public async Task FindByDomain_PrefixOfAnother_FindsTheExactOneOnly()
    {
        await Rig
            .Direct.Customers.Create(Rig.Newcomer("abc.onmicrosoft.com.partner.example"), CallIds.New())
            .ContinueWith(_ => { }, TaskScheduler.Default);
        var abc = await Rig.Direct.Customers.Create(Rig.Newcomer("abc.onmicrosoft.com"), CallIds.New());

        Assert.Equal(abc.Customer.Id, (await Rig.Direct.Customers.FindByDomain("ABC.onmicrosoft.com"))?.Id);
        Assert.Null(await Rig.Direct.Customers.FindByDomain("ab.onmicrosoft.com"));
        Assert.Null(await Rig.Indirect.Customers.FindByDomain("abc.onmicrosoft.com"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task List_MoreThanAPage_ReadsThemAllHoweverItEnds(bool endsWithError)
    {
        Rig.Simulator.Control.SetPartner(
            SimulatedPartners.DirectBillTenantId,
            partner => partner with { ListEndsWithError = endsWithError }
        );
        for (var customer = 0; customer < 510; customer++)
            await Rig.Customer();

        Assert.Equal(510, await Rig.Direct.Customers.List().Select(customer => customer.Id).Distinct().CountAsync());
    }

    [Fact]
    public async Task ValidationStatus_FollowsTheReview()
    {
        var customer = await Rig.Customer();
        Assert.Null(await Rig.Direct.Customers.GetValidationStatus(customer));

        foreach (
            var (text, status) in new[]
            {
                ("UnderReview", AccountStatus.UnderReview),
                ("Not Ready", AccountStatus.NotReady),
                ("Unknown", AccountStatus.Unknown),
            }
        )
        {
            Rig.Simulator.Control.StartAccountReview(customer.ToString(), text);
            Assert.Equal(status, await Rig.Direct.Customers.GetValidationStatus(customer));
        }
        Rig.Simulator.Control.FinishAccountReview(customer.ToString(), allowed: true);
        Assert.Equal(AccountStatus.Allowed, await Rig.Direct.Customers.GetValidationStatus(customer));
        Rig.Simulator.Control.FinishAccountReview(customer.ToString(), allowed: false);
        Assert.Equal(AccountStatus.NotAllowed, await Rig.Direct.Customers.GetValidationStatus(customer));
    }

    [Fact]
    public async Task RemoveRelationship_Production_TenantStaysAndIsNotOursAnyMore()
    {
        var customer = await Rig.Customer();

        await Rig.Direct.Customers.RemoveRelationship(customer, CallIds.New());

        Assert.False(Assert.Single(Rig.Simulator.Ledger.Relationships).Active);
        Assert.Single(Rig.Simulator.Ledger.Tenants);
        Assert.Null(await Rig.Direct.Customers.FindByDomain("wingtip1.onmicrosoft.com"));
    }

    [Fact]
    public async Task DeleteSandbox_OnlyInTheSandbox()
    {
        var customer = await Rig.Customer();
        var refused = await Assert.ThrowsAsync<PartnerCenterException>(() =>
            Rig.Direct.Customers.DeleteSandbox(customer, CallIds.New())
        );
        Assert.Contains(refused.Fault, new[] { Fault.Refused, Fault.Unauthorized });

        Rig.Simulator.Control.SetPartner(
            SimulatedPartners.DirectBillTenantId,
            partner => partner with { Environment = SimulatedEnvironment.Sandbox }
        );
        await Rig.Direct.Customers.DeleteSandbox(customer, CallIds.New());

        Assert.False(await Rig.Direct.Domains.IsTaken("wingtip1.onmicrosoft.com"));
    }

    [Theory]
    [InlineData(false, 412)]
    [InlineData(true, 400)]
    public async Task BillingProfile_WrittenWithItsEtag_StaleEtagIsAConflict(bool as2055, int status)
    {
        Rig.Simulator.Control.SetPartner(
            SimulatedPartners.DirectBillTenantId,
            partner => partner with { EtagConflictAs2055 = as2055, StrictHeaders = true }
        );
        var customer = await Rig.Customer();
        var before = await Rig.Direct.Customers.GetBillingProfile(customer);

        var after = await Rig.Direct.Customers.UpdateBillingProfile(
            customer,
            before with
            {
                Email = "office@wingtip.example",
            },
            CallIds.New()
        );
        var stale = await Assert.ThrowsAsync<PartnerCenterException>(() =>
            Rig.Direct.Customers.UpdateBillingProfile(
                customer,
                before with
                {
                    Email = "other@wingtip.example",
                },
                CallIds.New()
            )
        );

        Assert.NotEqual(before.Attributes!.Etag, after.Attributes!.Etag);
        Assert.Equal("office@wingtip.example", (await Rig.Direct.Customers.GetBillingProfile(customer)).Email);
        Assert.Equal((Fault.Conflict, status), (stale.Fault, stale.Status));
    }

    [Fact]
    public async Task Profiles_OrganizationAndDomains_AreRead()
    {
        var customer = await Rig.Customer();

        Assert.Equal("wingtip1.onmicrosoft.com", (await Rig.Direct.Customers.GetCompanyProfile(customer)).Domain);
        Assert.Equal("US", (await Rig.Direct.Customers.GetOrganization(customer))!.CountryLetterCode);
        Assert.Contains("wingtip1.onmicrosoft.com", await Rig.Direct.Customers.GetCustomDomains(customer));
    }

    [Fact]
    public async Task Qualify_IsVettedLater()
    {
        var customer = await Rig.Customer();

        var asked = await Rig.Direct.Customers.Qualify(
            customer,
            new()
            {
                Qualification = QualificationKind.Education,
                EducationSegment = EducationSegment.K12,
                Website = "school.example",
            },
            CallIds.New()
        );
        Rig.Simulator.Control.DecideQualification(customer.ToString(), "Education", approved: true);

        Assert.Equal((VettingStatus.InReview, true), (asked.VettingStatus, asked.Created is not null));
        Assert.Equal(
            VettingStatus.Approved,
            Assert.Single(await Rig.Direct.Customers.Qualifications(customer)).VettingStatus
        );
        Assert.NotNull(await Rig.Direct.Customers.ValidationCodes());
    }

    [Fact]
    public async Task Get_CustomerOfAnotherPartner_IsNotFound()
    {
        var customer = await Rig.Customer();

        var read = await Assert.ThrowsAsync<PartnerCenterException>(() => Rig.Indirect.Customers.Get(customer));
        var commerce = await Assert.ThrowsAsync<PartnerCenterException>(() => Rig.Indirect.Orders.List(customer));

        Assert.Equal((Fault.NotFound, "60003"), (read.Fault, read.Code));
        Assert.Equal((Fault.Refused, "20002"), (commerce.Fault, commerce.Code));
    }

    [Fact]
    public async Task UnknownMembersAndEnumValues_AreReadOver()
    {
        Rig.Simulator.Control.SetPartner(
            SimulatedPartners.DirectBillTenantId,
            partner => partner with { UnknownMembers = true, HeaderQuirks = true }
        );
        var (customer, order, subscription) = await Rig.Subscribed();

        Assert.Equal(customer, (await Rig.Direct.Customers.Get(customer)).Id);
        Assert.Equal(order, (await Rig.Direct.Orders.Get(customer, order)).Id);
        Assert.Equal(subscription, (await Rig.Direct.Subscriptions.Get(customer, subscription)).Id);
    }
}

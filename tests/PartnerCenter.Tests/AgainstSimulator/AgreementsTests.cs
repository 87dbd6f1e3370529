using PartnerCenter.Agreements;
using PartnerCenter.Relationships;
using PartnerCenter.Simulator;
using PartnerCenter.Validation;

namespace PartnerCenter.Tests.AgainstSimulator;

public sealed class AgreementsTests : SimulatorTests
{
    [Fact]
    public async Task Confirm_Twice_IsConfirmedThenAlreadyConfirmed()
    {
        var customer = await Rig.Customer();
        var agreement = await Rig.Agreement(Rig.Direct);

        var first = await Rig.Direct.Agreements.Confirm(customer, agreement, CallIds.New());
        var second = await Rig.Direct.Agreements.Confirm(customer, agreement, CallIds.New());

        Assert.Equal(agreement.TemplateId, Assert.IsType<AgreementConfirmation.Confirmed>(first).Agreement.TemplateId);
        Assert.IsType<AgreementConfirmation.AlreadyConfirmed>(second);
        Assert.Equal(
            AgreementType.MicrosoftCustomerAgreement,
            Assert.Single(await Rig.Direct.Agreements.List(customer)).Type
        );
    }

    [Fact]
    public async Task Confirm_DateInTheFuture_IsRefused()
    {
        var customer = await Rig.Customer();
        var agreement = await Rig.Agreement(Rig.Direct) with { DateAgreed = Rig.Clock.GetUtcNow().AddDays(3) };

        Assert.Equal(
            Fault.Refused,
            (
                await Assert.ThrowsAsync<PartnerCenterException>(() =>
                    Rig.Direct.Agreements.Confirm(customer, agreement, CallIds.New())
                )
            ).Fault
        );
        Assert.Empty(Rig.Simulator.Ledger.Agreements);
    }

    [Fact]
    public async Task Metadata_AllKinds_AndTheTemplateDocument()
    {
        Assert.Equal(
            [AgreementType.MicrosoftCustomerAgreement],
            (await Rig.Direct.Agreements.Metadata()).Select(template => template.AgreementType)
        );
        Assert.True((await Rig.Direct.Agreements.Metadata(AgreementType.Unknown)).Count > 1);
        var document = await Rig.Direct.Agreements.TemplateDocument(
            (await Rig.Direct.Agreements.Metadata())[0].TemplateId,
            "de-DE",
            "DE"
        );
        Assert.True(document.DownloadUri is not null && document.Language is not null);
    }

    [Fact]
    public async Task IsDirectlySigned_FollowsTheCustomer()
    {
        var customer = await Rig.Customer();
        Assert.False(await Rig.Direct.Agreements.IsDirectlySigned(customer));

        Rig.Simulator.Control.AcceptAgreement(customer.ToString());

        Assert.True(await Rig.Direct.Agreements.IsDirectlySigned(customer));
    }

    [Fact]
    public async Task EnhancedAttestation_GoesThroughWithItsMembersNamedFromOutside()
    {
        Rig.Simulator.Control.SetPartner(
            SimulatedPartners.DirectBillTenantId,
            partner => partner with { AttestationMode = AttestationMode.Enhanced }
        );
        var customer = await Rig.Customer();
        var attestation = await Rig.Direct.Agreements.StartEnhancedAttestation(
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
        var id = attestation.Read("attestationId")!;
        Rig.Simulator.Control.AcceptAttestation(id);

        var confirmed = await Rig.Direct.Agreements.Confirm(
            customer,
            await Rig.Agreement(Rig.Direct) with
            {
                FurtherMembers = new Dictionary<string, string> { ["attestationId"] = id },
            },
            CallIds.New()
        );

        Assert.IsType<AgreementConfirmation.Confirmed>(confirmed);
        Assert.Equal(id, Assert.Single(Rig.Simulator.Ledger.Agreements).AttestationId);
        Assert.DoesNotContain("Gena", attestation.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resellers_AndEveryRowOfTheMpaStatus()
    {
        var resellers = await Rig.Indirect.Relationships.IndirectResellers();
        var good = Assert.Single(resellers, reseller => reseller.Id == Rig.Reseller);
        Assert.Equal(
            (Rig.ResellerMpn, true, PartnerRelationshipType.IsIndirectCloudSolutionProviderOf),
            (good.MpnId, good.IsActive, good.RelationshipType)
        );

        Assert.IsType<MpaStatus.Signed>(await Rig.Indirect.Relationships.MpaStatus(Rig.ResellerMpn));
        Assert.IsType<MpaStatus.Signed>(await Rig.Indirect.Relationships.MpaStatus(Rig.Reseller));
        foreach (
            var (number, expected) in new[]
            {
                (1, typeof(MpaStatus.NotSigned)),
                (2, typeof(MpaStatus.NotSigned)),
                (3, typeof(MpaStatus.NotSigned)),
                (4, typeof(MpaStatus.OtherRegion)),
                (5, typeof(MpaStatus.UnknownReseller)),
                (6, typeof(MpaStatus.UnknownReseller)),
                (7, typeof(MpaStatus.UnknownReseller)),
            }
        )
        {
            var reseller = SimulatedPartners.IndirectProvider.Resellers[number];
            Assert.IsType(
                expected,
                await Rig.Indirect.Relationships.MpaStatus(ResellerTenantId.Parse(reseller.TenantId))
            );
        }
        Assert.Equal(
            Fault.Refused,
            (
                await Assert.ThrowsAsync<PartnerCenterException>(() =>
                    Rig.Indirect.Relationships.MpaStatus(new MpnId("no number"))
                )
            ).Fault
        );
    }

    [Fact]
    public async Task Profile_OfAReseller_AndOfNobody()
    {
        Assert.NotNull((await Rig.Indirect.Relationships.Profile(Rig.ResellerMpn))?.PartnerName);
        Assert.Null(await Rig.Indirect.Relationships.Profile(new MpnId("9999999")));
    }

    [Fact]
    public async Task RelationshipRequestUrl_LeadsToACustomerOfOurs()
    {
        Assert.StartsWith(
            "https://",
            await Rig.Direct.Relationships.RelationshipRequestUrl(),
            StringComparison.Ordinal
        );

        var tenant = Rig.Simulator.Control.AddTenant("contoso.onmicrosoft.com", "Contoso");
        Rig.Simulator.Control.AcceptInvitation(tenant, SimulatedPartners.DirectBillTenantId);

        Assert.Equal(tenant, (await Rig.Direct.Customers.FindByDomain("contoso.onmicrosoft.com"))?.Id.ToString());
    }

    [Fact]
    public async Task CountryRules_AndAddressCheck()
    {
        var rules = await Rig.Direct.Validation.CountryRules("DE");
        Assert.Equal(("DE", true), (rules.Iso2Code, rules.SupportedCulturesList.Contains("de-DE")));
        Assert.Contains(
            (await Assert.ThrowsAsync<PartnerCenterException>(() => Rig.Direct.Validation.CountryRules("QQ"))).Fault,
            new[] { Fault.NotFound, Fault.Refused }
        );

        Assert.True((await Rig.Direct.Validation.CheckAddress(Rig.Newcomer().Address)).IsGood);
        foreach (var status in Enum.GetValues<AddressStatus>().Except([AddressStatus.Unknown]))
        {
            Rig.Simulator.Control.SetPartner(
                SimulatedPartners.DirectBillTenantId,
                partner => partner with { AddressStatus = status.ToString() }
            );
            Assert.Equal(status, (await Rig.Direct.Validation.CheckAddress(Rig.Newcomer().Address)).Status);
        }
    }
}

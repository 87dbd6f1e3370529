using Onboarding.Reference;
using PartnerCenter;
using PartnerCenter.Simulator;

namespace Onboarding.Tests.Validation;

public sealed class ReferenceDataTests : ValidationFixture
{
    private ReferenceData Reference => The<ReferenceData>();

    [Fact]
    public async Task Country_WithStates_NamesThem()
    {
        var country = await Reference.Country("default", "us", CancellationToken.None);

        Assert.Equal(
            ("US", "United States", "1", true, false),
            (
                country!.Country,
                country.Name,
                country.CallingCode,
                country.StateRequired,
                country.RegistrationNumberRequired
            )
        );
        Assert.Contains(new("WA", "Washington"), country.States);
        Assert.Equal("en-US", country.Cultures[0]);
    }

    [Fact]
    public async Task Country_WhereCompaniesAreRegistered_AsksForNumberAndPhone()
    {
        var country = await Reference.Country("default", "BR", CancellationToken.None);

        Assert.True(country!.RegistrationNumberRequired && country.PhoneRequired && country.StateRequired);
    }

    [Theory]
    [InlineData("XX")]
    [InlineData("Germany")]
    [InlineData("../..")]
    public async Task Country_ThatDoesNotExist_IsNull(string country) =>
        Assert.Null(await Reference.Country("default", country, CancellationToken.None));

    [Fact]
    public async Task Resellers_OfAProvider_AreListedByName()
    {
        var resellers = await Reference.Resellers("default", CancellationToken.None);

        Assert.Contains(
            resellers,
            reseller =>
                reseller is { MpnId: SimulatedPartners.ResellerMpnId, Active: true }
                && reseller.TenantId == Guid.Parse(SimulatedPartners.ResellerTenantId)
        );
        Assert.Equal(
            resellers.Select(reseller => reseller.Name).Order(StringComparer.OrdinalIgnoreCase),
            resellers.Select(reseller => reseller.Name)
        );
    }

    [Fact]
    public async Task Resellers_OfADirectBillPartner_AreNone() =>
        Assert.Empty(await Reference.Resellers("direct", CancellationToken.None));

    [Fact]
    public async Task Offers_PageByPage_AreAllThatANewCustomerCanBeSold()
    {
        var offers = new List<OfferReference>();
        string? continuation = null;
        do
        {
            var page = await Reference.Offers("default", "DE", null, continuation, CancellationToken.None);
            offers.AddRange(page!.Items);
            continuation = page.Continuation;
        } while (continuation is not null);

        Assert.Equal(offers.Count, offers.Select(offer => (offer.Product, offer.Sku)).Distinct().Count());
        var basic = Assert.Single(offers, offer => (offer.Product, offer.Sku) == ("CFQ7TTC0LH18", "0001"));
        Assert.Equal((1, 300), (basic.MinimumQuantity, basic.MaximumQuantity));
        Assert.Contains(new("P1Y", "monthly"), basic.Terms);
        Assert.Contains("CFQ7TTC0LH18:0001", Assert.Single(offers, offer => offer.Product == "CFQ7TTC0LH0T").AddOnTo);
        Assert.True(Assert.Single(offers, offer => offer.Product == "CFQ7TTC0L3PB").NeedsAttestation);
        Assert.DoesNotContain(
            offers,
            offer =>
                offer.Product is "CFQ7TTC0LX07" or "CFQ7TTC0LGV0"
                || (offer.Product, offer.Sku) == ("CFQ7TTC0LHPJ", "0001")
        );
    }

    [Theory]
    [InlineData("business basic")]
    [InlineData("cfq7ttc0lh18")]
    public async Task Offers_ByTextOrId_AreFound(string text)
    {
        var page = await Reference.Offers("default", "DE", text, null, CancellationToken.None);

        Assert.Equal("CFQ7TTC0LH18", Assert.Single(page!.Items).Product);
        Assert.Null(page.Continuation);
    }

    [Fact]
    public async Task Offers_AskedForAgain_AskPartnerCenterOnce()
    {
        await Reference.Offers("default", "DE", "E3", null, CancellationToken.None);
        var calls = Simulator.Requests.Find().Count;

        await Reference.Offers("default", "DE", "E3", null, CancellationToken.None);

        Assert.Equal(calls, Simulator.Requests.Find().Count);
    }

    [Fact]
    public async Task Offers_AForeignContinuation_IsRefused() =>
        await Assert.ThrowsAsync<FormatException>(() =>
            Reference.Offers("default", "DE", null, "-7", CancellationToken.None)
        );

    [Fact]
    public async Task Domain_FreeTakenAndMisshapen_AreToldApart()
    {
        Simulator.Control.AddTenant("contoso.onmicrosoft.com", "Contoso");

        Assert.Equal(
            new("Fabrikam", "fabrikam.onmicrosoft.com", true, null),
            await Reference.Domain("default", "Fabrikam", CancellationToken.None)
        );
        Assert.False((await Reference.Domain("default", "contoso", CancellationToken.None)).Available);
        Assert.Equal(
            ErrorCodes.DomainPrefixInvalid,
            (await Reference.Domain("default", "con-toso", CancellationToken.None)).Problem?.Code
        );
    }

    [Fact]
    public async Task Reference_OfAnUnknownPartner_IsAConfigurationMistake() =>
        await Assert.ThrowsAsync<PartnerCenterConfigurationException>(() =>
            Reference.Domain("nobody", "contoso", CancellationToken.None)
        );
}

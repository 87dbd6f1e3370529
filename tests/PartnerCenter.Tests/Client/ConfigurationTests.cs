using Microsoft.Extensions.Options;

namespace PartnerCenter.Tests.Client;

public sealed class ConfigurationTests
{
    private static readonly Dictionary<string, string?> Good = new()
    {
        ["Partners:default:BaseAddress"] = "https://api.partnercenter.microsoft.com",
        ["Partners:default:Authority"] = "https://login.microsoftonline.com",
        ["Partners:default:TenantId"] = "d1b11000-0000-4000-8000-000000000001",
        ["Partners:default:ClientId"] = "0a0a0a0a-0000-4000-8000-000000000009",
        ["Partners:default:CredentialName"] = "partner",
        ["Partners:default:Kind"] = "indirectprovider",
        ["Partners:default:Cloud"] = "UsGovernment",
        ["Partners:default:Environment"] = "Sandbox",
        ["Partners:default:MailDomains:0"] = "partner.example",
    };

    [Fact]
    public void For_WholeProfile_IsRead()
    {
        using var client = TestClient.From(Of("default"));
        client.Start();

        var partner = client.Clients.For("DEFAULT").Partner;

        Assert.Equal(
            (
                "default",
                PartnerKind.IndirectProvider,
                PartnerCloud.UsGovernment,
                PartnerEnvironment.Sandbox,
                TimeSpan.FromMinutes(3),
                "partner.example"
            ),
            (
                partner.Name,
                partner.Kind,
                partner.Cloud,
                partner.Environment,
                partner.RequestTimeout,
                Assert.Single(partner.MailDomains)
            )
        );
    }

    [Theory]
    [InlineData("BaseAddress", null, "Partners:default:BaseAddress is missing; expected the REST base")]
    [InlineData(
        "BaseAddress",
        "api.partnercenter",
        "Partners:default:BaseAddress is 'api.partnercenter'; expected an absolute address"
    )]
    [InlineData("BaseAddress", "http://api.partnercenter.microsoft.com", "expected https, or http on loopback")]
    [InlineData("Authority", null, "Partners:default:Authority is missing")]
    [InlineData("TenantId", "contoso", "Partners:default:TenantId is 'contoso'; expected a GUID")]
    [InlineData("TenantId", null, "Partners:default:TenantId is missing")]
    [InlineData("ClientId", null, "Partners:default:ClientId is missing")]
    [InlineData("CredentialName", "a b", "Partners:default:CredentialName")]
    [InlineData("Kind", "Reseller", "Partners:default:Kind is 'Reseller'; expected DirectBill or IndirectProvider")]
    [InlineData("Kind", "7", "expected DirectBill or IndirectProvider")]
    [InlineData("Cloud", "Germany", "expected Public or UsGovernment or China")]
    [InlineData(
        "Agreements",
        "Attestation, Oral",
        "expected one or several, with commas, of None, Attestation, Direct, Enhanced"
    )]
    [InlineData("RequestTimeout", "soon", "expected a duration")]
    [InlineData("RequestTimeout", "01:00:00", "Partners:default:RequestTimeout is out of range")]
    [InlineData("Tenant", "x", "Partners:default:Tenant is not a known key; expected one of BaseAddress")]
    public void Start_WrongKey_NamesItAndWhatWasExpected(string key, string? value, string says)
    {
        var keys = Of("default");
        keys[$"Partners:default:{key}"] = value;
        if (value is null)
            keys.Remove($"Partners:default:{key}");
        using var client = TestClient.From(keys);

        Assert.Contains(
            says,
            Assert.Throws<OptionsValidationException>(client.Start).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            says,
            Assert.Throws<PartnerCenterConfigurationException>(() => client.Clients.For("default")).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void For_UnknownPartner_IsNamed()
    {
        using var client = TestClient.From(Of("default"));

        var exception = Assert.Throws<PartnerCenterConfigurationException>(() => client.Clients.For("fabrikam"));

        Assert.Contains("Partners:fabrikam", exception.Message, StringComparison.Ordinal);
        Assert.Equal(["default"], client.Clients.Names);
    }

    [Fact]
    public void MailDomains_OneTextWithCommas_IsAList()
    {
        var keys = Of("default");
        keys.Remove("Partners:default:MailDomains:0");
        keys["Partners:default:MailDomains"] = "a.example, b.example";
        using var client = TestClient.From(keys);

        Assert.Equal(["a.example", "b.example"], client.Clients.For("default").Partner.MailDomains);
    }

    [Theory]
    [InlineData(
        PartnerCloud.Public,
        PartnerEnvironment.Production,
        PartnerKind.IndirectProvider,
        true,
        true,
        true,
        true,
        false
    )]
    [InlineData(
        PartnerCloud.Public,
        PartnerEnvironment.Sandbox,
        PartnerKind.DirectBill,
        true,
        false,
        false,
        true,
        true
    )]
    [InlineData(
        PartnerCloud.UsGovernment,
        PartnerEnvironment.Production,
        PartnerKind.IndirectProvider,
        false,
        false,
        false,
        true,
        false
    )]
    [InlineData(
        PartnerCloud.China,
        PartnerEnvironment.Production,
        PartnerKind.IndirectProvider,
        false,
        true,
        true,
        false,
        false
    )]
    public void Capabilities_FollowCloudEnvironmentAndKind(
        PartnerCloud cloud,
        PartnerEnvironment environment,
        PartnerKind kind,
        bool agreements,
        bool requests,
        bool resellers,
        bool mpa,
        bool deletes
    )
    {
        var capabilities = new PartnerProfile
        {
            Cloud = cloud,
            Environment = environment,
            Kind = kind,
        }.Capabilities;

        Assert.Equal(
            (agreements, requests, resellers, mpa, deletes),
            (
                capabilities.Agreements,
                capabilities.RelationshipRequests,
                capabilities.IndirectResellers,
                capabilities.MpaStatus,
                capabilities.DeletesCustomers
            )
        );
    }

    private static Dictionary<string, string?> Of(string name) =>
        Good.Where(key => key.Key.StartsWith($"Partners:{name}:", StringComparison.Ordinal)).ToDictionary();
}

using System.Web;
using PartnerCenter.Tests.Client;

namespace PartnerCenter.Tests.Signin;

/// <summary>Against the identity endpoint of App Service, which is announced by two variables of the process.</summary>
public sealed class ManagedIdentityTests : IDisposable
{
    public void Dispose()
    {
        Environment.SetEnvironmentVariable("IDENTITY_ENDPOINT", null);
        Environment.SetEnvironmentVariable("IDENTITY_HEADER", null);
    }

    [Fact]
    public async Task ManagedIdentity_ItsTokenIsTheAssertion()
    {
        await using var identity = await Peer.Answering(
            200,
            """{"access_token":"identity-token","expires_on":"4102444800","resource":"api://AzureADTokenExchange","token_type":"Bearer"}"""
        );
        Environment.SetEnvironmentVariable("IDENTITY_ENDPOINT", new Uri(identity.Address, "msi").ToString());
        Environment.SetEnvironmentVariable("IDENTITY_HEADER", "secret-header");
        await using var peer = await Peer.Answering(200, """{"id":"626099fe-0000-4000-8000-000000000001"}""");
        using var client = TestClient.For(
            peer.Address,
            null,
            ("Credential", "ManagedIdentity"),
            ("ManagedIdentityClientId", "11111111-0000-4000-8000-000000000001")
        );

        await client.Partner.Customers.Get(CustomerId.Parse("626099fe-0000-4000-8000-000000000001"));

        var form = HttpUtility.ParseQueryString(Assert.Single(peer.TokenRequests).Body);
        Assert.Equal(
            ("identity-token", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
            (form["client_assertion"], form["client_assertion_type"])
        );
        Assert.Contains(
            "AzureADTokenExchange",
            Assert.Single(identity.Requests).PathAndQuery,
            StringComparison.Ordinal
        );
    }
}

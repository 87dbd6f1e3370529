using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using System.Web;
using Microsoft.Extensions.Time.Testing;
using PartnerCenter.Tests.Client;

namespace PartnerCenter.Tests.Signin;

public sealed class TokenTests
{
    private static readonly CustomerId Contoso = CustomerId.Parse("626099fe-0000-4000-8000-000000000001");
    private static readonly string Body = $$"""{"id":"{{Contoso}}","isSigned":true}""";

    private readonly FakeTimeProvider _time = new(new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task AppOnly_AsksForClientCredentialsInTheDocumentedForm_AndKeepsTheToken()
    {
        await using var peer = await Peer.Answering(200, Body);
        using var client = TestClient.For(peer.Address, _time);

        await client.Partner.Customers.Get(Contoso);
        await client.Partner.Customers.Get(Contoso);

        var asked = Assert.Single(peer.TokenRequests);
        Assert.Equal("/d1b11000-0000-4000-8000-000000000001/oauth2/token", asked.PathAndQuery);
        Assert.Equal(
            "client_id=0a0a0a0a-0000-4000-8000-000000000009&resource=https%3A%2F%2Fapi.partnercenter.microsoft.com&grant_type=client_credentials&client_secret=s3cret",
            asked.Body
        );
        Assert.All(peer.Requests, request => Assert.Equal("Bearer t-1", request.Headers["Authorization"]));
    }

    [Fact]
    public async Task AppAndUser_RedeemsTheRefreshToken_AndStoresTheRotatedOne()
    {
        await using var peer = await Peer.Answering(200, Body);
        peer.AnswersTokens = context =>
            Peer.Json(context, 200, """{"expires_in":3599,"access_token":"user","refresh_token":"refresh-2"}""");
        using var client = TestClient.For(peer.Address, _time);

        await client.Partner.Agreements.IsDirectlySigned(Contoso);

        var form = HttpUtility.ParseQueryString(Assert.Single(peer.TokenRequests).Body);
        Assert.Equal(
            ("refresh_token", "refresh-1", "openid"),
            (form["grant_type"], form["refresh_token"], form["scope"])
        );
        Assert.Equal("refresh-2", client.Credentials.Values["partner-refresh-token"]);
        Assert.Equal("s3cret", client.Credentials.Values["partner"]);
    }

    [Fact]
    public async Task CustomerOfAReseller_NeedsTheUsersToken_DirectCustomerDoesNot()
    {
        await using var peer = await Peer.Answering(201, Body);
        using var client = TestClient.For(peer.Address, _time);

        await client.Partner.Customers.Create(FaultTests.Wingtip, CallIds.New());
        await client.Partner.Customers.Create(
            FaultTests.Wingtip with
            {
                AssociatedPartnerId = new(Guid.NewGuid()),
            },
            CallIds.New()
        );

        Assert.Equal(
            ["client_credentials", "refresh_token"],
            peer.TokenRequests.Select(request => HttpUtility.ParseQueryString(request.Body)["grant_type"])
        );
    }

    [Fact]
    public async Task Token_IsRenewedBeforeItExpires()
    {
        var issued = 0;
        await using var peer = await Peer.Answering(200, Body);
        peer.AnswersTokens = context =>
            Peer.Json(context, 200, $$"""{"expires_in":"3600","access_token":"t-{{++issued}}"}""");
        using var client = TestClient.For(peer.Address, _time);

        await client.Partner.Customers.Get(Contoso);
        _time.Advance(TimeSpan.FromMinutes(54));
        await client.Partner.Customers.Get(Contoso);
        _time.Advance(TimeSpan.FromMinutes(2));
        await client.Partner.Customers.Get(Contoso);

        Assert.Equal(
            ["Bearer t-1", "Bearer t-1", "Bearer t-2"],
            peer.Requests.Select(request => request.Headers["Authorization"])
        );
    }

    [Fact]
    public async Task ManyCallersAtOnce_ShareOneRenewal()
    {
        await using var peer = await Peer.Answering(200, Body);
        using var client = TestClient.For(peer.Address, _time);

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => client.Partner.Customers.Get(Contoso)));

        Assert.Single(peer.TokenRequests);
    }

    [Fact]
    public async Task A401_RenewsOnceAndRepeatsOnceWithTheSameRequestId()
    {
        var issued = 0;
        await using var peer = await Peer.Start(context =>
            context.Request.Headers.Authorization == "Bearer t-1"
                ? Peer.Json(context, 401, "")
                : Peer.Json(context, 201, Body)
        );
        peer.AnswersTokens = context =>
            Peer.Json(context, 200, $$"""{"expires_in":"3600","access_token":"t-{{++issued}}"}""");
        using var client = TestClient.For(peer.Address, _time);
        var ids = CallIds.New();

        await client.Partner.Customers.Create(FaultTests.Wingtip, ids);

        Assert.Equal(2, peer.TokenRequests.Count);
        Assert.Equal(
            [ids.RequestId.ToString(), ids.RequestId.ToString()],
            peer.Requests.Select(request => request.Headers["MS-RequestId"])
        );
    }

    [Theory]
    [InlineData(401, "900421", "MFA")]
    [InlineData(401, "900420", "audience")]
    [InlineData(403, "900329", "refresh token of a user")]
    [InlineData(403, "900308", "AdminAgent")]
    [InlineData(403, "900309", "conditional-access")]
    [InlineData(401, "400", "access was denied")]
    public async Task Refusal_OfAToken_SaysWhatTheOperatorMustDo(int status, string code, string advice)
    {
        await using var peer = await Peer.Answering(status, $$"""{"code":{{code}},"description":"no"}""");
        using var client = TestClient.For(peer.Address, _time);

        var exception = await Assert.ThrowsAsync<PartnerCenterException>(() =>
            client.Partner.Agreements.IsDirectlySigned(Contoso)
        );

        Assert.Equal((Fault.Unauthorized, code), (exception.Fault, exception.Code));
        Assert.Contains(advice, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        400,
        """{"error":"invalid_grant","error_description":"AADSTS700082: The refresh token of gena@partner.example has expired"}""",
        Fault.Unauthorized,
        "sign in again with MFA",
        "AADSTS700082"
    )]
    [InlineData(
        401,
        """{"error":"invalid_client","error_description":"AADSTS7000215: Invalid client secret"}""",
        Fault.Unauthorized,
        "credential 'partner'",
        "AADSTS7000215"
    )]
    [InlineData(400, "not json", Fault.Unauthorized, "Partners:test:Authority", "")]
    [InlineData(503, "", Fault.Transient, "503", "")]
    [InlineData(200, "{}", Fault.Transient, "no token", "")]
    [InlineData(429, "", Fault.Throttled, "throttling", "")]
    public async Task TokenAuthority_Refuses_IsAClearFault(
        int status,
        string body,
        Fault fault,
        string says,
        string alsoSays
    )
    {
        await using var peer = await Peer.Answering(200, Body);
        peer.AnswersTokens = context => Peer.Json(context, status, body);
        using var client = TestClient.For(peer.Address, _time);

        var exception = await Assert.ThrowsAsync<PartnerCenterException>(() =>
            client.Partner.Agreements.IsDirectlySigned(Contoso)
        );

        Assert.Equal((fault, false), (exception.Fault, exception.Answered));
        Assert.Equal(fault == Fault.Throttled, exception.RetryAfter is not null);
        Assert.Contains(says, exception.Message, StringComparison.Ordinal);
        Assert.Contains(alsoSays, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("gena", exception.Message, StringComparison.Ordinal);
        Assert.Empty(peer.Requests);
    }

    [Fact]
    public async Task MissingRefreshToken_NamesWhereItIsExpected()
    {
        await using var peer = await Peer.Answering(200, Body);
        using var client = TestClient.For(peer.Address, _time);
        client.Credentials.Values.Clear();

        var user = await Assert.ThrowsAsync<PartnerCenterException>(() =>
            client.Partner.Agreements.IsDirectlySigned(Contoso)
        );
        var application = await Assert.ThrowsAsync<PartnerCenterException>(() => client.Partner.Customers.Get(Contoso));

        Assert.Equal(Fault.Unauthorized, user.Fault);
        Assert.Contains("'partner-refresh-token'", user.Message, StringComparison.Ordinal);
        Assert.Equal(Fault.Unauthorized, application.Fault);
        Assert.Contains("'partner'", application.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Certificate_SignsAnAssertionThatItsPublicKeyVerifies(bool asPem)
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest(
            "CN=partner",
            key,
            HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1
        ).CreateSelfSigned(_time.GetUtcNow().AddDays(-1), _time.GetUtcNow().AddDays(1));
        await using var peer = await Peer.Answering(200, Body);
        using var client = TestClient.For(peer.Address, _time, ("Credential", "certificate"));
        client.Credentials.Values["partner"] = asPem
            ? certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem()
            : Convert.ToBase64String(certificate.Export(X509ContentType.Pfx));

        await client.Partner.Customers.Get(Contoso);

        var form = HttpUtility.ParseQueryString(Assert.Single(peer.TokenRequests).Body);
        Assert.Equal("urn:ietf:params:oauth:client-assertion-type:jwt-bearer", form["client_assertion_type"]);
        Assert.Null(form["client_secret"]);
        var parts = form["client_assertion"]!.Split('.');
        Assert.True(
            key.VerifyData(
                Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"),
                System.Buffers.Text.Base64Url.DecodeFromChars(parts[2]),
                HashAlgorithmName.SHA256,
                RSASignaturePadding.Pss
            )
        );
        var claims = JsonNode.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(parts[1]))!;
        Assert.Equal($"{peer.Address}d1b11000-0000-4000-8000-000000000001/oauth2/token", claims["aud"]!.ToString());
        Assert.Equal(_time.GetUtcNow().ToUnixTimeSeconds() + 300, claims["exp"]!.GetValue<long>());
    }

    [Fact]
    public async Task Certificate_ThatIsNone_IsAClearFaultWithoutItsText()
    {
        await using var peer = await Peer.Answering(200, Body);
        using var client = TestClient.For(peer.Address, _time, ("Credential", "Certificate"));

        var exception = await Assert.ThrowsAsync<PartnerCenterException>(() => client.Partner.Customers.Get(Contoso));

        Assert.Equal(Fault.Unauthorized, exception.Fault);
        Assert.Contains("PEM", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RotatedTokenThatCannotBeStored_DoesNotFailTheCall()
    {
        await using var peer = await Peer.Answering(200, Body);
        peer.AnswersTokens = context =>
            Peer.Json(context, 200, """{"access_token":"user","refresh_token":"refresh-2"}""");
        using var client = TestClient.For(peer.Address, _time);
        client.Credentials.RefusesToStore = true;

        Assert.True(await client.Partner.Agreements.IsDirectlySigned(Contoso));
    }
}

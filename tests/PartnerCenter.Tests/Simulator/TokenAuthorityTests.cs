using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using PartnerCenter.Simulator;

namespace PartnerCenter.Tests.Simulator;

/// <summary>The token authority as libraries for signing in look at it before they ask for a token (C §2).</summary>
public sealed class TokenAuthorityTests
{
    [Theory]
    [InlineData("common")]
    [InlineData(Lab.Direct)]
    public async Task An_authority_says_who_it_is_and_where_its_documents_are(string tenant)
    {
        await using var lab = await Lab.Start();
        var root = lab.Host.Address.ToString().TrimEnd('/');
        var instance = await Read(
            lab,
            $"{tenant}/discovery/instance?api-version=1.1&authorization_endpoint={Uri.EscapeDataString($"{root}/{tenant}/oauth2/v2.0/authorize")}"
        );
        Assert.Equal(
            $"{root}/{tenant}/v2.0/.well-known/openid-configuration",
            instance["tenant_discovery_endpoint"]!.GetValue<string>()
        );
        var metadata = Assert.Single(instance["metadata"]!.AsArray())!;
        Assert.Contains(lab.Host.Address.Authority, metadata["aliases"]!.AsArray().Select(a => a!.GetValue<string>()));
        Assert.Equal(lab.Host.Address.Authority, metadata["preferred_network"]!.GetValue<string>());

        foreach (
            var (document, version) in new[]
            {
                (".well-known/openid-configuration", ""),
                ("v2.0/.well-known/openid-configuration", "/v2.0"),
            }
        )
        {
            var configuration = await Read(lab, $"{tenant}/{document}");
            Assert.Equal($"{root}/{tenant}/oauth2{version}/token", configuration["token_endpoint"]!.GetValue<string>());
            Assert.Equal(
                $"{root}/{tenant}/oauth2{version}/authorize",
                configuration["authorization_endpoint"]!.GetValue<string>()
            );
            var keys = await Read(
                lab,
                new Uri(configuration["jwks_uri"]!.GetValue<string>()).PathAndQuery.TrimStart('/')
            );
            Assert.Equal("RSA", Assert.Single(keys["keys"]!.AsArray())!["kty"]!.GetValue<string>());
        }
    }

    [Theory]
    [InlineData("scope=fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd", 200)]
    [InlineData("scope=fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd%2F.default", 200)]
    [InlineData("scope=https%3A%2F%2Fapi.partnercenter.microsoft.com%2F.default", 200)]
    [InlineData("scope=https%3A%2F%2F", 401)]
    [InlineData("scope=openid", 200)]
    public async Task A_scope_in_any_form_is_the_audience_it_names(string scope, int status)
    {
        await using var lab = await Lab.Start();
        var (issued, token) = await Issue(lab, $"grant_type=client_credentials&client_id=a&client_secret=s&{scope}");
        Assert.Equal(200, issued);
        Assert.Equal(
            status,
            (await lab.Send("GET", "/v1/customers", token: token!["access_token"]!.GetValue<string>())).Status
        );
    }

    [Fact]
    public async Task A_form_with_more_fields_than_anyone_needs_is_refused_as_the_authority_refuses()
    {
        await using var lab = await Lab.Start();
        foreach (
            var form in new[]
            {
                string.Join('&', Enumerable.Range(0, 3000).Select(i => $"k{i}=v")),
                new string('k', 3000) + "=v",
                "{\"grant_type\":\"client_credentials\"}",
            }
        )
        {
            var (status, answer) = await Issue(lab, form);
            Assert.Equal((400, "invalid_request"), (status, answer!["error"]!.GetValue<string>()));
        }
    }

    [Theory]
    [InlineData("http://localhost/%C3%BC")]
    [InlineData("http://localhost/%0d%0aX:1")]
    [InlineData("http://localhost:9/back?a=%E2%82%AC")]
    public async Task A_consent_leads_back_by_an_address_that_a_header_can_carry(string redirect)
    {
        await using var lab = await Lab.Start();
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false })
        {
            BaseAddress = lab.Host.Address,
        };
        using var answer = await http.GetAsync(
            $"common/oauth2/authorize?client_id=a&state=%0d%0aSet%C3%BC&redirect_uri={redirect}"
        );
        Assert.Equal(302, (int)answer.StatusCode);
        var location = answer.Headers.GetValues("Location").Single();
        Assert.All(location, letter => Assert.InRange(letter, '!', '~'));
        Assert.Contains("code=code.", location, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("own.pfx")]
    [InlineData("own.pem")]
    public async Task A_certificate_of_one_s_own_speaks_https(string name)
    {
        var folder = Directory.CreateTempSubdirectory("certificate");
        try
        {
            var file = Path.Combine(folder.FullName, name);
            using var key = RSA.Create(2048);
            using var own = new CertificateRequest(
                "CN=own.example",
                key,
                HashAlgorithmName.SHA256,
                RSASignaturePadding.Pkcs1
            ).CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
            if (name.EndsWith("pfx", StringComparison.Ordinal))
                await File.WriteAllBytesAsync(file, own.Export(X509ContentType.Pfx));
            else
                await File.WriteAllTextAsync(
                    file,
                    own.ExportCertificatePem() + Environment.NewLine + key.ExportPkcs8PrivateKeyPem()
                );
            await using var host = await SimulatorHost.StartAsync(
                new SimulatorOptions { CertificateFile = file },
                "https://127.0.0.1:0"
            );
            using var http = new HttpClient(
                new HttpClientHandler
                {
                    ServerCertificateCustomValidationCallback = (_, shown, _, _) => shown!.Thumbprint == own.Thumbprint,
                }
            );
            Assert.Contains(
                "token_endpoint",
                await http.GetStringAsync(new Uri(host.Address, "common/v2.0/.well-known/openid-configuration")),
                StringComparison.Ordinal
            );

            await File.WriteAllTextAsync(file, "nothing");
            var refused = await Assert.ThrowsAsync<IOException>(() =>
                SimulatorHost.StartAsync(new SimulatorOptions { CertificateFile = file }, "https://127.0.0.1:0")
            );
            Assert.Contains(file, refused.Message, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<JsonNode> Read(Lab lab, string path)
    {
        using var answer = await lab.Raw(new HttpRequestMessage(HttpMethod.Get, path));
        Assert.Equal(200, (int)answer.StatusCode);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
    }

    private static async Task<(int Status, JsonNode? Body)> Issue(Lab lab, string form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Lab.Direct}/oauth2/v2.0/token")
        {
            Content = new StringContent(form, System.Text.Encoding.UTF8, "application/x-www-form-urlencoded"),
        };
        using var answer = await lab.Raw(request);
        var text = await answer.Content.ReadAsStringAsync();
        return ((int)answer.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
    }
}

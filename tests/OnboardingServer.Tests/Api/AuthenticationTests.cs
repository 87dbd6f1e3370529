using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Onboarding;
using Onboarding.Http;
using Onboarding.Http.Access;
using Scenarios;

namespace OnboardingServer.Tests.Api;

/// <summary>Who may call what.</summary>
public sealed class AuthenticationTests
{
    [Fact]
    public async Task Without_authentication_only_this_machine_and_its_own_page_are_served()
    {
        await using var server = await RunningServer.Start();

        (await With(server, "Host", "rebound.example")).AssertProblem(403, ErrorCodes.NotLocal);
        (await With(server, "Host", "127.0.0.1.nip.example")).AssertProblem(403, ErrorCodes.NotLocal);
        (await With(server, "Origin", "https://evil.example")).AssertProblem(403, ErrorCodes.NotLocal);
        (await With(server, "Origin", "http://127.0.0.1:1")).AssertProblem(403, ErrorCodes.NotLocal);
        (await With(server, "Origin", "null")).AssertProblem(403, ErrorCodes.NotLocal);
        Assert.Equal(200, (await With(server, "Origin", server.Address.GetLeftPart(UriPartial.Authority))).Status);
        Assert.Equal(200, (await With(server, "Host", $"localhost:{server.Address.Port}")).Status);
    }

    [Fact]
    public async Task Whoever_calls_is_told_its_name_and_what_its_roles_permit()
    {
        await using var local = await RunningServer.Start();
        var everything = (await local.Get("me")).Body;
        Assert.Equal("local", everything["name"]!.GetValue<string>());
        Assert.Equal(Enum.GetValues<Permission>().Length, everything["permissions"]!.AsArray().Count);

        const string key = "a-key-of-sufficient-length-for-a-test";
        await using var server = await RunningServer.Start(
            ("Authentication:Mode", "ApiKey"),
            ("Authentication:ApiKeys:otto:Hash", Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)))),
            ("Authentication:ApiKeys:otto:Roles", "Operator")
        );
        (await server.Get("me")).AssertProblem(401, ErrorCodes.Unauthenticated);
        var asked = new HttpRequestMessage(HttpMethod.Get, "me");
        asked.Headers.Add("X-Api-Key", key);
        var me = (await server.Send(asked)).Body;

        Assert.Equal("key:otto", me["name"]!.GetValue<string>());
        Assert.Equal(["Operator"], me["roles"]!.AsArray().Select(role => role!.GetValue<string>()));
        var permissions = me["permissions"]!.AsArray().Select(one => one!.GetValue<string>());
        Assert.Equal(["read", "cancel", "operate"], permissions);
    }

    [Fact]
    public async Task A_post_that_another_sites_page_sends_is_refused()
    {
        await using var server = await RunningServer.Start();
        var message = new HttpRequestMessage(HttpMethod.Post, "onboardings")
        {
            Content = RunningServer.Json(DurableJson.Write(Requests.Direct())),
        };
        message.Headers.Add("Sec-Fetch-Site", "cross-site");

        (await server.Send(message)).AssertProblem(403, ErrorCodes.NotLocal);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Origin", "https://127.0.0.1")]
    public async Task A_read_that_another_sites_page_sends_is_refused(string header, string value)
    {
        await using var server = await RunningServer.Start();
        var message = new HttpRequestMessage(HttpMethod.Get, "onboardings");
        message.Headers.Add(header, value);

        (await server.Send(message)).AssertProblem(403, ErrorCodes.NotLocal);
    }

    [Fact]
    public async Task An_API_key_opens_what_its_roles_permit_and_is_written_down_as_who_called()
    {
        await using var server = await RunningServer.Start(
            ("Authentication:Mode", "ApiKey"),
            ("Authentication:ApiKeys:shop:Hash", HashOf("key-of-the-shop")),
            ("Authentication:ApiKeys:shop:Roles", "SalesAgent"),
            ("Authentication:ApiKeys:ops:Hash", HashOf("key-of-operations")),
            ("Authentication:ApiKeys:ops:Roles", "Operator, Approver")
        );

        var missing = (await server.Get("onboardings")).AssertProblem(401, ErrorCodes.Unauthenticated);
        Assert.Equal("ApiKey", missing.Headers.WwwAuthenticate.Single().Scheme);
        (await With(server, ApiKeyHeader, "key-of-the-shoq")).AssertProblem(401, ErrorCodes.Unauthenticated);
        (await With(server, ApiKeyHeader, HashOf("key-of-the-shop"))).AssertProblem(401, ErrorCodes.Unauthenticated);
        Assert.Equal(200, (await With(server, ApiKeyHeader, "key-of-the-shop")).Status);
        Assert.Equal(200, (await With(server, "X-Api-Key", "key-of-operations", "obligations")).Status);
        (await Post(server, "key-of-operations", "onboardings", DurableJson.Write(Requests.Direct()))).AssertProblem(
            403,
            ErrorCodes.Forbidden
        );
        (await Post(server, "key-of-the-shop", "onboardings/ob-x/resume", null)).AssertProblem(
            403,
            ErrorCodes.Forbidden
        );
        (await Post(server, "key-of-the-shop", "onboardings/ob-x/credentials", """{"confirm":true}""")).AssertProblem(
            403,
            ErrorCodes.Forbidden
        );
        Assert.Equal(
            "key:shop",
            (
                await Post(server, "key-of-the-shop", "onboardings", DurableJson.Write(Requests.Direct("Keyed Works")))
            ).Text("submittedBy")
        );
        Assert.Equal(200, (await server.Get("health/ready")).Status);
        Assert.Equal(200, (await server.Get("openapi.json")).Status);
    }

    [Fact]
    public async Task A_token_is_taken_from_the_right_issuer_for_us_in_our_tenant_and_no_other()
    {
        await using var issuer = await TokenIssuer.Start();
        await using var server = await RunningServer.Start(
            ("Authentication:Mode", "EntraId"),
            ("Authentication:Audience", "api://onboarding"),
            ("Authentication:Issuer", issuer.Name),
            ("Authentication:TenantId", TokenIssuer.Tenant.ToString())
        );

        Assert.Equal(200, (await With(server, "Authorization", "Bearer " + issuer.Token())).Status);
        Assert.Equal(
            "Bearer",
            (await server.Get("onboardings"))
                .AssertProblem(401, ErrorCodes.Unauthenticated)
                .Headers.WwwAuthenticate.Single()
                .Scheme
        );
        await Refused(issuer.Token(audience: "api://else"));
        await Refused(issuer.Token(issuer: "https://login.example/else"));
        await Refused(issuer.Token(tenant: Guid.NewGuid()));
        await Refused(issuer.Token(age: TimeSpan.FromHours(3)));
        await Refused(issuer.Token(foreignKey: true));
        await Refused(issuer.Token()[..^5] + "AAAAA");
        await Refused("nonsense");
        (await With(server, "Authorization", "Bearer " + issuer.Token(roles: ["Reader"]))).AssertProblem(
            403,
            ErrorCodes.Forbidden
        );
        (await With(server, "Authorization", "Bearer " + issuer.Token(roles: []))).AssertProblem(
            403,
            ErrorCodes.Forbidden
        );

        async Task Refused(string token) =>
            (await With(server, "Authorization", "Bearer " + token)).AssertProblem(401, ErrorCodes.Unauthenticated);
    }

    [Fact]
    public async Task Four_eyes_go_by_the_id_and_not_by_a_name_that_can_be_changed()
    {
        await using var issuer = await TokenIssuer.Start();
        await using var server = await RunningServer.Start(
            ("Authentication:Mode", "EntraId"),
            ("Authentication:Audience", "api://onboarding"),
            ("Authentication:Issuer", issuer.Name),
            ("Authentication:TenantId", TokenIssuer.Tenant.ToString())
        );
        var (otto, other) = (Guid.NewGuid(), Guid.NewGuid());
        string[] roles = ["SalesAgent", "Approver"];
        string Token(Guid id, string name) => "Bearer " + issuer.Token(roles: roles, objectId: id, name: name);

        var submitted = await Send(
            HttpMethod.Post,
            "onboardings",
            DurableJson.Write(Requests.Direct() with { Approval = Onboarding.Requests.ApprovalDemand.Required }),
            Token(otto, "otto@partner.example")
        );
        Assert.Equal(202, submitted.Status);
        Assert.Equal($"otto@partner.example [{otto}.{TokenIssuer.Tenant}]", submitted.Text("submittedBy"));
        var id = submitted.Text("id");
        ApiAnswer approval;
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(40), TimeProvider.System);
        while (
            (approval = await Send(HttpMethod.Get, $"approvals/{id}", null, Token(otto, "otto@partner.example"))).Status
            != 200
        )
            await timer.WaitForNextTickAsync(deadline.Token);
        var decision = $$"""{"decision":"approve","version":"{{approval.Text("version")}}"}""";

        // Renamed meanwhile: still the one who submitted it. Another one of the old name: somebody else.
        (
            await Send(HttpMethod.Post, $"approvals/{id}/decision", decision, Token(otto, "karl@partner.example"))
        ).AssertProblem(403, ErrorCodes.OwnRequest);
        Assert.Equal(
            200,
            (
                await Send(HttpMethod.Post, $"approvals/{id}/decision", decision, Token(other, "otto@partner.example"))
            ).Status
        );

        async Task<ApiAnswer> Send(HttpMethod method, string path, string? body, string token)
        {
            var message = new HttpRequestMessage(method, path)
            {
                Content = body is null ? null : RunningServer.Json(body),
            };
            message.Headers.Add("Authorization", token);
            return await server.Send(message);
        }
    }

    [Fact]
    public async Task While_the_issuer_cannot_be_asked_for_its_keys_a_token_is_neither_taken_nor_refused()
    {
        await using var issuer = await TokenIssuer.Start();
        issuer.IsUnreachable = true;
        await using var server = await RunningServer.Start(
            ("Authentication:Mode", "EntraId"),
            ("Authentication:Audience", "api://onboarding"),
            ("Authentication:Issuer", issuer.Name),
            ("Authentication:TenantId", TokenIssuer.Tenant.ToString())
        );

        var unreachable = await With(server, "Authorization", "Bearer " + issuer.Token());
        Assert.NotNull(unreachable.AssertProblem(503, ErrorCodes.NotReady).Headers.RetryAfter);
        (await server.Get("onboardings")).AssertProblem(401, ErrorCodes.Unauthenticated);
        Assert.Equal(200, (await With(server, "Authorization", "Bearer " + issuer.Token(), "health/live")).Status);

        issuer.IsUnreachable = false;
        Assert.Equal(200, (await With(server, "Authorization", "Bearer " + issuer.Token())).Status);
    }

    [Fact]
    public void Every_permission_belongs_to_a_role_and_only_what_anybody_may_know_and_signed_webhooks_ask_for_none()
    {
        Assert.All(
            new[] { Roles.GlobalAdmin, Roles.UserManagementAdmin, Roles.AdminAgent, Roles.SalesAgent },
            role => Assert.True(Roles.Permit([role], Permission.Submit), role)
        );
        Assert.All(
            Enum.GetValues<Permission>(),
            permission => Assert.Contains(Roles.Permissions.Values, permissions => permissions.Contains(permission))
        );
        Assert.Equal(
            ["GetOpenApi", "GetSignIn", "HealthLive", "HealthReady", "ReceivePartnerCenterEvent", "ReceiveWebhook"],
            ApiOperations
                .All.Where(operation => operation.Permission is null)
                .Select(operation => operation.Name)
                .Order()
        );
    }

    [Fact]
    public async Task What_is_wrong_with_a_token_is_said_in_the_challenge()
    {
        await using var issuer = await TokenIssuer.Start();
        await using var server = await RunningServer.Start(
            ("Authentication:Mode", "EntraId"),
            ("Authentication:Audience", "api://onboarding"),
            ("Authentication:Issuer", issuer.Name),
            ("Authentication:TenantId", TokenIssuer.Tenant.ToString())
        );

        var refused = await With(server, "Authorization", "Bearer " + issuer.Token(audience: "api://else"));
        var challenge = refused.AssertProblem(401, ErrorCodes.Unauthenticated).Headers.WwwAuthenticate.Single();
        Assert.Equal("Bearer", challenge.Scheme);
        Assert.Contains("error=\"invalid_token\"", challenge.Parameter, StringComparison.Ordinal);
        var forbidden = await With(server, "Authorization", "Bearer " + issuer.Token(roles: []));
        Assert.Empty(forbidden.AssertProblem(403, ErrorCodes.Forbidden).Headers.WwwAuthenticate);
    }

    [Fact]
    public async Task A_problem_is_answered_also_to_who_accepts_only_what_the_operation_answers_with()
    {
        await using var server = await RunningServer.Start(
            ("Authentication:Mode", "ApiKey"),
            ("Authentication:ApiKeys:shop:Hash", HashOf("k")),
            ("Authentication:ApiKeys:shop:Roles", "SalesAgent")
        );
        const string Results = "batches/x/results.csv";

        (await With(server, "Accept", "text/csv", Results)).AssertProblem(401, ErrorCodes.Unauthenticated);
        var message = new HttpRequestMessage(HttpMethod.Get, Results)
        {
            Headers = { { "Accept", "text/csv" }, { ApiKeyHeader, "k" } },
        };
        (await server.Send(message)).AssertProblem(404, ErrorCodes.NotFound);
    }

    [Fact]
    public async Task Every_operation_is_mapped_with_a_policy_that_there_is()
    {
        await using var server = await RunningServer.Start();
        var policies = server.Services.GetRequiredService<IAuthorizationPolicyProvider>();
        var endpoints = server
            .Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<ApiOperation>() is not null)
            .ToDictionary(endpoint => endpoint.Metadata.GetMetadata<ApiOperation>()!.Name);

        Assert.Equal(ApiOperations.All.Select(operation => operation.Name).Order(), endpoints.Keys.Order());
        foreach (var operation in ApiOperations.All)
        {
            var asked = Assert.Single(endpoints[operation.Name].Metadata.GetOrderedMetadata<IAuthorizeData>());
            Assert.NotNull(await policies.GetPolicyAsync(asked.Policy!));
            if (operation.Permission is not { } permission)
                continue;
            Assert.Equal(permission.ToString(), asked.Policy);
            Assert.Equal(operation.TakesApprovalLink ? "ApprovalLink" : "Configured", asked.AuthenticationSchemes);
        }
    }

    [Theory]
    [InlineData(-3, 1, true)]
    [InlineData(-63, -3, false)]
    [InlineData(-61, -1, true)]
    [InlineData(1, 61, true)]
    [InlineData(3, 63, false)]
    public void The_time_of_a_token_is_checked_by_the_hosts_clock_give_or_take_two_minutes(
        int fromMinute,
        int untilMinute,
        bool isCurrent
    )
    {
        var clock = new FakeTimeProvider(new(2031, 5, 6, 7, 8, 9, TimeSpan.Zero));
        var authentication = new ApiAuthenticationOptions { Issuer = new("https://login.example/v2.0") };
        var bearer = new JwtBearerOptions();
        new EntraTokenOptions(Options.Create(authentication), clock, NullLogger<EntraTokenOptions>.Instance).Configure(
            JwtBearerDefaults.AuthenticationScheme,
            bearer
        );
        var (now, rules) = (clock.GetUtcNow().UtcDateTime, bearer.TokenValidationParameters);

        var taken = rules.LifetimeValidator(now.AddMinutes(fromMinute), now.AddMinutes(untilMinute), null, rules);
        Assert.Equal(isCurrent, taken);
    }

    [Fact]
    public async Task Without_credentials_no_operation_answers_but_those_of_anybody()
    {
        await using var server = await RunningServer.Start(
            ("Authentication:Mode", "ApiKey"),
            ("Authentication:ApiKeys:shop:Hash", HashOf("k")),
            ("Authentication:ApiKeys:shop:Roles", "SalesAgent")
        );

        foreach (var operation in ApiOperations.All.Where(operation => operation.Permission is not null))
        {
            var path = operation
                .Route.Replace("{id}", "x", StringComparison.Ordinal)
                .Replace("{iso2}", "DE", StringComparison.Ordinal)
                .Replace("{prefix}", "x", StringComparison.Ordinal);
            var message = new HttpRequestMessage(new HttpMethod(operation.Method), path);
            if (operation.Body is not null)
            {
                message.Content = RunningServer.Json("{}");
                message.Content.Headers.ContentType = new(operation.MediaTypes[0]);
            }

            (await server.Send(message)).AssertProblem(401, ErrorCodes.Unauthenticated);
        }
    }

    private const string ApiKeyHeader = "X-Api-Key";

    private static string HashOf(string key) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private static Task<ApiAnswer> With(RunningServer server, string header, string value, string path = "onboardings")
    {
        var message = new HttpRequestMessage(HttpMethod.Get, path);
        message.Headers.TryAddWithoutValidation(header, value);
        return server.Send(message);
    }

    private static Task<ApiAnswer> Post(RunningServer server, string key, string path, string? json)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = json is null ? null : RunningServer.Json(json),
        };
        message.Headers.Add(ApiKeyHeader, key);
        return server.Send(message);
    }
}

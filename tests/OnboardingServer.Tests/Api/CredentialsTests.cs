using Microsoft.Extensions.DependencyInjection;
using Onboarding;
using Onboarding.Progress;
using Scenarios;

namespace OnboardingServer.Tests.Api;

public sealed class CredentialsTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private RunningServer Server => fixture.Server;

    [Fact]
    public async Task Credentials_are_handed_over_once_uncached_and_on_record()
    {
        var id = await Server.Accepted(Requests.Direct("Relecloud Data"));
        var onboarding = await Server.UntilEnded(id);

        var first = await Take(id);
        var second = await Take(id);

        Assert.Equal(200, first.Status);
        Assert.Equal("admin", first.Text("userName"));
        Assert.NotEmpty(first.Text("password"));
        Assert.True(first.Headers.CacheControl!.NoStore);
        second.AssertProblem(410, ErrorCodes.CredentialsGone);
        Assert.DoesNotContain(first.Text("password"), onboarding.ToJsonString(), StringComparison.Ordinal);
        var audit = await Server.Services.GetRequiredService<IAuditLog>().For(id, default);
        Assert.Single(audit, entry => entry is { Action: "credentials.handed-over", Who: "local" });
    }

    [Fact]
    public async Task Of_ten_callers_at_once_one_gets_them()
    {
        var id = await Server.Accepted(Requests.Direct("Southridge Video"));
        await Server.UntilEnded(id);

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Take(id)));

        Assert.Single(answers, answer => answer.Status == 200);
        Assert.Equal(9, answers.Count(answer => answer.Status == 410));
    }

    [Fact]
    public async Task Before_there_is_a_tenant_there_are_none_yet()
    {
        Server.Simulator.Faults.Add(
            new()
            {
                Operation = "customers.create",
                Kind = PartnerCenter.Simulator.Faults.FaultKind.Slow,
                DelayMs = 1500,
                Count = 1,
            }
        );
        var id = await Server.Accepted(Requests.Direct("Lamna Healthcare"));

        (await Take(id)).AssertProblem(404, ErrorCodes.NotFound);
        await Server.UntilEnded(id);
        Assert.Equal(200, (await Take(id)).Status);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"confirm":false}""")]
    public async Task Without_a_confirmation_they_stay(string body)
    {
        var id = await Server.Accepted(Requests.Direct($"Bellows College {body.Length}"));
        await Server.UntilEnded(id);

        (await Server.Post($"onboardings/{id}/credentials", body)).AssertProblem(400, ErrorCodes.InvalidBody);

        Assert.Equal(200, (await Take(id)).Status);
    }

    [Fact]
    public async Task Reading_does_not_hand_them_over()
    {
        var id = await Server.Accepted(Requests.Direct("Woodgrove Bank"));
        await Server.UntilEnded(id);

        (await Server.Get($"onboardings/{id}/credentials")).AssertProblem(405, ErrorCodes.MethodNotAllowed);

        Assert.Equal(200, (await Take(id)).Status);
    }

    private Task<ApiAnswer> Take(string id) => Server.Post($"onboardings/{id}/credentials", """{"confirm":true}""");
}

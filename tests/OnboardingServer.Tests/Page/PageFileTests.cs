using Onboarding.Http;
using OnboardingServer.Tests.Api;

namespace OnboardingServer.Tests.Page;

public sealed class PageFileTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    public static TheoryData<string> Files => [.. PageHandler.Files];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Every_file_is_served_and_forbids_what_does_not_come_from_here(string file)
    {
        using var answer = await fixture.Server.Client.GetAsync(new Uri($"/{file}", UriKind.Relative));

        Assert.Equal(200, (int)answer.StatusCode);
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.StartsWith("default-src 'none'", policy, StringComparison.Ordinal);
    }
}

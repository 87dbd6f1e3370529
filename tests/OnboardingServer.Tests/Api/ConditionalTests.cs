using System.Net;
using Scenarios;

namespace OnboardingServer.Tests.Api;

public sealed class ConditionalTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private RunningServer Server => fixture.Server;

    [Fact]
    public async Task What_has_not_changed_is_304_without_a_body_and_what_has_is_sent_again()
    {
        await Server.UntilEnded(await Server.Accepted(Requests.Direct("Same As Before")));
        var first = await Server.Get("onboardings");
        var tag = first.Headers.ETag!;

        var same = await Ask(tag.ToString());
        var weak = await Ask($"\"other\", W/{tag}");
        await Server.Accepted(Requests.Direct("Something New"));
        var changed = await Ask(tag.ToString());

        Assert.Equal((304, ""), (same.Status, same.Raw));
        Assert.Equal(tag, same.Headers.ETag);
        Assert.Equal("no-store", same.Headers.CacheControl!.ToString());
        Assert.Equal(304, weak.Status);
        Assert.Equal((int)HttpStatusCode.OK, changed.Status);
        Assert.NotEqual(tag, changed.Headers.ETag);
    }

    private Task<ApiAnswer> Ask(string tag)
    {
        var message = new HttpRequestMessage(HttpMethod.Get, "onboardings");
        message.Headers.TryAddWithoutValidation("If-None-Match", tag);
        return Server.Send(message);
    }
}

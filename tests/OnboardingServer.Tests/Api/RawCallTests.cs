using System.Net.Sockets;
using System.Text;

namespace OnboardingServer.Tests.Api;

/// <summary>What no client of HTTP sends: it is refused in form, and nobody's log fills with traces.</summary>
public sealed class RawCallTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    [Theory]
    [InlineData("zz")]
    [InlineData("-1")]
    [InlineData("5 5")]
    [InlineData("80000000")]
    [InlineData("7fffffffffffffff")]
    [InlineData("fffffffffffffffff")]
    public async Task A_size_of_a_chunk_that_is_none_is_400(string size)
    {
        foreach (
            var (path, type, first) in ((string, string, string)[])
                [("onboardings", "application/json", ""), ("batches", "text/csv", "3\r\na,b\r\n")]
        )
        {
            var answer = await Send(
                $"POST /api/{path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {type}\r\nTransfer-Encoding: "
                    + $"chunked\r\nConnection: close\r\n\r\n{first}{size}\r\n{{}}\r\n0\r\n\r\n"
            );

            Assert.StartsWith("HTTP/1.1 400", answer, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("/api/onboardings")]
    [InlineData("/api/health/live")]
    [InlineData("/")]
    public async Task A_host_that_is_none_is_400(string path)
    {
        var answer = await Send($"GET {path} HTTP/1.1\r\nHost: xn--localhost\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 400", answer, StringComparison.Ordinal);
        Assert.Contains("api.invalid-parameter", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", answer, StringComparison.Ordinal);
    }

    private async Task<string> Send(string call)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(fixture.Server.Address.Host, fixture.Server.Address.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(call));
        var answer = new StringBuilder();
        var bytes = new byte[4096];
        try
        {
            while (await stream.ReadAsync(bytes) is > 0 and var count)
                answer.Append(Encoding.UTF8.GetString(bytes, 0, count));
        }
        catch (IOException)
        {
            // Closed behind its answer, since what was sent was not read.
        }

        return answer.ToString();
    }
}

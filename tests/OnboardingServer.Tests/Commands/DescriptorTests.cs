using System.Net;
using System.Net.Sockets;

namespace OnboardingServer.Tests.Commands;

/// <summary>
/// The files and sockets that the server may have open: too few are refused, and all taken is survived.
/// </summary>
public sealed class DescriptorTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("descriptors-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_limit_that_is_too_low_is_refused_with_the_number()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var server = ChildProcess.StartWith(300, _folder, "--urls", "http://127.0.0.1:0");

        var ended = await server.End();

        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("300", ended.Errors, StringComparison.Ordinal);
        Assert.Contains("at least 512", ended.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ended.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_connections_than_it_can_have_are_answered_503_or_closed_and_it_goes_on()
    {
        if (!OperatingSystem.IsLinux())
            return;
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        using var server = ChildProcess.StartWith(512, _folder, "--urls", address.ToString());
        await Until(async () => await Get(address, "/api/health/ready") == HttpStatusCode.OK);
        var idle = new List<Socket>();
        try
        {
            for (var n = 0; n < 122; n++)
                idle.Add(await Connected(address));
            // Not taken all at once by the other side.
            await Until(async () => await Get(address, "/api/onboardings") == HttpStatusCode.ServiceUnavailable);
            Assert.Equal(HttpStatusCode.OK, await Get(address, "/api/health/live"));

            for (var n = 0; n < 900; n++)
                idle.Add(await Connected(address));
            await Until(async () =>
                await Get(address, "/api/onboardings") is null or HttpStatusCode.ServiceUnavailable
            );
        }
        finally
        {
            foreach (var socket in idle)
                socket.Dispose();
        }

        await Until(async () => await Get(address, "/api/onboardings") == HttpStatusCode.OK);
        server.Interrupt();
        Assert.Equal(0, (await server.End()).ExitCode);
    }

    private static async Task<Socket> Connected(Uri address)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, address.Port);
        return socket;
    }

    // Null: the connection was closed.
    private static async Task<HttpStatusCode?> Get(Uri address, string path)
    {
        using var client = new HttpClient { BaseAddress = address };
        client.DefaultRequestHeaders.Connection.Add("close");
        try
        {
            using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
            return answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private static async Task Until(Func<Task<bool>> condition)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        while (!await condition())
            await timer.WaitForNextTickAsync(deadline.Token);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

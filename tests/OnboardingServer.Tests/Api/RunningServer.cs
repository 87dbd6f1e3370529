using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Onboarding;
using Onboarding.Requests;
using OnboardingServer.Hosting;
using PartnerCenter.Simulator;

namespace OnboardingServer.Tests.Api;

/// <summary>The real server on a free port, with a data directory of its own, spoken to over HTTP.</summary>
public sealed class RunningServer : IAsyncDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly string _directory;
    private readonly ServerHost _host;
    private bool _keepsDirectory;

    private RunningServer(string directory, ServerHost host)
    {
        (_directory, _host) = (directory, host);
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false })
        {
            BaseAddress = new Uri(host.Address, "api/"),
        };
    }

    public HttpClient Client { get; }
    public Uri Address => _host.Address;
    public IServiceProvider Services => _host.Services;
    public SimulatorHost Simulator => _host.Simulator!;

    public static async Task<RunningServer> Start(params (string Key, string Value)[] settings)
    {
        var directory = Directory.CreateTempSubdirectory("server-").FullName;
        var host = ServerHost.Build(Settings(directory, settings));
        await host.Start(default);
        return new RunningServer(directory, host);
    }

    /// <summary>The same over a data directory that is there and stays.</summary>
    public static async Task<RunningServer> Over(string directory, params (string Key, string Value)[] settings)
    {
        var host = ServerHost.Build(Settings(directory, settings));
        try
        {
            await host.Start(default);
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }

        return new RunningServer(directory, host) { _keepsDirectory = true };
    }

    /// <summary>The same at an address that is known before.</summary>
    public static async Task<RunningServer> StartAt(string address, params (string Key, string Value)[] settings)
    {
        var directory = Directory.CreateTempSubdirectory("server-").FullName;
        var host = ServerHost.Build(Settings(directory, settings) with { Urls = address });
        await host.Start(default);
        return new RunningServer(directory, host);
    }

    /// <summary>
    /// The day before the partner's own word was closed (C §9.0): most requests of these tests come to their point with
    /// it, without a customer.
    /// </summary>
    public const string Attesting = "2026-01-04";

    public static ServerSettings Settings(string directory, params (string Key, string Value)[] settings) =>
        new(
            directory,
            ServerSettings.AnyPort,
            WithDay(settings).ToDictionary(setting => setting.Key, setting => (string?)setting.Value)
        )
        {
            Quiet = true,
        };

    private static (string Key, string Value)[] WithDay((string Key, string Value)[] settings) =>
        settings.Any(setting =>
            setting.Key == "Simulation:AsOf" || setting.Key.EndsWith(":BaseAddress", StringComparison.Ordinal)
        )
            ? settings
            : [.. settings, ("Simulation:AsOf", Attesting)];

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _host.DisposeAsync();
        if (!_keepsDirectory)
            Directory.Delete(_directory, recursive: true);
    }

    public Task<ApiAnswer> Get(string path) => Send(new HttpRequestMessage(HttpMethod.Get, path));

    public Task<ApiAnswer> Post(string path, string? json = null) =>
        Send(new HttpRequestMessage(HttpMethod.Post, path) { Content = json is null ? null : Json(json) });

    public Task<ApiAnswer> Submit(OnboardingRequest request, string? key = null)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, "onboardings")
        {
            Content = Json(DurableJson.Write(request)),
        };
        if (key is not null)
            message.Headers.Add("Idempotency-Key", key);
        return Send(message);
    }

    /// <summary>Submits and answers with the id.</summary>
    public async Task<string> Accepted(OnboardingRequest request)
    {
        var answer = await Submit(request);
        Assert.Equal(202, answer.Status);
        return answer.Text("id");
    }

    public Task<JsonObject> UntilEnded(string id) => Until(id, onboarding => onboarding["ended"]!.GetValue<bool>());

    /// <summary>The customer accepts the agreement when it is asked; answers with how the onboarding ended.</summary>
    public async Task<JsonObject> UntilAccepted(string id)
    {
        var waiting = await Until(
            id,
            onboarding => onboarding["stage"]!.GetValue<string>() == "awaiting-customer-acceptance"
        );
        Simulator.Control.AcceptAgreement(waiting["exists"]!["tenantId"]!.GetValue<string>());
        return await UntilEnded(id);
    }

    /// <summary>Asks as a client does until the answer is as it should be.</summary>
    public async Task<JsonObject> Until(string id, Func<JsonObject, bool> condition)
    {
        using var deadline = new CancellationTokenSource(LongestWait, TimeProvider.System);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(40), TimeProvider.System);
        while (true)
        {
            var answer = await Get($"onboardings/{id}");
            Assert.Equal(200, answer.Status);
            if (condition(answer.Body))
                return answer.Body;
            await timer.WaitForNextTickAsync(deadline.Token);
        }
    }

    public async Task<ApiAnswer> Send(HttpRequestMessage message)
    {
        using var response = await Client.SendAsync(message);
        message.Dispose();
        var text = await response.Content.ReadAsStringAsync();
        return new ApiAnswer(
            (int)response.StatusCode,
            response.Headers,
            response.Content.Headers.ContentType?.MediaType,
            text
        );
    }

    public static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");
}

/// <summary>What came back.</summary>
public sealed record ApiAnswer(int Status, HttpResponseHeaders Headers, string? ContentType, string Raw)
{
    public JsonObject Body => JsonNode.Parse(Raw)!.AsObject();

    public string Text(string member) => Body[member]!.GetValue<string>();

    /// <summary>It is the problem with that code, in form, and tells nothing of our insides.</summary>
    public ApiAnswer AssertProblem(int status, string code)
    {
        Assert.True(status == Status, $"{Status} instead of {status}: {Raw}");
        Assert.Equal("application/problem+json", ContentType);
        Assert.Equal(code, Text("code"));
        Assert.Equal($"urn:onboarding:problem:{code}", Text("type"));
        Assert.Equal(status, Body["status"]!.GetValue<int>());
        Assert.NotEmpty(Text("traceId"));
        Assert.NotEmpty(Text("title"));
        Assert.DoesNotContain("   at ", Raw, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", Raw, StringComparison.Ordinal);
        return this;
    }

    public IReadOnlyList<Finding> Findings => Body["findings"].Deserialize<List<Finding>>(DurableJson.Options)!;
}

/// <summary>One server for the tests of a class.</summary>
public sealed class ServerFixture : IAsyncLifetime
{
    private RunningServer? _server;

    public RunningServer Server => _server!;

    public async Task InitializeAsync() => _server = await RunningServer.Start();

    public async Task DisposeAsync() => await Server.DisposeAsync();
}

/// <summary>The same, whose customers accept at once what they are asked for.</summary>
public sealed class AnsweringServerFixture : IAsyncLifetime
{
    private RunningServer? _server;

    public RunningServer Server => _server!;

    public async Task InitializeAsync() =>
        _server = await RunningServer.Start(("Simulation:CustomersAnswer", "00:00:00"));

    public async Task DisposeAsync() => await Server.DisposeAsync();
}

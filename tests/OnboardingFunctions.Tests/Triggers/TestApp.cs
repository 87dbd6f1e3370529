using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Onboarding.Azure.Tables;
using Onboarding.Customers;
using OnboardingFunctions.Tests.Replaying;

namespace OnboardingFunctions.Tests.Triggers;

/// <summary>The app as Program wires it, from local.settings.sample.json and what a test adds.</summary>
internal sealed class TestApp : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly ReplayingTaskHub _hub;

    public TestApp(
        Dictionary<string, string?> more,
        TableStore? store = null,
        ISecretVault? vault = null,
        DurableTaskClient? client = null
    )
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(Sample())
            .AddInMemoryCollection(more)
            .Build();
        var services = new ServiceCollection();
        services
            .AddSingleton<IConfiguration>(configuration)
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.None));
        // What ConfigureFunctionsWebApplication adds with its web host.
        services.AddRouting().AddSingleton(new DiagnosticListener(nameof(TestApp)));
        services.AddFunctionApp(configuration);
        if (store is not null)
            services.AddSingleton(store);
        if (vault is not null)
            services.AddSingleton(vault);
        // As Core Tools' environment Development does.
        _services = services.BuildServiceProvider(
            new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true }
        );
        _hub = new ReplayingTaskHub(new FunctionTable(_services), TimeProvider.System);
        Client = client ?? new HubClient(_hub);
    }

    public DurableTaskClient Client { get; }

    public IServiceProvider Services => _services;

    /// <summary>The sample's values, as the host hands them to the app.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> Sample() => Sample("Values");

    public static IReadOnlyList<KeyValuePair<string, string?>> Sample(params string[] parts)
    {
        using var sample = JsonDocument.Parse(Repository.Read("local.settings.sample.json"));
        return
        [
            .. parts
                .SelectMany(part => sample.RootElement.GetProperty(part).EnumerateObject())
                .Select(value =>
                    KeyValuePair.Create(
                        value.Name.Replace("__", ":", StringComparison.Ordinal),
                        value.Value.GetString()
                    )
                ),
        ];
    }

    /// <summary>Checks every option that is checked at start.</summary>
    public void ValidateOptions() => Services.GetRequiredService<IStartupValidator>().Validate();

    public Task<HttpContext> Call(string function, string method, params (string Name, string Value)[] route) =>
        Call(function, method, body: null, route);

    public Task<HttpContext> Call(
        string function,
        string method,
        string? body,
        params (string Name, string Value)[] route
    ) => Call(function, method, body, _ => { }, route);

    /// <summary>Reads what a call with a query answers, as the caller with this API key.</summary>
    public async Task<JsonNode> Read(string function, string query = "", string? key = null)
    {
        var answered = await Call(
            function,
            "GET",
            body: null,
            request =>
            {
                request.QueryString = new QueryString(query);
                if (key is not null)
                    request.Headers["X-Api-Key"] = key;
            }
        );
        Assert.Equal(StatusCodes.Status200OK, answered.Response.StatusCode);
        answered.Response.Body.Position = 0;
        return (await JsonNode.ParseAsync(answered.Response.Body))!;
    }

    private async Task<HttpContext> Call(
        string function,
        string method,
        string? body,
        Action<HttpRequest> prepare,
        params (string Name, string Value)[] route
    )
    {
        await using var scope = Services.CreateAsyncScope();
        var context = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        context.Request.Method = method;
        context.Request.Host = new HostString("localhost");
        foreach (var (name, value) in route)
            context.Request.RouteValues[name] = value;
        if (body is not null)
            (context.Request.Body, context.Request.ContentType) = (
                new MemoryStream(Encoding.UTF8.GetBytes(body)),
                "application/json"
            );
        prepare(context.Request);
        context.Response.Body = new MemoryStream();
        var target = FunctionTable.All[function];
        object[] arguments =
        [
            .. target
                .GetParameters()
                .Select(parameter => parameter.ParameterType == typeof(HttpRequest) ? (object)context.Request : Client),
        ];
        var answer = target.Invoke(
            ActivatorUtilities.CreateInstance(scope.ServiceProvider, target.DeclaringType!),
            arguments
        );
        await (answer is Task<IResult> later ? await later : (IResult)answer!).ExecuteAsync(context);
        return context;
    }

    public async ValueTask DisposeAsync()
    {
        _hub.Dispose();
        await _services.DisposeAsync();
    }
}

using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Onboarding;
using Onboarding.Http;
using OnboardingFunctions.Tests.Replaying;

namespace OnboardingFunctions.Tests.Triggers;

/// <summary>What the host sees of the app, against the table of operations, the catalog and host.json.</summary>
public sealed partial class TriggerSurfaceTests
{
    public static TheoryData<string> Operations => [.. ApiOperations.All.Select(operation => operation.Name)];

    [Fact]
    public void Names_OfAllFunctions_AreOnesTheHostAccepts() =>
        Assert.All(FunctionTable.All.Keys, name => Assert.Matches(FunctionName(), name));

    [Fact]
    public void Functions_HaveOneNameEach() =>
        Assert.All(
            FunctionTable.All.Values.GroupBy(method => (method.DeclaringType, method.Name)),
            methods => Assert.Single(methods)
        );

    [Fact]
    public void Orchestrations_AreThoseOfTheCatalog() =>
        Assert.Equal(
            OnboardingServices.Tasks().Orchestrators.Keys.Order(),
            FunctionTable.With<OrchestrationTriggerAttribute>().Keys.Order()
        );

    [Fact]
    public void Activities_AreThoseOfTheCatalog() =>
        Assert.Equal(
            OnboardingServices.Tasks().Activities.Keys.Order(),
            FunctionTable.With<ActivityTriggerAttribute>().Keys.Order()
        );

    [Fact]
    public void Activities_AreGivenTheEnginesClient() =>
        Assert.All(
            FunctionTable.With<ActivityTriggerAttribute>(),
            function =>
                Assert.Single(
                    function.Value.GetParameters(),
                    parameter =>
                        parameter.IsDefined(typeof(DurableClientAttribute))
                        && parameter.ParameterType == typeof(DurableTaskClient)
                )
        );

    [Fact]
    public void Activities_TakeWhatTheCatalogsActivityTakes() =>
        Assert.All(
            OnboardingServices.Tasks().Activities.Values,
            activity =>
            {
                var function = FunctionTable.All[activity.Name];
                var arguments = TypesOf(activity.Implementation);
                var input = function.GetParameters().Single(one => one.IsDefined(typeof(ActivityTriggerAttribute)));
                Assert.Equal(arguments[0], input.ParameterType);
                Assert.Equal(typeof(Task<>).MakeGenericType(arguments[1]), function.ReturnType);
            }
        );

    [Fact]
    public void HostJson_StartsNewInstancesOnTheVersionOfTheCode()
    {
        using var host = JsonDocument.Parse(Repository.Read("host.json"));
        var durable = host.RootElement.GetProperty("extensions").GetProperty("durableTask");
        Assert.Equal(TaskCatalog.Version, durable.GetProperty("defaultVersion").GetString());
        Assert.Equal("CurrentOrOlder", durable.GetProperty("versionMatchStrategy").GetString());
        // An instance of a newer release waits for a worker of that release.
        Assert.Equal("Reject", durable.GetProperty("versionFailureStrategy").GetString());
    }

    [Fact]
    public void HttpFunctions_AreTheOperationsAndThePage() =>
        Assert.Equal(
            ApiOperations.All.Select(operation => operation.Name).Append("Page").Order(),
            FunctionTable.With<HttpTriggerAttribute>().Keys.Order()
        );

    [Theory]
    [MemberData(nameof(Operations))]
    public void HttpFunction_OfAnOperation_HasItsRouteAndMethodAndLeavesAuthorizationToThePipeline(string name)
    {
        var operation = ApiOperations.All.Single(operation => operation.Name == name);
        var trigger = Trigger(name);
        Assert.Equal($"{ApiOperations.Prefix}/{operation.Route}", trigger.Route);
        Assert.Equal(operation.Method.ToLowerInvariant(), Assert.Single(trigger.Methods!));
        Assert.Equal(AuthorizationLevel.Anonymous, trigger.AuthLevel);
    }

    // The host adds the routes in the order of the functions' names and takes the first that fits; it does not prefer a
    // literal.
    [Fact]
    public void Routes_ThatOverlap_AreNamedSoThatTheLiteralComesFirst() =>
        Assert.All(
            from literal in ApiOperations.All
            from open in ApiOperations.All
            where
                literal != open
                && literal.Method == open.Method
                && Overlap(literal.Route, open.Route)
                && IsMoreLiteral(literal.Route, open.Route)
            select (literal.Name, open.Name),
            pair =>
                Assert.True(
                    string.Compare(pair.Item1, pair.Item2, StringComparison.OrdinalIgnoreCase) < 0,
                    $"{pair.Item1} would never be reached: {pair.Item2} takes its calls."
                )
        );

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task HttpFunction_CalledWithoutAKey_IsRefusedByThePipeline(string name)
    {
        await using var app = new TestApp(
            new()
            {
                ["Authentication:Mode"] = "ApiKey",
                ["Authentication:ApiKeys:test:Hash"] = new string('0', 64),
                ["Authentication:ApiKeys:test:Roles"] = "GlobalAdmin",
            }
        );
        var operation = ApiOperations.All.Single(operation => operation.Name == name);
        if (operation.Permission is null)
            return;
        var answered = await app.Call(name, operation.Method);
        Assert.Equal(StatusCodes.Status401Unauthorized, answered.Response.StatusCode);
    }

    [Fact]
    public async Task Page_AtTheRoot_IsTheIndex()
    {
        await using var app = new TestApp([]);
        var answered = await app.Call("Page", "GET");
        Assert.Equal(StatusCodes.Status200OK, answered.Response.StatusCode);
        Assert.StartsWith("text/html", answered.Response.ContentType, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_OfEveryFile_IsServedUnderItsName()
    {
        await using var app = new TestApp([]);
        foreach (var file in PageHandler.Files)
        {
            // The trigger's route takes one segment.
            Assert.DoesNotContain('/', file);
            Assert.Equal(StatusCodes.Status200OK, (await app.Call("Page", "GET", ("file", file))).Response.StatusCode);
        }
    }

    [Fact]
    public void HostJson_LeavesTheRoutesAsTheyAre()
    {
        using var host = JsonDocument.Parse(Repository.Read("host.json"));
        Assert.Equal(
            "",
            host.RootElement.GetProperty("extensions").GetProperty("http").GetProperty("routePrefix").GetString()
        );
    }

    [Fact]
    public void HostJson_Telemetry_IsOpenTelemetrysInHostAndWorker()
    {
        using var host = JsonDocument.Parse(Repository.Read("host.json"));
        Assert.Equal("OpenTelemetry", host.RootElement.GetProperty("telemetryMode").GetString());
        // On where there is Application Insights, by its app setting: elsewhere the engine would warn at each start.
        Assert.False(
            host.RootElement.GetProperty("extensions")
                .GetProperty("durableTask")
                .GetProperty("tracing")
                .GetProperty("distributedTracingEnabled")
                .GetBoolean()
        );
        // Sampling of the other mode would be set and do nothing.
        Assert.False(host.RootElement.GetProperty("logging").TryGetProperty("applicationInsights", out _));
    }

    [Fact]
    public void HostJson_AfterAHardKill_WorkGoesOnWithinNinetySeconds()
    {
        using var host = JsonDocument.Parse(Repository.Read("host.json"));
        var durable = host.RootElement.GetProperty("extensions").GetProperty("durableTask");
        var storage = durable.GetProperty("storageProvider");
        var poll = Duration(storage, "maxQueuePollingInterval");
        // What a killed worker held is seen again when its invisibility ends and the next poll comes; the engine renews
        // 30 s before the end, and takes 1 to 60 minutes only.
        Assert.All(
            ["controlQueueVisibilityTimeout", "workItemQueueVisibilityTimeout"],
            name =>
                Assert.InRange(Duration(storage, name) + poll, TimeSpan.FromMinutes(1) + poll, TimeSpan.FromSeconds(90))
        );
        Assert.False(durable.GetProperty("useAppLease").GetBoolean());
        Assert.False(durable.GetProperty("tracing").GetProperty("traceInputsAndOutputs").GetBoolean());
    }

    private static Type[] TypesOf(Type activity)
    {
        for (var type = activity.BaseType; ; type = type.BaseType)
        {
            if (type!.IsGenericType && type.GetGenericTypeDefinition() == typeof(TaskActivity<,>))
                return type.GetGenericArguments();
        }
    }

    private static bool Overlap(string one, string other)
    {
        var (a, b) = (one.Split('/'), other.Split('/'));
        return a.Length == b.Length
            && a.Zip(b).All(pair => pair.First == pair.Second || IsOpen(pair.First) || IsOpen(pair.Second));
    }

    private static bool IsMoreLiteral(string one, string other)
    {
        var differ = one.Split('/')
            .Zip(other.Split('/'))
            .Where(pair => IsOpen(pair.First) != IsOpen(pair.Second))
            .ToList();
        return differ.Count > 0 && IsOpen(differ[0].Second);
    }

    private static bool IsOpen(string segment) => segment.StartsWith('{');

    private static TimeSpan Duration(JsonElement element, string name) =>
        TimeSpan.Parse(element.GetProperty(name).GetString()!, System.Globalization.CultureInfo.InvariantCulture);

    private static HttpTriggerAttribute Trigger(string name) =>
        FunctionTable
            .All[name]
            .GetParameters()
            .Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>())
            .OfType<HttpTriggerAttribute>()
            .Single();

    [GeneratedRegex("^[a-z][a-z0-9_-]{0,127}$", RegexOptions.IgnoreCase)]
    private static partial Regex FunctionName();
}

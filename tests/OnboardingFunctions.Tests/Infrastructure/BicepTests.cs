using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Onboarding.Http;
using OnboardingFunctions.ServiceBus;
using OnboardingFunctions.Tests.Triggers;
using PartnerCenter;

namespace OnboardingFunctions.Tests.Infrastructure;

/// <summary>The infrastructure, as the compiler and the app see it.</summary>
public sealed partial class BicepTests
{
    private static readonly Lazy<Task<string>> Compiled = new(() =>
        Run("build", Repository.PathOf("infra/main.bicep"), "--stdout")
    );

    [Fact]
    public async Task Main_Built_HasNoWarning() =>
        Assert.Contains("Microsoft.Web/sites", await Compiled.Value, StringComparison.Ordinal);

    [Theory]
    [InlineData("infra/main.bicepparam")]
    [InlineData("infra/main.prod.bicepparam")]
    public async Task Parameters_Built_FitWithoutWarning(string file) =>
        Assert.Contains(
            "parametersJson",
            await Run(["build-params", Repository.PathOf(file), "--stdout"], alertAddress: "operators@contoso.com"),
            StringComparison.Ordinal
        );

    [Fact]
    public async Task Parameters_ForProductionWithoutAnAlertAddress_AreRefused()
    {
        var (code, _, error) = await Start(
            ["build-params", Repository.PathOf("infra/main.prod.bicepparam"), "--stdout"],
            alertAddress: null
        );
        Assert.NotEqual(0, code);
        Assert.Contains("ALERT_ADDRESS", error, StringComparison.Ordinal);
        // An empty one passes there, and is refused when it is deployed.
        Assert.Contains("fail(", await Compiled.Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("alwaysReadyInstances", "0")]
    [InlineData("zoneRedundant", "False")]
    [InlineData("availabilityTest", "False")]
    public async Task Parameter_ThatCostsWhileNothingHappens_IsOffUnlessAskedFor(string name, string value)
    {
        using var template = JsonDocument.Parse(await Compiled.Value);
        var parameter = template.RootElement.GetProperty("parameters").GetProperty(name);
        Assert.Equal(value, parameter.GetProperty("defaultValue").ToString());
        Assert.Contains(
            "USD",
            parameter.GetProperty("metadata").GetProperty("description").GetString(),
            StringComparison.Ordinal
        );
        using var built = JsonDocument.Parse(
            await Run("build-params", Repository.PathOf("infra/main.bicepparam"), "--stdout")
        );
        Assert.DoesNotContain(
            name,
            built.RootElement.GetProperty("parametersJson").GetString(),
            StringComparison.Ordinal
        );
    }

    // Flex Consumption ignores the path, so the app is asked from outside.
    [Fact]
    public async Task Health_IsAskedForByAnAvailabilityTest()
    {
        var compiled = await Compiled.Value;
        Assert.DoesNotContain("healthCheckPath", compiled, StringComparison.Ordinal);
        Assert.Contains("Microsoft.Insights/webtests", compiled, StringComparison.Ordinal);
        var ready = ApiOperations.All.Single(operation => operation.Name == "HealthReady");
        Assert.Null(ready.Permission);
        Assert.Contains($"/{ApiOperations.Prefix}/{ready.Route}", compiled, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("blobServices")]
    [InlineData("queueServices")]
    [InlineData("tableServices")]
    [InlineData("Microsoft.Web/sites")]
    [InlineData("Microsoft.ServiceBus/namespaces")]
    [InlineData("Microsoft.KeyVault/vaults")]
    public async Task Service_ThatTheAppUses_HasDiagnosticSettings(string service)
    {
        using var template = JsonDocument.Parse(await Compiled.Value);
        var scopes = Resources(template.RootElement)
            .Where(resource => resource.GetProperty("type").GetString() == "Microsoft.Insights/diagnosticSettings")
            .Select(resource => resource.GetProperty("scope").GetString());
        Assert.Contains(scopes, scope => scope!.Contains(service, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("server-errors")]
    [InlineData("failed-functions")]
    [InlineData("throttled")]
    [InlineData("backlog-")]
    [InlineData("not-ready-")]
    [InlineData("dead-letters-")]
    [InlineData("obligations-")]
    public async Task Alert_Exists(string name) =>
        Assert.Contains(name, await Compiled.Value, StringComparison.Ordinal);

    [Fact]
    public async Task Alert_OnThrottling_ReadsTheLineThatTheClientWrites()
    {
        var line = typeof(PartnerCenterClient)
            .Assembly.GetType("PartnerCenter.Log")!
            .GetMethod("Throttled")!
            .GetCustomAttribute<LoggerMessageAttribute>()!
            .Message;
        Assert.StartsWith("Partner {Partner} is throttled at ", line, StringComparison.Ordinal);
        Assert.Contains(
            "message startswith \\\"Partner \\\" and message has \\\"is throttled at\\\"",
            await Compiled.Value,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("privatelink.servicebus.windows.net")]
    [InlineData("privatelink.vaultcore.azure.net")]
    public async Task PrivateZone_IsTheCloudsOwn(string zone)
    {
        var compiled = await Compiled.Value;
        Assert.DoesNotContain(zone, compiled, StringComparison.Ordinal);
        Assert.Contains(zone[..(zone.IndexOf('.', "privatelink.".Length) + 1)], compiled, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Main_Linted_HasNoWarning() =>
        Assert.Equal("", (await Run("lint", Repository.PathOf("infra/main.bicep"))).Trim());

    [Theory]
    [InlineData("AzureWebJobsStorage__accountName")]
    [InlineData("AzureWebJobsDisableHomepage")]
    [InlineData("AzureFunctionsJobHost__extensions__durableTask__tracing__distributedTracingEnabled")]
    [InlineData($"{ServiceBusOptions.Section}__FullyQualifiedNamespace")]
    [InlineData("Storage__TableEndpoint")]
    [InlineData("Storage__BlobEndpoint")]
    [InlineData("KeyVault__Uri")]
    [InlineData("KeyVault__PurgeDeleted")]
    [InlineData("Authentication__Mode")]
    [InlineData("Authentication__Audience")]
    [InlineData("Authentication__Issuer")]
    [InlineData("Authentication__TenantId")]
    [InlineData("Authentication__PageClientId")]
    [InlineData("Authentication__PageScope")]
    [InlineData("AZURE_CLIENT_ID")]
    [InlineData("APPLICATIONINSIGHTS_CONNECTION_STRING")]
    public async Task AppSetting_ThatTheAppReads_IsSet(string name) =>
        Assert.Contains($"\"{name}\"", await Compiled.Value, StringComparison.Ordinal);

    // What a partner decides for itself is given through the parameters partners and settings.
    private static readonly Dictionary<string, string> Given = new()
    {
        ["Partners:"] = "the parameter partners",
        ["Agreements:Enhanced:"] = "a partner's own agreement with Microsoft",
        ["Approvals:"] = "who approves what, and how long is waited",
        ["Authentication:ApiKeys:"] = "the mode ApiKey, which the template does not set",
        ["Batches:"] = "a default that suits",
        ["Notifications:"] = "the partner's mail server; the rest has defaults that suit",
        ["Ordering:"] = "a default that suits",
        ["Quotes:"] = "the partner's own customers",
        ["Restores:"] = "set by hand after tables were copied back",
        ["Retention:"] = "a default that suits",
        ["Storage:ConnectionString"] = "an emulator's",
        ["Waits:"] = "defaults that suit",
        ["Webhooks:Sources:"] = "the partner's own shops",
        ["Webhooks:PartnerCenter:"] = "the documented host is built in",
    };

    [Theory]
    [MemberData(nameof(SettingsTests.Keys), MemberType = typeof(SettingsTests))]
    public async Task Option_ThatTheAppReads_IsSetOrThePartnersOwn(string key)
    {
        if (Given.Keys.Any(given => key.StartsWith(given, StringComparison.Ordinal)))
            return;
        Assert.Contains(
            $"\"{key.Replace(":", "__", StringComparison.Ordinal)}\"",
            await Compiled.Value,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Settings_PublicAddresses_AreTheApps()
    {
        Assert.Contains("\"Webhooks__PublicAddress\"", await Compiled.Value, StringComparison.Ordinal);
        Assert.Contains("\"Approvals__PublicAddress\"", await Compiled.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Alert_OnOpenTasks_ReadsTheLineThatTheAppWrites()
    {
        var line = typeof(Log)
            .GetMethod(nameof(Log.OpenTasksCounted))!
            .GetCustomAttribute<LoggerMessageAttribute>()!
            .Message;
        Assert.EndsWith("{Open}", line, StringComparison.Ordinal);
        var words = line[..line.IndexOf('{', StringComparison.Ordinal)];
        Assert.Contains(
            $"traces | where message startswith \\\"{words}\\\" | parse message with \\\"{words}\\\" open:int * | "
                + "where open > 0",
            await Compiled.Value,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Queue_ThatTheAppReads_Exists() =>
        Assert.Contains($"'{ServiceBusOptions.Queue}'", await Compiled.Value, StringComparison.Ordinal);

    [Fact]
    public async Task Roles_AreThoseNeededAndNoMore()
    {
        using var template = JsonDocument.Parse(await Compiled.Value);
        var roles = Guids()
            .Matches(await File.ReadAllTextAsync(Repository.PathOf("infra/modules/roles.bicep")))
            .Select(match => match.Value)
            .Order();
        string[] needed =
        [
            "b7e6dc6d-f1e8-4753-8033-0f276bb0955b",
            "974c5e8b-45b9-4653-ba55-5f855dd0fb88",
            "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3",
            "4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0",
            "69a216fc-b8fb-44d8-bc22-1f3c2cd27a39",
            "b86a8fe4-44ce-4948-aee5-eccb2c155cd7",
            "3913510d-42f4-4e42-8a64-420c390055eb",
        ];
        Assert.Equal(needed.Order(), roles);
    }

    [Fact]
    public async Task Services_TakeNoSharedKeys()
    {
        var compiled = await Compiled.Value;
        Assert.Contains("\"allowSharedKeyAccess\": false", compiled, StringComparison.Ordinal);
        Assert.Contains("\"disableLocalAuth\": true", compiled, StringComparison.Ordinal);
        Assert.Contains("\"DisableLocalAuth\": true", compiled, StringComparison.Ordinal);
        Assert.Contains("\"enableRbacAuthorization\": true", compiled, StringComparison.Ordinal);
        Assert.DoesNotContain("listKeys", compiled, StringComparison.OrdinalIgnoreCase);
    }

    private static IEnumerable<JsonElement> Resources(JsonElement template)
    {
        if (!template.TryGetProperty("resources", out var resources))
            yield break;
        // A module's template stands within its deployment.
        foreach (
            var resource in resources.ValueKind == JsonValueKind.Array
                ? resources.EnumerateArray()
                : resources.EnumerateObject().Select(named => named.Value)
        )
        {
            yield return resource;
            if (
                !resource.TryGetProperty("properties", out var properties)
                || !properties.TryGetProperty("template", out var inner)
            )
                continue;
            foreach (var one in Resources(inner))
                yield return one;
        }
    }

    private static Task<string> Run(params string[] arguments) => Run(arguments, alertAddress: null);

    private static async Task<string> Run(string[] arguments, string? alertAddress)
    {
        var (code, output, error) = await Start(arguments, alertAddress);
        Assert.Equal((0, ""), (code, error));
        return output;
    }

    private static async Task<(int Code, string Output, string Error)> Start(string[] arguments, string? alertAddress)
    {
        // Packages lose the executable bit.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Repository.Bicep, File.GetUnixFileMode(Repository.Bicep) | UnixFileMode.UserExecute);
        var start = new ProcessStartInfo(Repository.Bicep, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("ALERT_ADDRESS");
        if (alertAddress is not null)
            start.Environment["ALERT_ADDRESS"] = alertAddress;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, (await error).Trim());
    }

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex Guids();
}

using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Onboarding;
using Onboarding.Azure;
using Onboarding.Http;
using Onboarding.Webhooks;
using OnboardingFunctions.ServiceBus;
using PartnerCenter;

namespace OnboardingFunctions.Tests.Triggers;

public sealed class SettingsTests
{
    /// <summary>Every key of every options class, with * for a name or number of the user's own.</summary>
    public static TheoryData<string> Keys =>
        [
            .. new[]
            {
                typeof(OnboardingServices),
                typeof(ApiOperations),
                typeof(AzureStorageOptions),
                typeof(PartnerProfile),
            }
                .SelectMany(type => type.Assembly.GetTypes())
                .Select(type =>
                    (
                        Type: type,
                        Section: type.GetField("Section", BindingFlags.Public | BindingFlags.Static)
                            ?.GetRawConstantValue() as string
                    )
                )
                .Where(options => options.Section is not null)
                .SelectMany(options => Under(options.Type, options.Section!))
                .Concat(
                    typeof(PartnerProfile)
                        .GetProperties()
                        .Where(property =>
                            property.Name != nameof(PartnerProfile.Name)
                            && (property.SetMethod?.IsPublic == true || IsList(property.PropertyType))
                        )
                        .Select(property => $"Partners:*:{property.Name}")
                )
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];

    [Theory]
    [MemberData(nameof(Keys))]
    public void Key_ThatTheAppReads_StandsInTheSample(string key)
    {
        var pattern = $"^{Regex.Escape(key).Replace("\\*", "[^:]+", StringComparison.Ordinal)}$";
        Assert.Contains(TestApp.Sample("Values", "More"), setting => Regex.IsMatch(setting.Key, pattern));
    }

    [Fact]
    public void Keys_OfTheSample_StandOnce() =>
        Assert.All(
            TestApp.Sample("Values", "More").GroupBy(setting => setting.Key, StringComparer.OrdinalIgnoreCase),
            keys => Assert.Single(keys)
        );

    [Fact]
    public async Task Sample_AsItStands_StartsTheApp()
    {
        await using var app = new TestApp([]);
        app.ValidateOptions();
        Assert.Contains(TestApp.Sample(), setting => setting.Key == "Partners:default:BaseAddress");
    }

    [Theory]
    [InlineData(
        "Storage:ConnectionString",
        "DefaultEndpointsProtocol=https;AccountName=real;AccountKey=aaaa",
        "Storage:ConnectionString"
    )]
    [InlineData("Storage:TableEndpoint", "https://real.table.core.windows.net", "Storage:ConnectionString")]
    [InlineData("Storage:ConnectionString", null, "Storage:TableEndpoint")]
    [InlineData("WEBSITE_HOSTNAME", "func.azurewebsites.net", "Authentication:Mode")]
    [InlineData("Authentication:Mode", "EntraId", "Authentication:Audience")]
    [InlineData("Waits:Operator", "900.00:00:00", "Operator")]
    [InlineData("Partners:default:Kind", "Reseller", "Partners:default:Kind")]
    [InlineData("ServiceBus", "our bus", "ServiceBus is no connection string")]
    [InlineData("ServiceBus:FullyQualifiedNamespace", "sb://our bus", "ServiceBus:FullyQualifiedNamespace")]
    public async Task Setting_ThatIsWrong_StopsTheStartWithItsName(string key, string? value, string named)
    {
        await using var app = new TestApp(new() { [key] = value });
        var refused = Assert.ThrowsAny<Exception>(app.ValidateOptions);
        var all = refused is AggregateException several ? several.InnerExceptions : [refused];
        Assert.Contains(
            all,
            one => one is OptionsValidationException && one.Message.Contains(named, StringComparison.Ordinal)
        );
    }

    // The template sets both, empty where there is no such registration.
    [Fact]
    public async Task PageClientId_ThatIsEmpty_IsNone()
    {
        await using var app = new TestApp(
            new()
            {
                ["Authentication:Mode"] = "EntraId",
                ["Authentication:Audience"] = "api://onboarding",
                ["Authentication:Issuer"] = "https://login.example/v2.0",
                ["Authentication:TenantId"] = "72f988bf-86f1-41af-91ab-2d7cd011db47",
                ["Authentication:PageClientId"] = "",
                ["Authentication:PageScope"] = "",
            }
        );
        app.ValidateOptions();
        var answered = await app.Call("Page", "GET");
        Assert.Contains(
            "connect-src 'self';",
            answered.Response.Headers.ContentSecurityPolicy.ToString(),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("ServiceBus:FullyQualifiedNamespace", "onboarding.servicebus.windows.net", true)]
    [InlineData("ServiceBus", "Endpoint=sb://127.0.0.1;SharedAccessKeyName=k;SharedAccessKey=a2V5", true)]
    [InlineData("ServiceBus", "", false)]
    public void Queue_AsConfigured_IsServiceBusOrTheInbox(string key, string value, bool isServiceBus)
    {
        var services = new ServiceCollection();
        services.AddFunctionApp(
            new ConfigurationBuilder()
                .AddInMemoryCollection(TestApp.Sample())
                .AddInMemoryCollection([new(key, value)])
                .Build()
        );
        Assert.Equal(
            isServiceBus,
            services.Last(service => service.ServiceType == typeof(IRequestQueue)).ImplementationType
                == typeof(ServiceBusQueue)
        );
        Assert.Equal(isServiceBus, services.Any(service => service.ServiceType == typeof(QueueDrain)));
    }

    private static IEnumerable<string> Under(Type options, string path)
    {
        foreach (var property in options.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            var isCollection =
                type.IsGenericType && (IsList(type) || type.GetGenericTypeDefinition() == typeof(Dictionary<,>));
            if (property.SetMethod?.IsPublic != true && !isCollection)
                continue;
            foreach (var key in Of(type, $"{path}:{property.Name}"))
                yield return key;
        }
    }

    private static IEnumerable<string> Of(Type type, string path)
    {
        if (type.IsGenericType && Nullable.GetUnderlyingType(type) is null)
            return Of(type.GetGenericArguments()[^1], $"{path}:*");
        return type.IsValueType || type == typeof(string) || type == typeof(Uri) ? [path] : Under(type, path);
    }

    private static bool IsList(Type type) =>
        type.IsGenericType
        && (type.GetGenericTypeDefinition() == typeof(IList<>) || type.GetGenericTypeDefinition() == typeof(List<>));
}

using System.Reflection;
using System.Text.Json.Serialization;
using System.Xml.Linq;
using PartnerCenter.Tests.Client;
using PartnerCenter.Wire;

namespace PartnerCenter.Tests.Conventions;

public sealed class ApiMethodTests
{
    /// <summary>They ask by POST and change nothing.</summary>
    private static readonly string[] QuestionsByPost =
    [
        "Validation.CheckAddress",
        "Catalog.PromotionEligibilities",
        "Catalog.CheckInventory",
        "Relationships.ValidateResellers",
    ];

    internal static IReadOnlyList<MethodInfo> Methods { get; } =
    [
        .. typeof(PartnerCenterClient)
            .GetProperties()
            .Select(property => property.PropertyType)
            .Where(type => type.IsSubclassOf(typeof(ApiGroup)))
            .SelectMany(type =>
                type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            ),
    ];

    [Fact]
    public void EveryMethod_StatesItsRouteAndToken()
    {
        Assert.True(Methods.Count > 60, $"only {Methods.Count} methods found");
        Assert.All(
            Methods,
            method =>
            {
                var route = method.GetCustomAttribute<RouteAttribute>();
                Assert.True(
                    route is not null && method.IsDefined(typeof(TokenAttribute)),
                    $"{Name(method)} states no route or token"
                );
                Assert.Matches("^(GET|HEAD|POST|PUT|PATCH|DELETE)$", route.Method);
                Assert.Matches("^/(v1|webhooks/v1)/[A-Za-z/{}]+$", route.Template);
            }
        );
    }

    [Fact]
    public void EveryGroup_IsAPropertyOfTheClient() =>
        Assert.Equal(
            typeof(ApiGroup)
                .Assembly.GetTypes()
                .Where(type => type.IsSubclassOf(typeof(ApiGroup)))
                .Select(type => type.Name)
                .Order(),
            Methods.Select(method => method.DeclaringType!.Name).Distinct().Order()
        );

    [Fact]
    public void MethodsWithAnEffect_TakeCallIdsAndOthersDoNot() =>
        Assert.All(
            Methods,
            method =>
            {
                var asks =
                    method.GetCustomAttribute<RouteAttribute>()!.Method is "GET" or "HEAD"
                    || QuestionsByPost.Contains(Name(method));
                var ids = method
                    .GetParameters()
                    .SingleOrDefault(parameter => parameter.ParameterType == typeof(CallIds));
                Assert.True(
                    asks == ids is null,
                    $"{Name(method)} {(asks ? "takes ids, though it only asks" : "takes no ids")}"
                );
                Assert.False(ids?.IsOptional ?? false, $"{Name(method)}: the ids are optional");
            }
        );

    [Fact]
    public void EveryMethod_IsAsynchronousAndCancellableLast() =>
        Assert.All(
            Methods,
            method =>
            {
                Assert.True(
                    method.ReturnType.IsAssignableTo(typeof(Task))
                        || method.ReturnType.Name.StartsWith("IAsyncEnumerable", StringComparison.Ordinal),
                    Name(method)
                );
                Assert.Equal(typeof(CancellationToken), method.GetParameters()[^1].ParameterType);
                Assert.True(method.GetParameters()[^1].IsOptional, Name(method));
            }
        );

    [Fact]
    public void Overloads_ShareRouteAndToken() =>
        Assert.All(
            Methods.GroupBy(Name),
            overloads =>
                Assert.Single(
                    overloads
                        .Select(method =>
                            (
                                method.GetCustomAttribute<RouteAttribute>()!.Method,
                                method.GetCustomAttribute<RouteAttribute>()!.Template,
                                method.GetCustomAttribute<TokenAttribute>()!.Kind
                            )
                        )
                        .Distinct()
                )
        );

    [Fact]
    public void EveryRoute_HasAGoldenFile()
    {
        // Update, Cancel and Suspend read before they write, and Attach is no JSON: LenientReadingTests has them.
        string[] elsewhere = ["Subscriptions.Update", "Subscriptions.Cancel", "Subscriptions.Suspend", "Orders.Attach"];

        Assert.Equal(Methods.Select(Name).Distinct().Except(elsewhere).Order(), GoldenTests.Names);
    }

    /// <summary>
    /// House style: every method of the client says which errors it has, and which section of the contract it is from.
    /// </summary>
    [Fact]
    public void EveryMethod_StatesItsSectionAndItsErrors()
    {
        var written = XDocument
            .Load(Path.ChangeExtension(typeof(PartnerCenterClient).Assembly.Location, ".xml"))
            .Descendants("member")
            .ToLookup(member => member.Attribute("name")!.Value.Split('(')[0]);
        Assert.All(
            Methods,
            method =>
            {
                var docstrings = written[$"M:{method.DeclaringType!.FullName}.{method.Name}"].ToList();
                Assert.NotEmpty(docstrings);
                Assert.All(
                    docstrings,
                    text =>
                    {
                        Assert.True(
                            text.Element("summary") is { } summary
                                && summary.Value.Contains("Source: C §", StringComparison.Ordinal),
                            $"{Name(method)} states no section"
                        );
                        Assert.True(
                            text.Element("exception") is { } exception
                                && exception.Attribute("cref")!.Value == $"T:{typeof(PartnerCenterException).FullName}"
                                && Enum.GetNames<Fault>()
                                    .Any(fault => exception.Value.Contains(fault, StringComparison.Ordinal)),
                            $"{Name(method)} states no errors"
                        );
                    }
                );
            }
        );
    }

    /// <summary>The words by which the table of codes names operations mean operations that there are.</summary>
    [Fact]
    public void EveryRaiser_IsOfOperationsThatExist()
    {
        Assert.Equal(
            ErrorRaisers.Members.Keys.Append("any").Order(),
            PartnerCenterErrorCodes.All.SelectMany(row => row.RaisedBy.Split(", ")).Distinct().Order()
        );
        Assert.Empty(ErrorRaisers.Members.Values.SelectMany(members => members).Except(Methods.Select(Name)));
    }

    /// <summary>What the service sends and no record names is kept, or there is a reason for not keeping it.</summary>
    [Fact]
    public void EveryReadModel_KeepsWhatItDoesNotName()
    {
        string[] left =
        [
            // The answer of create has the administrator's password among its members; audit records have personal
            // data.
            "Customer",
            "CreatedCustomer",
            "UserCredentials",
            "AuditRecord",
            "AuditDetail",
            // Written by us and answered as written; two words; the answer unread.
            "Registration",
            "ResourceAttributes",
            "EnhancedAttestation",
            "Participant",
        ];
        var read = new HashSet<Type>();
        foreach (var method in Methods)
            Collect(method.ReturnType, read);
        Assert.Equal(
            left.Order(),
            read.Where(type =>
                    !type.IsAbstract
                    && type.BaseType == typeof(object)
                    && !type.GetProperties().Any(property => property.IsDefined(typeof(JsonExtensionDataAttribute)))
                )
                .Select(type => type.Name)
                .Order()
        );
    }

    private static void Collect(Type type, HashSet<Type> found)
    {
        foreach (var argument in type.GetGenericArguments())
            Collect(argument, found);
        if (
            type.IsValueType
            || type.Namespace?.StartsWith("PartnerCenter", StringComparison.Ordinal) != true
            || !found.Add(type)
        )
            return;
        foreach (var property in type.GetProperties())
            Collect(property.PropertyType, found);
        foreach (var outcome in type.GetNestedTypes())
            Collect(outcome, found);
    }

    private static string Name(MethodInfo method) => $"{method.DeclaringType!.Name[..^"Api".Length]}.{method.Name}";
}

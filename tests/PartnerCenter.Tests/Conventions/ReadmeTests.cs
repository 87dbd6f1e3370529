using System.Globalization;
using System.Reflection;
using System.Text;
using PartnerCenter.Wire;

namespace PartnerCenter.Tests.Conventions;

/// <summary>
/// README of src/PartnerCenter lists routes and codes; this keeps the lists. UPDATE_README=1 in the environment writes
/// them anew.
/// </summary>
public sealed class ReadmeTests
{
    [Theory]
    [InlineData("routes")]
    [InlineData("codes")]
    public void Readme_ListsWhatTheCodeSays(string list)
    {
        var path = Path.Combine(Root(), "src", "PartnerCenter", "README.md");
        var text = File.ReadAllText(path);
        var (begin, end) = ($"<!-- {list} -->\n", $"<!-- /{list} -->");
        var from = text.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        var to = text.IndexOf(end, StringComparison.Ordinal);
        Assert.True(from >= begin.Length && to >= from, $"README has no place for {list}");
        var expected = list == "codes" ? Codes() : Routes();

        if (Environment.GetEnvironmentVariable("UPDATE_README") == "1")
            File.WriteAllText(path, text[..from] + expected + text[to..]);
        else
            Assert.Equal(expected, text[from..to]);
    }

    [Fact]
    public void Codes_AreDistinctAndHaveAStatusAndAMeaning()
    {
        Assert.Equal(
            PartnerCenterErrorCodes.All.Count,
            PartnerCenterErrorCodes.All.Select(row => (row.Code, row.Statuses, row.RaisedBy)).Distinct().Count()
        );
        Assert.All(
            PartnerCenterErrorCodes.All,
            row =>
                Assert.True(
                    row.Meaning.Length > 4 && row.Statuses.Length >= 3 && int.TryParse(row.Code, out _),
                    row.Code
                )
        );
        Assert.All(
            typeof(PartnerCenterErrorCodes)
                .GetFields(BindingFlags.Public | BindingFlags.Static)
                .Where(field => field.IsLiteral),
            constant => Assert.NotNull(PartnerCenterErrorCodes.Find((string)constant.GetRawConstantValue()!))
        );
    }

    private static string Codes()
    {
        var table = new StringBuilder("| code | status | meaning | fault | raised by |\n|---|---|---|---|---|\n");
        foreach (var row in PartnerCenterErrorCodes.All)
            table.Append(
                CultureInfo.InvariantCulture,
                $"| {row.Code} | {row.Statuses} | {row.Meaning} | {row.Fault} | {row.RaisedBy} |\n"
            );
        return table.ToString();
    }

    private static string Routes()
    {
        var table = new StringBuilder("| method | route | token | effect |\n|---|---|---|---|\n");
        foreach (var method in ApiMethodTests.Methods.DistinctBy(method => (method.DeclaringType, method.Name)))
        {
            var route = method.GetCustomAttribute<RouteAttribute>()!;
            var effect = method.GetParameters().Any(parameter => parameter.ParameterType == typeof(CallIds))
                ? "yes"
                : "";
            table.Append(
                CultureInfo.InvariantCulture,
                $"| `{method.DeclaringType!.Name[..^3]}.{method.Name}` | `{route.Method} {route.Template}` | "
                    + $"{method.GetCustomAttribute<TokenAttribute>()!.Kind} | {effect} |\n"
            );
        }
        return table.ToString();
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "OnboardingFunctions.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("the tests do not run inside the repository");
        return folder.FullName;
    }
}

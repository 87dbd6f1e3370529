using System.Globalization;
using System.Reflection;
using System.Runtime.ExceptionServices;
using Xunit.Sdk;

namespace OnboardingFunctions.Tests.Azurite;

/// <summary>
/// Runs an abstract suite as rows of one theory. Deriving it would do, were it not that a derived test cannot be
/// skipped where the emulator is missing.
/// </summary>
internal static class Suite
{
    /// <summary>The tests of a suite by name; a theory's rows are named by their values.</summary>
    public static TheoryData<string> Of<TSuite>() => [.. Tests(typeof(TSuite)).Select(test => test.Name)];

    public static async Task Run(object suite, string name)
    {
        var (_, method, arguments) = Tests(suite.GetType()).Single(test => test.Name == name);
        try
        {
            if (suite is IAsyncLifetime starting)
                await starting.InitializeAsync();
            if (method.Invoke(suite, arguments) is Task task)
                await task;
        }
        catch (TargetInvocationException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerException!);
        }
        finally
        {
            if (suite is IAsyncLifetime ending)
                await ending.DisposeAsync();
        }
    }

    private static IEnumerable<(string Name, MethodInfo Method, object?[] Arguments)> Tests(Type suite)
    {
        foreach (var method in suite.GetMethods().Where(method => method.IsDefined(typeof(FactAttribute))))
        {
            var data = method.GetCustomAttributes<DataAttribute>().ToArray();
            if (data.Length == 0)
                yield return (method.Name, method, []);
            // InlineData(null) has no row, and means one null.
            var rows = data.SelectMany(source => source.GetData(method)).Select(row => row ?? [null]);
            foreach (var (row, n) in rows.Select((row, n) => (row, n)))
            {
                var values = string.Join(
                    ", ",
                    row.Select(value => Convert.ToString(value, CultureInfo.InvariantCulture))
                );
                yield return ($"{method.Name} {n}: {(values.Length > 80 ? values[..80] : values)}", method, row);
            }
        }
    }
}

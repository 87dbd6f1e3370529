using System.Reflection;
using Microsoft.DurableTask;
using Onboarding.Effects;

namespace Onboarding.Tests.Conventions;

/// <summary>What is stored in histories, and what is replayed.</summary>
public sealed class DurableTests
{
    private static readonly TaskCatalog _catalog = OnboardingServices.Tasks();

    public static TheoryData<string> Activities => [.. _catalog.Activities.Keys];

    /// <summary>
    /// A name in a history outlives the code: adding one is a line in that file, changing one strands running
    /// instances.
    /// </summary>
    [Fact]
    public void Stored_names_are_the_checked_in_ones()
    {
        var names = _catalog
            .Orchestrators.Keys.Select(name => $"orchestration {name}")
            .Concat(_catalog.Activities.Keys.Select(name => $"activity {name}"))
            .Concat(Events().Select(name => $"event {name}"))
            .Order(StringComparer.Ordinal);

        Assert.Equal(
            SourceTree.Read("src/Onboarding/StoredNames.txt").Split('\n', StringSplitOptions.RemoveEmptyEntries),
            names
        );
    }

    [Fact]
    public void Stored_names_are_function_names() =>
        Assert.All(
            _catalog.Activities.Keys.Concat(_catalog.Orchestrators.Keys),
            name => Assert.Matches("^[a-z][a-z0-9-]{0,99}$", name)
        );

    [Fact]
    public void Every_orchestration_stands_in_an_orchestration_file_and_is_registered()
    {
        var types = Derived(typeof(TaskOrchestrator<,>)).ToList();

        Assert.All(types, type => Assert.Contains($"class {type.Name} ", FilesOf(".orchestration.cs")));
        Assert.Equal(
            types.Order(TypeNames),
            _catalog.Orchestrators.Values.Select(orchestrator => orchestrator.Orchestrator.GetType()).Order(TypeNames)
        );
    }

    [Fact]
    public void Every_activity_stands_in_an_activity_file_and_is_registered()
    {
        var types = Derived(typeof(TaskActivity<,>)).ToList();

        Assert.All(types, type => Assert.Contains($"class {type.Name}(", FilesOf(".activity.cs")));
        Assert.Equal(
            types.Order(TypeNames),
            _catalog.Activities.Values.Select(activity => activity.Implementation).Order(TypeNames)
        );
    }

    [Theory]
    [MemberData(nameof(Activities))]
    public void Every_activity_is_harmless_or_says_what_undoes_it(string name)
    {
        var type = _catalog.Activities[name].Implementation;
        var effect = type.GetCustomAttribute<SideEffectAttribute>();

        Assert.True(
            effect is null ^ type.GetCustomAttribute<IdempotentAttribute>() is null,
            $"{type.Name} says either [SideEffect] or [Idempotent]."
        );
        if (effect is null)
            return;
        Assert.False(string.IsNullOrWhiteSpace(effect.Repeat));
        Assert.True(
            effect.UndoneBy is null ^ effect.NotUndone is null,
            $"{type.Name} says what undoes it or why nothing does."
        );
        if (effect.UndoneBy is not null)
            Assert.Contains(effect.UndoneBy, _catalog.Activities.Keys);
    }

    private static IComparer<Type> TypeNames { get; } =
        Comparer<Type>.Create((one, other) => string.CompareOrdinal(one.FullName, other.FullName));

    private static IEnumerable<string> Events() =>
        typeof(OnboardingNames)
            .GetProperties(BindingFlags.Public | BindingFlags.Static)
            .Where(property => property.PropertyType.Name.StartsWith("EventName", StringComparison.Ordinal))
            .Select(property => property.GetValue(null)!.ToString()!);

    private static IEnumerable<Type> Derived(Type open) =>
        typeof(OnboardingServices)
            .Assembly.GetTypes()
            .Where(type =>
                !type.IsAbstract
                && BasesOf(type).Any(parent => parent.IsGenericType && parent.GetGenericTypeDefinition() == open)
            );

    private static IEnumerable<Type> BasesOf(Type type)
    {
        for (var parent = type.BaseType; parent is not null; parent = parent.BaseType)
            yield return parent;
    }

    private static string FilesOf(string suffix) =>
        string.Concat(
            SourceTree
                .Sources.Where(file => file.Path.EndsWith(suffix, StringComparison.Ordinal))
                .Select(file => file.Text)
        );
}

using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace Fuzz;

/// <summary>
/// Tries a property with generated values: the same each time, as many as fit into CI. <c>FUZZ=100</c> tries a hundred
/// times as many, <c>FUZZ_SEED=4711</c> others.
/// </summary>
internal static class Fuzzing
{
    private const ulong Seed = 20261130;

    // An odd number, which the generator asks for.
    private const ulong Gamma = 11400714819323198485;

    /// <summary>Tries the property; what fails is made as small as it can be and named with its seed.</summary>
    /// <param name="values">Makes the values.</param>
    /// <param name="attempts">How many, of which the environment can ask for more.</param>
    /// <param name="property">Throws where it does not hold.</param>
    public static void Try<T>(Gen<T> values, int attempts, Action<T> property) =>
        Try(values.ToArbitrary(), attempts, property);

    /// <summary>Tries the property with values that can be made smaller.</summary>
    public static void Try<T>(Arbitrary<T> values, int attempts, Action<T> property) =>
        Check.One(
            Config
                .QuickThrowOnFailure.WithMaxTest(attempts * (int)Number("FUZZ", 1))
                .WithReplay(Number("FUZZ_SEED", Seed), Gamma),
            Prop.ForAll(values, property)
        );

    private static ulong Number(string variable, ulong otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text
            ? ulong.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture)
            : otherwise;
}

using Onboarding;
using Onboarding.Durability;

namespace OnboardingServer.Journal;

/// <summary>The limit of what one event may carry: histories are read as a whole.</summary>
internal static class Payload
{
    public const int MostCharacters = 1_000_000;

    /// <exception cref="ArgumentException">It is too large to be stored.</exception>
    public static string Write<T>(T value, string what)
    {
        var json = DurableJson.Write(value);
        return json.Length <= MostCharacters ? json : throw new ArgumentException($"{what} is {json.Length} characters of JSON; a history holds at most {MostCharacters} per event.");
    }

    /// <summary>A failure, or, when it is too large to be stored, one that says so.</summary>
    public static string WriteFailure(FailureDetails failure, string what)
    {
        var json = DurableJson.Write(failure);
        return json.Length <= MostCharacters ? json : DurableJson.Write(TooLarge(what, json.Length));
    }

    /// <summary>The failure of what is too large to be stored.</summary>
    public static FailureDetails TooLarge(string what, int characters) =>
        new(ErrorCodes.PayloadTooLarge, $"{what} is {characters} characters of JSON; a history holds at most {MostCharacters}.", Retryable: false);
}

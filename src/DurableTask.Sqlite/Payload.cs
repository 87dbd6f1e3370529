using DurableTask.Core;

namespace DurableTask.Sqlite;

/// <summary>The limit of what one row may carry: histories are read as a whole.</summary>
internal static class Payload
{
    /// <exception cref="ArgumentException">It is too large to be stored.</exception>
    public static string? Check(string? payload, string what, int mostCharacters) =>
        payload is null || payload.Length <= mostCharacters
            ? payload
            : throw new ArgumentException(
                $"{what} is {payload.Length} characters of JSON; a history holds at most {mostCharacters} per event."
            );

    /// <summary>Makes the failure of what is too large to be stored.</summary>
    public static FailureDetails TooLarge(string what, int characters, int mostCharacters) =>
        Failures.Of(
            FailureTypes.PayloadTooLarge,
            $"{what} is {characters} characters of JSON; a history holds at most {mostCharacters}."
        );
}

namespace Onboarding.Azure.Vault;

/// <summary>The names that Key Vault accepts, short enough for the prefix that is added.</summary>
internal static class SecretNames
{
    private const int MostLetters = 120;

    /// <exception cref="ArgumentException">It is none.</exception>
    public static string Checked(string name) =>
        name.Length is > 0 and <= MostLetters && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
            ? name
            : throw new ArgumentException(
                $"'{name}' is no name of a secret: 1 to {MostLetters} characters of a-z A-Z 0-9 - are expected.",
                nameof(name)
            );
}

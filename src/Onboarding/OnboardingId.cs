using System.Security.Cryptography;
using System.Text;

namespace Onboarding;

/// <summary>The id of one onboarding, which is also the instance id of its orchestration.</summary>
public readonly record struct OnboardingId(string Value)
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    /// <summary>
    /// Derives the id that versions before 0.2 gave, which anybody who knows partner and key can compute. Only for
    /// finding the onboardings that have one.
    /// </summary>
    /// <param name="partner">Name of the partner profile; empty where the key is good by itself.</param>
    /// <param name="key">The caller's idempotency key, or the request's reference.</param>
    public static OnboardingId From(string partner, string key) => Encode(SHA256.HashData(Text(partner, key)));

    /// <summary>Derives the id; the same partner and key always give the same, so a repeat finds the first.</summary>
    /// <param name="secret">The store's key for ids: without it nobody can compute the id.</param>
    /// <param name="partner">Name of the partner profile; empty where the key is good by itself.</param>
    /// <param name="key">The caller's idempotency key, or the request's reference.</param>
    public static OnboardingId From(ReadOnlySpan<byte> secret, string partner, string key) =>
        Encode(HMACSHA256.HashData(secret, Text(partner, key)));

    private static byte[] Text(string partner, string key) =>
        Encoding.UTF8.GetBytes($"{partner.ToLowerInvariant()}\n{key}");

    private static OnboardingId Encode(byte[] hash)
    {
        var text = new StringBuilder("ob-", 29);
        int i = 0,
            bits = 0,
            buffer = 0;
        while (text.Length < 29)
        {
            if (bits < 5)
                (buffer, bits) = ((buffer << 8) | hash[i++], bits + 8);
            bits -= 5;
            text.Append(Alphabet[(buffer >> bits) & 31]);
        }

        return new OnboardingId(text.ToString());
    }

    public override string ToString() => Value;
}

using System.Security.Cryptography;
using System.Text;

namespace Onboarding;

/// <summary>The id of one onboarding, which is also the instance id of its orchestration.</summary>
public readonly record struct OnboardingId(string Value)
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    /// <summary>The same partner and key always give the same id, so a repeated submission finds the first.</summary>
    /// <param name="partner">Name of the partner profile; empty where the key is good by itself.</param>
    /// <param name="key">The caller's idempotency key, or the request's reference.</param>
    public static OnboardingId From(string partner, string key)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{partner.ToLowerInvariant()}\n{key}"));
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

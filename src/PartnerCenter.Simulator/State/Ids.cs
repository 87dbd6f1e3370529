using System.Security.Cryptography;
using System.Text;

namespace PartnerCenter.Simulator.State;

/// <summary>Identifiers in the vendor's shapes.</summary>
internal static class Ids
{
    private const string Letters = "0123456789BCDFGHJKLMNPQRSTVWXZ";

    internal static string New() => Guid.NewGuid().ToString();

    /// <summary>Twelve hex digits, as new commerce orders have (C §18.1).</summary>
    internal static string NewOrder() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));

    /// <summary>A number as the vendor's ETags of billing profiles (C §3.6).</summary>
    internal static string NewEtag() =>
        BitConverter
            .ToInt64(RandomNumberGenerator.GetBytes(8))
            .ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Always the same GUID for the same parts.</summary>
    internal static string Derived(params ReadOnlySpan<string> parts) =>
        new Guid(Hash(string.Join('|', parts)).AsSpan(0, 16)).ToString();

    /// <summary>Twelve characters as availabilities have (C §14), always the same for the same parts.</summary>
    internal static string Availability(params ReadOnlySpan<string> parts)
    {
        var hash = Hash(string.Join('|', parts));
        return string.Create(
            12,
            hash,
            static (text, bytes) =>
            {
                "CFQ7TTC0".CopyTo(text);
                for (var i = 8; i < 12; i++)
                    text[i] = Letters[((bytes[2 * i] << 8) + bytes[(2 * i) + 1]) % Letters.Length];
            }
        );
    }

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}

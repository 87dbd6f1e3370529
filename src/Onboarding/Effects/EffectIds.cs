using System.Security.Cryptography;
using System.Text;
using PartnerCenter;

namespace Onboarding.Effects;

/// <summary>
/// The ids of a call with an effect, derived so that a restart repeats the same request instead of making a new one
/// (C §3.7). The correlation id is derived too, so that Microsoft's audit records (C §22) can be asked for it after a
/// crash.
/// </summary>
internal static class EffectIds
{
    /// <param name="instanceId">The orchestration.</param>
    /// <param name="activity">
    /// The stored name of the activity, with what the call is about where one activity makes several.
    /// </param>
    /// <param name="epoch">Moves on after every answer.</param>
    public static CallIds For(string instanceId, string activity, int epoch) =>
        new(
            Derive($"request\n{instanceId}\n{activity}\n{epoch}"),
            Derive($"correlation\n{instanceId}\n{activity}\n{epoch}")
        );

    // RFC 9562, version 8: a hash of our own making.
    private static Guid Derive(string text)
    {
        Span<byte> bytes = SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}

using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace DurableTask.Sqlite;

/// <summary>
/// Computes the checksum (CRC-32C) that a row is kept with. It finds what a disk has changed; against somebody who can
/// write to the file it is no protection.
/// </summary>
public static class Checksum
{
    /// <summary>Computes the checksum of the parts of a row, in their order; null and empty are different.</summary>
    /// <param name="parts">The parts, each of which is taken as its UTF-8.</param>
    public static uint Of(params ReadOnlySpan<string?> parts)
    {
        var crc = uint.MaxValue;
        Span<byte> few = stackalloc byte[512];
        foreach (var part in parts)
        {
            if (part is null)
            {
                crc = BitOperations.Crc32C(crc, (byte)1);
                continue;
            }

            var count = Encoding.UTF8.GetByteCount(part);
            var bytes = count <= few.Length ? few[..count] : new byte[count];
            Encoding.UTF8.GetBytes(part, bytes);
            // The length first, so that what moves from one part into the next is seen.
            crc = Add(BitOperations.Crc32C(crc, (ulong)count), bytes);
        }

        return ~crc;
    }

    private static uint Add(uint crc, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (var value in bytes)
            crc = BitOperations.Crc32C(crc, value);
        return crc;
    }
}

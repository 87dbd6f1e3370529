using System.Buffers.Binary;

namespace DurableTask.Sqlite;

/// <summary>
/// Reads SQLite's write-ahead log before SQLite does. SQLite takes the log up to the first frame whose checksum is
/// wrong and drops the rest without a word: right for a transaction that was being written when the machine stopped,
/// and the loss of what was acknowledged when the disk has changed a byte.
/// </summary>
internal static class WriteAheadLog
{
    private const int HeaderBytes = 32;
    private const int FrameHeaderBytes = 24;
    private const uint Magic = 0x377f0682;

    /// <summary>Finds out whether transactions that were acknowledged can no longer be read.</summary>
    /// <param name="path">The path of the log, which may be missing.</param>
    /// <returns>The error, as text for people; null: none.</returns>
    public static string? Damage(string path)
    {
        if (!File.Exists(path))
            return null;
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var header = new byte[HeaderBytes];
        // Shorter than a frame: nothing was ever committed to it.
        if (file.Length <= HeaderBytes + FrameHeaderBytes || file.ReadAtLeast(header, HeaderBytes, false) < HeaderBytes)
        {
            return null;
        }

        var magic = BinaryPrimitives.ReadUInt32BigEndian(header);
        var pageBytes = BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(8));
        var sum = new Sum(isBigEndian: (magic & 1) == 1);
        sum.Add(header.AsSpan(0, HeaderBytes - 8));
        if ((magic & ~1u) != Magic || pageBytes is < 512 or > 65536 || !sum.Is(header.AsSpan(HeaderBytes - 8)))
        {
            // Zeros throughout: the machine stopped before anything of the log was on disk.
            return IsZero(header) && IsZeroToTheEnd(file) ? null : "its header is damaged";
        }

        return DamagedFrame(file, header.AsSpan(16, 8).ToArray(), sum, pageBytes);
    }

    private static string? DamagedFrame(FileStream file, byte[] salts, Sum sum, int pageBytes)
    {
        var frame = new byte[FrameHeaderBytes + pageBytes];
        long? damaged = null;
        var isBehindACommit = false;
        for (var number = 1L; file.ReadAtLeast(frame, frame.Length, false) == frame.Length; number++)
        {
            var isOfThisLog = frame.AsSpan(8, 8).SequenceEqual(salts);
            // A commit reaches the disk before the next frame is written. So where one is followed by another frame,
            // everything up to it was acknowledged, and the frame that does not read is not a torn end.
            if (isOfThisLog && damaged is not null && isBehindACommit)
                return $"its frame {damaged} is damaged";
            if (damaged is null)
            {
                sum.Add(frame.AsSpan(0, 8));
                sum.Add(frame.AsSpan(FrameHeaderBytes));
                // Of the log before, whose place this one takes: its end is reached, unless more of this one follows.
                if (!isOfThisLog || !sum.Is(frame.AsSpan(16, 8)))
                    damaged = number;
            }

            if (damaged == number || (isOfThisLog && damaged is not null))
            {
                isBehindACommit |= BinaryPrimitives.ReadUInt32BigEndian(frame.AsSpan(4)) != 0;
            }
        }

        return null;
    }

    private static bool IsZero(ReadOnlySpan<byte> bytes) => !bytes.ContainsAnyExcept((byte)0);

    private static bool IsZeroToTheEnd(FileStream file)
    {
        var bytes = new byte[64 * 1024];
        while (file.Read(bytes) is > 0 and var count)
        {
            if (!IsZero(bytes.AsSpan(0, count)))
                return false;
        }

        return true;
    }

    /// <summary>The running checksum of the log: two sums over 32-bit words, by the byte order that it names.</summary>
    private sealed class Sum(bool isBigEndian)
    {
        private uint _first;
        private uint _second;

        public void Add(ReadOnlySpan<byte> bytes)
        {
            for (; bytes.Length >= 8; bytes = bytes[8..])
            {
                _first += Word(bytes) + _second;
                _second += Word(bytes[4..]) + _first;
            }
        }

        public bool Is(ReadOnlySpan<byte> stored) =>
            BinaryPrimitives.ReadUInt32BigEndian(stored) == _first
            && BinaryPrimitives.ReadUInt32BigEndian(stored[4..]) == _second;

        private uint Word(ReadOnlySpan<byte> bytes) =>
            isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }
}

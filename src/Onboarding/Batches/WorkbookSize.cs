using System.Buffers;
using System.IO.Compression;

namespace Onboarding.Batches;

/// <summary>
/// Keeps a workbook from taking more memory or time than a file of text of the same rows: a small archive can hold huge
/// parts, and one cell can be as large as a part.
/// </summary>
internal static class WorkbookSize
{
    /// <summary>The most parts of a workbook.</summary>
    private const int MostParts = 2000;

    /// <summary>The most bytes of all parts: a hundred thousand rows of some five kilobytes of XML.</summary>
    private const long MostBytes = 512L * 1024 * 1024;

    /// <summary>Parts up to here may be of any form.</summary>
    private const int SmallPart = 16 * 1024 * 1024;

    /// <summary>The most bytes of one cell or one shared text in a larger part.</summary>
    private const int LargestCell = 1024 * 1024;

    /// <summary>Pictures are not read.</summary>
    private const string Pictures = "xl/media/";

    /// <exception cref="BatchUnreadableException">It is no workbook, or too large a one.</exception>
    public static async Task Check(Stream workbook, CancellationToken cancellationToken)
    {
        try
        {
            await using var archive = await ZipArchive.CreateAsync(
                workbook,
                ZipArchiveMode.Read,
                leaveOpen: true,
                entryNameEncoding: null,
                cancellationToken
            );
            if (archive.Entries.Count > MostParts)
                throw TooLarge($"The workbook has {archive.Entries.Count} parts; at most {MostParts} are read.");
            var left = MostBytes;
            foreach (
                var part in archive.Entries.Where(part => !part.FullName.StartsWith(Pictures, StringComparison.Ordinal))
            )
                left -= await Measure(part, left, cancellationToken);
        }
        catch (InvalidDataException wrong)
        {
            throw new BatchUnreadableException(
                ErrorCodes.BatchMalformed,
                "This is no workbook of the form .xlsx. A workbook of an older form or with a password is saved as "
                    + "'Excel Workbook (.xlsx)' without a password.",
                wrong
            );
        }
    }

    // The sizes that an archive states are its own word, so the bytes are counted.
    private static async Task<long> Measure(ZipArchiveEntry part, long most, CancellationToken cancellationToken)
    {
        if (part.Length > most)
            throw Bomb();
        await using var content = await part.OpenAsync(cancellationToken);
        var buffer = ArrayPool<byte>.Shared.Rent(128 * 1024);
        try
        {
            var (size, cell) = (0L, new CellSize());
            int read;
            while ((read = await content.ReadAsync(buffer, cancellationToken)) > 0)
            {
                size += read;
                if (size > most)
                    throw Bomb();
                if (cell.Add(buffer.AsSpan(0, read)) > LargestCell && size > SmallPart)
                    throw TooLarge($"A cell of the workbook has more than {LargestCell / 1024} KB.");
            }

            return size;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static BatchUnreadableException Bomb() =>
        TooLarge($"The parts of the workbook have more than {MostBytes / 1024 / 1024} MB.");

    private static BatchUnreadableException TooLarge(string message) => new(ErrorCodes.BatchTooLarge, message);

    /// <summary>Counts the bytes since a cell, a row or a shared text began.</summary>
    private sealed class CellSize
    {
        private readonly byte[] _name = new byte[4];
        private int _length = -1;
        private long _size;

        /// <returns>The bytes of the largest cell that ends, or goes on, in these.</returns>
        public long Add(ReadOnlySpan<byte> bytes)
        {
            var largest = 0L;
            while (!bytes.IsEmpty)
            {
                if (_length < 0)
                {
                    var tag = bytes.IndexOf((byte)'<');
                    var taken = tag < 0 ? bytes.Length : tag + 1;
                    _size += taken;
                    bytes = bytes[taken..];
                    _length = tag < 0 ? -1 : 0;
                    largest = Math.Max(largest, _size);
                    continue;
                }

                var next = bytes[0];
                if (next is (byte)':')
                {
                    // What stood before it was the prefix of a namespace.
                    _length = 0;
                }
                else if (
                    next is (byte)' ' or (byte)'>' or (byte)'/' or (byte)'\r' or (byte)'\n' or (byte)'\t'
                    || _length == _name.Length
                )
                {
                    if (
                        _name.AsSpan(0, _length)
                        is [(byte)'c']
                            or [(byte)'s', (byte)'i']
                            or [(byte)'r', (byte)'o', (byte)'w']
                    )
                        _size = 0;
                    _length = -1;
                }
                else
                {
                    _name[_length++] = next;
                }

                _size++;
                bytes = bytes[1..];
            }

            return largest;
        }
    }
}

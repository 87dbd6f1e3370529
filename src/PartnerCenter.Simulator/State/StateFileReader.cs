using System.Text;
using System.Text.Json;

namespace PartnerCenter.Simulator.State;

/// <summary>
/// Reads a state file line by line into the world, without holding the file in memory: it may have hundreds of
/// megabytes.
/// </summary>
internal sealed class StateFileReader : IDisposable
{
    private readonly FileStream _stream;
    private byte[] _buffer = new byte[1 << 20];
    private int _start;
    private int _filled;

    private StateFileReader(string path) =>
        _stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);

    /// <summary>
    /// The content of a file: the number of changes, the byte at which the last whole line ends, and whether a torn
    /// line follows.
    /// </summary>
    internal readonly record struct Content(long Changes, long End, bool IsTorn);

    internal static Content Read(string path, ReadOnlySpan<byte> header, World world)
    {
        using var reader = new StateFileReader(path);
        if (!reader.Next(out var line, out var isWhole))
            return default;
        if (!isWhole || !line.SequenceEqual(header[..^1]))
            throw new InvalidDataException(
                $"{path} is not a state file of this simulator's version (its first line is not "
                    + $"{Encoding.UTF8.GetString(header[..^1])})."
            );
        var content = new Content(0, header.Length, false);
        for (var number = 2; reader.Next(out line, out isWhole); number++)
        {
            // The process died while it wrote the last line; nobody was answered for it.
            if (!isWhole)
                return content with { IsTorn = true };
            try
            {
                content = new Content(content.Changes + Apply(line, world), content.End + line.Length + 1, false);
            }
            catch (Exception damaged) when (damaged is JsonException or InvalidDataException or FormatException)
            {
                throw new InvalidDataException($"{path} is damaged at line {number}: {damaged.Message}", damaged);
            }
        }
        return content;
    }

    public void Dispose() => _stream.Dispose();

    /// <summary>The next line without its end; the last one may lack an end, then it is not whole.</summary>
    private bool Next(out ReadOnlySpan<byte> line, out bool isWhole)
    {
        var searched = 0;
        while (true)
        {
            var rest = _buffer.AsSpan(_start, _filled - _start);
            var end = rest[searched..].IndexOf((byte)'\n');
            if (end >= 0)
            {
                line = rest[..(searched + end)];
                isWhole = true;
                _start += line.Length + 1;
                return true;
            }

            searched = rest.Length;
            if (!Fill())
            {
                line = rest;
                isWhole = false;
                _start = _filled;
                return rest.Length > 0;
            }
        }
    }

    private bool Fill()
    {
        if (_start > 0)
        {
            Buffer.BlockCopy(_buffer, _start, _buffer, 0, _filled - _start);
            (_start, _filled) = (0, _filled - _start);
        }
        if (_filled == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);
        var read = _stream.Read(_buffer, _filled, _buffer.Length - _filled);
        _filled += read;
        return read > 0;
    }

    /// <summary>
    /// A line is an array of changes, each with a table, a key, and a document unless the record was removed.
    /// </summary>
    private static int Apply(ReadOnlySpan<byte> line, World world)
    {
        var reader = new Utf8JsonReader(line);
        var changes = 0;
        Expect(ref reader, JsonTokenType.StartArray);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartArray)
                throw new JsonException("a change is an array");
            Expect(ref reader, JsonTokenType.String);
            var table = reader.GetString()!;
            Expect(ref reader, JsonTokenType.String);
            var key = reader.GetString()!;
            reader.Read();
            var isRemoved = reader.TokenType == JsonTokenType.EndArray;
            world.Load(table, key, ref reader, isRemoved);
            if (!isRemoved)
                Expect(ref reader, JsonTokenType.EndArray);
            changes++;
        }
        if (reader.Read())
            throw new JsonException("there is more behind the changes");
        return changes;
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType type)
    {
        if (!reader.Read() || reader.TokenType != type)
            throw new JsonException($"expected {type}, found {reader.TokenType}");
    }
}

using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Onboarding.Requests;

namespace Onboarding.Batches;

/// <summary>
/// The lines of an NDJSON file, read as they come. A line that is too long or no text is a row that will be refused;
/// the others are not its business.
/// </summary>
internal static class NdjsonLines
{
    public static async IAsyncEnumerable<BatchLine> Read(
        Stream content,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var pipe = PipeReader.Create(content, new StreamPipeReaderOptions(leaveOpen: true));
        var (number, skipping) = (1, false);
        try
        {
            while (true)
            {
                var read = await pipe.ReadAsync(cancellationToken);
                var buffer = read.Buffer;
                while (Cut(ref buffer, read.IsCompleted) is { } line)
                {
                    if (!skipping && !IsBlank(line))
                        yield return Line(number++, line);
                    skipping = false;
                }

                if (buffer.Length > RequestReader.MaxBytes)
                {
                    if (!skipping)
                        yield return new BatchLine(
                            number++,
                            [""],
                            $"The line is longer than the {RequestReader.MaxBytes / 1024} KB that a request may have."
                        );
                    skipping = true;
                    buffer = buffer.Slice(buffer.End);
                }

                pipe.AdvanceTo(buffer.Start, buffer.End);
                if (read.IsCompleted)
                    yield break;
            }
        }
        finally
        {
            await pipe.CompleteAsync();
        }
    }

    /// <summary>The reference of a line, as far as it can be had without reading it in full.</summary>
    public static string ReferenceOf(string line)
    {
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(line));
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return "";
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isReference = reader.ValueTextEquals("reference"u8);
                if (!reader.Read())
                    return "";
                if (isReference)
                    return reader.TokenType == JsonTokenType.String ? reader.GetString() ?? "" : "";
                reader.Skip();
            }
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            // The error is reported when the line is read in full.
        }

        return "";
    }

    private static BatchLine Line(int number, ReadOnlySequence<byte> line)
    {
        if (line.Length > RequestReader.MaxBytes)
            return new(
                number,
                [""],
                $"The line is longer than the {RequestReader.MaxBytes / 1024} KB that a request may have."
            );
        var bytes = line.ToArray().AsSpan();
        if (bytes.StartsWith("\uFEFF"u8))
            bytes = bytes[3..];
        return Utf8.IsValid(bytes)
            ? new(number, [Encoding.UTF8.GetString(bytes)])
            : new(number, [""], $"The line is not text in UTF-8.");
    }

    private static ReadOnlySequence<byte>? Cut(ref ReadOnlySequence<byte> buffer, bool isLast)
    {
        if (buffer.PositionOf((byte)'\n') is { } end)
        {
            var line = buffer.Slice(0, end);
            buffer = buffer.Slice(buffer.GetPosition(1, end));
            return line;
        }

        if (!isLast || buffer.IsEmpty)
            return null;
        var rest = buffer;
        buffer = buffer.Slice(buffer.End);
        return rest;
    }

    private static bool IsBlank(ReadOnlySequence<byte> line)
    {
        foreach (var segment in line)
        {
            if (segment.Span.ContainsAnyExcept(" \t\r"u8))
                return false;
        }

        return true;
    }
}

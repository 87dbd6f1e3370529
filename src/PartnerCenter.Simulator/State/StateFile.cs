using System.Buffers;
using System.Text.Json;

namespace PartnerCenter.Simulator.State;

/// <summary>
/// The append-only file behind <c>--state</c>: a line per committed operation, handed to the operating system before
/// the answer leaves, so that a killed simulator has lost nothing it answered for. (A power failure may take the last
/// moments: this is a simulation, it does not sync.) A torn last line is cut off at start; when most lines have been
/// replaced by later ones, the file is rewritten without them.
/// </summary>
internal sealed class StateFile : IDisposable
{
    private readonly FileStream _stream;
    private readonly FileStream _lock;
    private readonly ArrayBufferWriter<byte> _buffer = new(16 * 1024);

    private StateFile(FileStream stream, FileStream locked) => (_stream, _lock) = (stream, locked);

    private static ReadOnlySpan<byte> Header => "{\"simulator\":1}\n"u8;

    internal static StateFile Open(string path, World world)
    {
        path = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        FileStream locked;
        try
        {
            // The lock is a file of its own, because compaction replaces the data file.
            locked = new FileStream(
                path + ".lock",
                FileMode.OpenOrCreate,
                FileAccess.ReadWrite,
                FileShare.None,
                1,
                FileOptions.DeleteOnClose
            );
        }
        catch (IOException taken)
        {
            throw new IOException($"The state file {path} is in use by another simulator.", taken);
        }

        try
        {
            var content = File.Exists(path) ? StateFileReader.Read(path, Header, world) : default;
            if (content.Changes > Math.Max(1000, 2 * world.RowCount))
            {
                Compact(path, world);
                content = content with { IsTorn = false };
            }
            var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferSize: 0);
            if (content.IsTorn)
                stream.SetLength(content.End);
            stream.Seek(0, SeekOrigin.End);
            // An empty file is used in place: a mistake in the path replaces nobody's file.
            if (content.End == 0)
                stream.Write(Header);
            return new StateFile(stream, locked);
        }
        catch
        {
            locked.Dispose();
            throw;
        }
    }

    internal void Append(IReadOnlyList<Change> changes)
    {
        _buffer.ResetWrittenCount();
        Format(_buffer, changes);
        _stream.Write(_buffer.WrittenSpan);
    }

    public void Dispose()
    {
        _stream.Dispose();
        _lock.Dispose();
    }

    private static void Compact(string path, World world)
    {
        var compact = path + ".new";
        using (var fresh = new FileStream(compact, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
        {
            fresh.Write(Header);
            var buffer = new ArrayBufferWriter<byte>();
            foreach (var part in world.Snapshot().Chunk(100))
            {
                Format(buffer, part);
                fresh.Write(buffer.WrittenSpan);
                buffer.ResetWrittenCount();
            }
            fresh.Flush(flushToDisk: true);
        }
        File.Move(compact, path, overwrite: true);
    }

    private static void Format(ArrayBufferWriter<byte> buffer, IReadOnlyList<Change> changes)
    {
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartArray();
            foreach (var change in changes)
            {
                writer.WriteStartArray();
                writer.WriteStringValue(change.Table);
                writer.WriteStringValue(change.Key);
                if (change.Document is { } document)
                    JsonSerializer.Serialize(writer, document, document.GetType(), StateJson.Options);
                writer.WriteEndArray();
            }
            writer.WriteEndArray();
        }
        buffer.Write("\n"u8);
    }
}

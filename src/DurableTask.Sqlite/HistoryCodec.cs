using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace DurableTask.Sqlite;

/// <summary>
/// Writes payloads and custom statuses for the disk: as they are, or, with
/// <see cref="SqliteTaskHubOptions.HistoryKey"/>, encrypted with AES-256-GCM. A row names its key, so that rows of an
/// older key stay readable until they are encrypted anew. The authentication of an encrypted text includes its instance
/// and the kind of its row: moved to another place it cannot be decrypted.
/// </summary>
internal sealed class HistoryCodec
{
    /// <summary>The key of what is not encrypted.</summary>
    public const long None = 0;

    private const int KeyBytes = 32;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private readonly Dictionary<long, byte[]> _keys = [];
    private readonly string _setting;

    /// <exception cref="JournalFileException">The key file cannot be read or holds something else.</exception>
    public HistoryCodec(SqliteTaskHubOptions options)
    {
        _setting = options.HistoryKeySetting;
        if (options.HistoryKey is not { } path)
            return;
        foreach (var key in Read(path, _setting))
        {
            var id = IdOf(key);
            if (Current == None)
                Current = id;
            _keys[id] = key;
        }
    }

    /// <summary>The key that is written with.</summary>
    public long Current { get; } = None;

    public bool Knows(long key) => key == None || _keys.ContainsKey(key);

    /// <summary>
    /// Encrypts a text for a column without a type, which holds either the text itself or its encrypted bytes.
    /// </summary>
    public byte[] Encrypt(string text, Seal seal)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        var sealed_ = new byte[NonceBytes + TagBytes + plain.Length];
        var nonce = sealed_.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        Span<byte> about = stackalloc byte[Seal.Bytes];
        seal.Write(about);
        using var cipher = new AesGcm(_keys[Current], TagBytes);
        cipher.Encrypt(
            nonce,
            plain,
            sealed_.AsSpan(NonceBytes + TagBytes),
            sealed_.AsSpan(NonceBytes, TagBytes),
            about
        );
        return sealed_;
    }

    /// <exception cref="JournalFileException">
    /// The row was changed by somebody else, or its key is not known.
    /// </exception>
    public string Decrypt(ReadOnlySpan<byte> bytes, long key, Seal seal)
    {
        if (!_keys.TryGetValue(key, out var secret))
            throw new JournalFileException(
                $"A row of the journal is encrypted with key {Name(key)}, which {_setting} does not hold."
            );
        if (bytes.Length < NonceBytes + TagBytes)
            throw Changed(key, null);
        var plain = new byte[bytes.Length - NonceBytes - TagBytes];
        Span<byte> about = stackalloc byte[Seal.Bytes];
        seal.Write(about);
        try
        {
            using var cipher = new AesGcm(secret, TagBytes);
            cipher.Decrypt(
                bytes[..NonceBytes],
                bytes[(NonceBytes + TagBytes)..],
                bytes.Slice(NonceBytes, TagBytes),
                plain,
                about
            );
        }
        catch (AuthenticationTagMismatchException e)
        {
            throw Changed(key, e);
        }

        return Encoding.UTF8.GetString(plain);
    }

    private static JournalFileException Changed(long key, Exception? inner) =>
        new($"A row of the journal that key {Name(key)} encrypted was changed by somebody else.", inner);

    /// <summary>
    /// Reads a text of a row, decrypted if need be; the column behind the text's holds the id of its key.
    /// </summary>
    public string? Read(Statement row, int column, Seal seal) =>
        row.IntOrNull(column + 1) is { } key ? Decrypt(row.Bytes(column), key, seal) : row.Text(column);

    /// <summary>Formats the id of a key for people.</summary>
    public static string Name(long key) => key.ToString("x8", System.Globalization.CultureInfo.InvariantCulture);

    // Never None: that is the id of no key.
    private static long IdOf(byte[] key) => BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(key)) | 1u;

    private static List<byte[]> Read(string path, string setting)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JournalFileException(
                $"The file of history keys {path} ({setting}) cannot be read: {e.Message}",
                e
            );
        }

        var keys = new List<byte[]>();
        foreach (var line in lines.Select(line => line.Trim()).Where(line => line.Length > 0))
        {
            var key = new byte[KeyBytes];
            if (!Convert.TryFromBase64String(line, key, out var written) || written != KeyBytes)
            {
                throw new JournalFileException(
                    $"Line {keys.Count + 1} of the file of history keys {path} ({setting}) does not hold {KeyBytes} "
                        + "bytes in Base64."
                );
            }

            keys.Add(key);
        }

        return keys.Count > 0
            ? keys
            : throw new JournalFileException(
                $"The file of history keys {path} ({setting}) is empty; it holds a key of {KeyBytes} bytes in Base64 "
                    + "per line, the one to write with first."
            );
    }
}

/// <summary>
/// The place to which an encrypted text belongs: a row of an instance's history, by its kind and the number of its
/// call, or, with kind 0, its custom status.
/// </summary>
internal readonly record struct Seal(long Instance, int Kind, int Task)
{
    public const int Bytes = 16;

    public static Seal Status(long instance) => new(instance, 0, 0);

    public void Write(Span<byte> target)
    {
        BinaryPrimitives.WriteInt64BigEndian(target, Instance);
        BinaryPrimitives.WriteInt32BigEndian(target[8..], Kind);
        BinaryPrimitives.WriteInt32BigEndian(target[12..], Task);
    }
}

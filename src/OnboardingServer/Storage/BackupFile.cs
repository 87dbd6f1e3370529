using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using DurableTask.Sqlite;
using OnboardingServer.Hosting;

namespace OnboardingServer.Storage;

/// <summary>The description of a backup, which is part of it.</summary>
/// <param name="Format">Of the file.</param>
/// <param name="TakenAt">The time at which it was begun.</param>
/// <param name="Hashes">SHA-256 of each of its parts, in hexadecimal digits, by name.</param>
internal sealed record BackupManifest(int Format, DateTimeOffset TakenAt, IReadOnlyDictionary<string, string> Hashes);

/// <summary>
/// A backup: the database as of one moment, the partners, and the secrets as they lie encrypted in the vault; not the
/// vault's key, and not the simulator's state, which is Microsoft's. Its parts are checked when it is written and when
/// it is read.
/// </summary>
internal static class BackupFile
{
    public const string Database = "onboarding.db";
    public const string Partners = "partners.json";
    public const string Vault = "vault";

    private const int Format = 1;
    private const string Manifest = "manifest.json";
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Writes a backup; on disk and checked when it returns.</summary>
    /// <param name="file">The file of the server, which may run.</param>
    /// <param name="path">Of the backup, which must not be there.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="JournalOpenException">There is nothing to be backed up, or it is damaged.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(JournalFile file, string path, DateTimeOffset now)
    {
        var (copy, unfinished) = ($"{path}.{Guid.NewGuid():N}.db", $"{path}.{Guid.NewGuid():N}.new");
        try
        {
            file.CopyTo(copy);
            // After the database: a secret that a row speaks of is there, and one too many does no harm.
            using (var output = new FileStream(unfinished, NewFile()))
            {
                using (var zip = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true))
                    WriteParts(zip, copy, file.Directory, now);
                output.Flush(flushToDisk: true);
            }

            using (var written = ZipFile.OpenRead(unfinished))
                Check(written, path);
            File.Move(unfinished, path);
        }
        finally
        {
            File.Delete(copy);
            File.Delete(unfinished);
        }
    }

    /// <summary>Takes a backup apart, into a folder that must not be there.</summary>
    /// <returns>The time at which it was made.</returns>
    /// <exception cref="StartException">It is none, or it is damaged.</exception>
    public static DateTimeOffset Extract(string path, string folder)
    {
        using var zip = Open(path);
        var manifest = Check(zip, path);
        foreach (var name in manifest.Hashes.Keys)
        {
            var target = Path.GetFullPath(Path.Combine(folder, name));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            using var part = zip.GetEntry(name)!.Open();
            using var copy = new FileStream(target, NewFile());
            part.CopyTo(copy);
            copy.Flush(flushToDisk: true);
        }

        return manifest.TakenAt;
    }

    private static void WriteParts(ZipArchive zip, string database, string directory, DateTimeOffset now)
    {
        var hashes = new Dictionary<string, string> { [Database] = Add(zip, Database, database) };
        if (Path.Combine(directory, Partners) is var partners && File.Exists(partners))
            hashes[Partners] = Add(zip, Partners, partners);
        var vault = Path.Combine(directory, Vault);
        foreach (var secret in Directory.Exists(vault) ? Directory.GetFiles(vault, "*.secret") : [])
        {
            var name = $"{Vault}/{Path.GetFileName(secret)}";
            hashes[name] = Add(zip, name, secret);
        }

        using var manifest = zip.CreateEntry(Manifest).Open();
        JsonSerializer.Serialize(manifest, new BackupManifest(Format, now, hashes), Indented);
    }

    private static string Add(ZipArchive zip, string name, string path)
    {
        using var source = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var entry = zip.CreateEntry(name, CompressionLevel.Fastest).Open();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var bytes = new byte[64 * 1024];
        while (source.Read(bytes) is > 0 and var count)
        {
            hash.AppendData(bytes, 0, count);
            entry.Write(bytes, 0, count);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static ZipArchive Open(string path)
    {
        try
        {
            return ZipFile.OpenRead(path);
        }
        catch (InvalidDataException)
        {
            throw new StartException($"{path} is no backup, or it is cut off. Take another one.");
        }
    }

    private static BackupManifest Check(ZipArchive zip, string path)
    {
        try
        {
            if (zip.GetEntry(Manifest) is not { } entry)
                throw new StartException($"{path} is no backup of this program.");
            using var text = entry.Open();
            var manifest = JsonSerializer.Deserialize<BackupManifest>(text, Indented)!;
            if (manifest.Format != Format)
                throw new StartException(
                    $"{path} is of format {manifest.Format}; this program knows {Format}. Use the program that wrote "
                        + "it."
                );
            foreach (var (name, hash) in manifest.Hashes)
            {
                if (!IsPart(name) || zip.GetEntry(name) is not { } part || HashOf(part) != hash)
                    throw Damaged(path, name);
            }

            return manifest.Hashes.ContainsKey(Database) ? manifest : throw Damaged(path, Database);
        }
        catch (Exception e) when (e is InvalidDataException or JsonException or NullReferenceException)
        {
            throw Damaged(path, "one of its parts");
        }
    }

    // Names come from the file: none may lead out of the folder.
    private static bool IsPart(string name) =>
        name is Database or Partners
        || (
            name.StartsWith($"{Vault}/", StringComparison.Ordinal)
            && name.EndsWith(".secret", StringComparison.Ordinal)
            && name[(Vault.Length + 1)..^".secret".Length].All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
        );

    private static string HashOf(ZipArchiveEntry part)
    {
        using var content = part.Open();
        return Convert.ToHexStringLower(SHA256.HashData(content));
    }

    private static StartException Damaged(string path, string part) =>
        new($"{path} is damaged ({part}). Take another backup.");

    private static FileStreamOptions NewFile()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }
}

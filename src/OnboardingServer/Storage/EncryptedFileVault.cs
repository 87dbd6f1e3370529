using System.Security.Cryptography;
using System.Text;
using DurableTask.Sqlite;
using Microsoft.Extensions.Options;
using Onboarding.Customers;
using OnboardingServer.Hosting;

namespace OnboardingServer.Storage;

/// <summary>
/// Secrets in <c>vault/</c> of the data directory, one file each: format number, id of the key, nonce, tag, AES-256-GCM
/// of the text. The name is authenticated with it, so a file that is renamed does not open. Names are compared without
/// regard to case, as Key Vault does.
/// </summary>
internal sealed class EncryptedFileVault(JournalFile file, IOptions<VaultOptions> options) : ISecretVault, IDisposable
{
    private const byte Format = 1;
    private const int KeyIdBytes = 8;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int HeadBytes = 1 + KeyIdBytes + NonceBytes + TagBytes;

    private readonly SemaphoreSlim _gate = new(1);
    private byte[]? _key;

    private string Folder => Path.Combine(file.Directory, "vault");

    public Task<string?> Find(string name, CancellationToken cancellationToken) =>
        Locked(
            key =>
            {
                var path = PathOf(name);
                return File.Exists(path) ? Decrypt(key, path, File.ReadAllBytes(path)) : null;
            },
            cancellationToken
        );

    public Task Set(string name, string value, CancellationToken cancellationToken) =>
        Locked(
            key =>
            {
                var path = PathOf(name);
                DurableFile.Write(path, Encrypt(key, path, value));
                return true;
            },
            cancellationToken
        );

    public Task Delete(string name, CancellationToken cancellationToken) =>
        Locked(
            _ =>
            {
                DurableFile.Delete(PathOf(name));
                return true;
            },
            cancellationToken
        );

    public void Dispose()
    {
        _gate.Dispose();
        if (_key is not null)
            CryptographicOperations.ZeroMemory(_key);
    }

    private async Task<T> Locked<T>(Func<byte[], T> use, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            return use(_key ??= OpenKey());
        }
        finally
        {
            _gate.Release();
        }
    }

    private byte[] OpenKey()
    {
        // The directory's lock first: two processes must not make two keys.
        file.Open();
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(Folder);
        else
            Directory.CreateDirectory(
                Folder,
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            );
        if (options.Value.VaultKey is not { } given)
            return VaultKeyFile.ReadOrCreate(KeyBeside);
        var path = Path.GetFullPath(given);
        if (File.Exists(path))
            return VaultKeyFile.Read(path);
        // A new key would open nothing of what is there.
        if (File.Exists(KeyBeside))
            throw new StartException(
                $"Server:VaultKey names {path}, which is not there. The vault's key is {KeyBeside}: move it to {path}."
            );
        if (Directory.EnumerateFiles(Folder, "*.secret").Any())
            throw new StartException(
                $"Server:VaultKey names {path}, which is not there, and {Folder} holds what was encrypted with it. "
                    + "Put the key there, or name its place."
            );
        return VaultKeyFile.ReadOrCreate(path);
    }

    private string KeyBeside => Path.Combine(file.Directory, "vault.key");

    private string PathOf(string name) =>
        name.Length is > 0 and <= 120 && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
            ? Path.Combine(Folder, $"{name.ToLowerInvariant()}.secret")
            : throw new ArgumentException(
                "A secret's name is 1 to 120 characters of a-z, A-Z, 0-9 and -.",
                nameof(name)
            );

    private static byte[] Encrypt(byte[] key, string path, string value)
    {
        var text = Encoding.UTF8.GetBytes(value);
        var sealedText = new byte[HeadBytes + text.Length];
        sealedText[0] = Format;
        KeyId(key).CopyTo(sealedText.AsSpan(1));
        var nonce = sealedText.AsSpan(1 + KeyIdBytes, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(
            nonce,
            text,
            sealedText.AsSpan(HeadBytes),
            sealedText.AsSpan(HeadBytes - TagBytes, TagBytes),
            Bound(path)
        );
        CryptographicOperations.ZeroMemory(text);
        return sealedText;
    }

    private static string Decrypt(byte[] key, string path, byte[] sealedText)
    {
        if (sealedText.Length < HeadBytes || sealedText[0] != Format)
            throw new InvalidDataException($"{path} is no file of this vault.");
        if (!sealedText.AsSpan(1, KeyIdBytes).SequenceEqual(KeyId(key)))
            throw new InvalidDataException(
                $"{path} was encrypted with another key. Set Server:VaultKey to the file of that key."
            );
        var text = new byte[sealedText.Length - HeadBytes];
        using var aes = new AesGcm(key, TagBytes);
        try
        {
            aes.Decrypt(
                sealedText.AsSpan(1 + KeyIdBytes, NonceBytes),
                sealedText.AsSpan(HeadBytes),
                sealedText.AsSpan(HeadBytes - TagBytes, TagBytes),
                text,
                Bound(path)
            );
        }
        catch (AuthenticationTagMismatchException e)
        {
            throw new InvalidDataException($"{path} was changed after it was written.", e);
        }

        return Encoding.UTF8.GetString(text);
    }

    private static byte[] Bound(string path) => Encoding.ASCII.GetBytes(Path.GetFileNameWithoutExtension(path));

    private static ReadOnlySpan<byte> KeyId(byte[] key) => SHA256.HashData(key).AsSpan(0, KeyIdBytes);
}

using System.Security.Cryptography;
using OnboardingServer.Hosting;

namespace OnboardingServer.Storage;

/// <summary>The vault's key, in a file apart from what it locks.</summary>
internal static class VaultKeyFile
{
    private const int KeyBytes = 32;

    /// <summary>Reads the key of <paramref name="path"/>.</summary>
    /// <exception cref="StartException">It is not there or holds no key; the message names the file.</exception>
    public static byte[] Read(string path)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"The vault's key file {path} (Server:VaultKey) cannot be read: {e.Message}");
        }

        var key = new byte[KeyBytes];
        return Convert.TryFromBase64String(text.Trim(), key, out var written) && written == KeyBytes
            ? key
            : throw new StartException($"The vault's key file {path} does not hold {KeyBytes} bytes in Base64.");
    }

    /// <summary>Reads the key of <paramref name="path"/>, made now if there is none.</summary>
    public static byte[] ReadOrCreate(string path)
    {
        if (!File.Exists(path))
            DurableFile.Write(
                path,
                System.Text.Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes)))
            );
        return Read(path);
    }
}

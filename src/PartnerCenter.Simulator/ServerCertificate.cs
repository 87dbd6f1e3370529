using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PartnerCenter.Simulator;

/// <summary>The certificate of <see cref="SimulatorOptions.CertificateFile"/>.</summary>
internal static class ServerCertificate
{
    /// <exception cref="IOException">
    /// The file cannot be read, or has no certificate with its private key; the message says which file.
    /// </exception>
    internal static X509Certificate2? Load(string? file)
    {
        if (file is null)
            return null;
        try
        {
            var bytes = File.ReadAllBytes(file);
            var isPem = bytes.AsSpan().IndexOf("-----BEGIN "u8) >= 0;
            var certificate = isPem
                ? X509Certificate2.CreateFromPemFile(file)
                : X509CertificateLoader.LoadPkcs12(bytes, null);
            return certificate.HasPrivateKey ? certificate : throw new CryptographicException("it has no private key");
        }
        catch (Exception unusable) when (unusable is CryptographicException or UnauthorizedAccessException)
        {
            throw new IOException($"The certificate {file} cannot be used: {unusable.Message}", unusable);
        }
    }
}

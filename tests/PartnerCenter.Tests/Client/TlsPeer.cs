using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace PartnerCenter.Tests.Client;

/// <summary>A TLS peer whose certificate nobody trusts and that names another host.</summary>
internal sealed class TlsPeer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly X509Certificate2 _certificate;
    private int _requests;

    private TlsPeer(WebApplication app, X509Certificate2 certificate) => (_app, _certificate) = (app, certificate);

    public Uri Address { get; private set; } = null!;

    public int Requests => _requests;

    public static async Task<TlsPeer> Start()
    {
        using var key = RSA.Create(2048);
        var now = TimeProvider.System.GetUtcNow();
        using var made = new CertificateRequest(
            "CN=elsewhere.example",
            key,
            HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1
        ).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        var certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.UseHttps(certificate))
        );
        var peer = new TlsPeer(builder.Build(), certificate);
        peer._app.Run(context =>
        {
            Interlocked.Increment(ref peer._requests);
            return Task.CompletedTask;
        });
        await peer._app.StartAsync();
        peer.Address = new(
            peer._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()
        );
        return peer;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _certificate.Dispose();
    }
}

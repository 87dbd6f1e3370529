using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FsCheck.Fluent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Onboarding.Webhooks;
using PartnerCenter.Webhooks;

namespace Fuzz;

public sealed class SignatureFuzz
{
    private static readonly byte[] Key = [.. Enumerable.Range(1, 32).Select(n => (byte)n)];
    private static readonly byte[] Body = """{"type":"order.placed","data":{"number":7}}"""u8.ToArray();

    private static DateTimeOffset Now => FuzzedServices.Clock.GetUtcNow();

    [Fact]
    public void A_webhook_is_taken_only_as_it_was_signed()
    {
        var (id, timestamp) = ("msg_2", Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        var signature = $"v1,{Convert.ToBase64String(Sign(id, timestamp, Body))}";
        string[] keys = [$"whsec_{Convert.ToBase64String(Key)}", "not a key", ""];
        Assert.Equal(SignatureCheck.Valid, StandardSignature.Check(keys, id, timestamp, signature, Body, Now));
        Fuzzing.Try(
            from edits in Edit.Few.Generator
            from part in Gen.Choose(0, 3)
            select (edits, part),
            60_000,
            change =>
            {
                string Text(int part, string good) => part == change.part ? Edit.Apply(good, change.edits) : good;
                var body = change.part == 3 ? Edit.Apply(Body, change.edits) : Body;
                var (changedId, changedTime, given) = (Text(0, id), Text(1, timestamp), Text(2, signature));

                var check = StandardSignature.Check(keys, changedId, changedTime, given, body, Now);

                // One of those given is right, and over exactly what came: all else is a forgery.
                if (check == SignatureCheck.Valid)
                    Assert.Contains(
                        $"v1,{Convert.ToBase64String(Sign(changedId, changedTime, body))}",
                        given.Split(' ').Select(Canonical)
                    );
                else if (change.part == 3 && !body.AsSpan().SequenceEqual(Body))
                    Assert.Equal(SignatureCheck.Wrong, check);
            }
        );
    }

    [Fact]
    public void An_event_with_any_headers_is_checked_and_never_throws()
    {
        using var services = new ServiceCollection()
            .AddHttpClient("PartnerCenter.EventCertificates")
            .ConfigurePrimaryHttpMessageHandler(() => new AnyCertificate())
            .Services.BuildServiceProvider();
        var signatures = new EventSignatures(
            services.GetRequiredService<IHttpClientFactory>(),
            Options.Create(new EventSignatureOptions()),
            FuzzedServices.Clock
        );
        Fuzzing.Try(
            from edits in Edit.Few.Generator
            from part in Gen.Choose(0, 4)
            select (edits, part),
            20_000,
            change =>
            {
                string Text(int part, string good) => part == change.part ? Edit.Apply(good, change.edits) : good;
                var headers = new EventHeaders(
                    Text(0, "Signature AAAA"),
                    change.part == 1 ? Text(1, "Signature AAAA") : null,
                    Text(2, $"https://3psostorageacct.blob.core.windows.net/cert/{change.edits[0].At}.cer"),
                    Text(3, "rsa-sha256")
                );

                var check = signatures.Check(headers, Edit.Apply(Body, change.edits), default);

                Assert.NotEqual(EventSignature.Valid, check.GetAwaiter().GetResult());
            }
        );
    }

    private static byte[] Sign(string id, string timestamp, byte[] body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        return HMACSHA256.HashData(Key, signed);
    }

    // Base64 may hold blanks, and bits at its end that mean nothing.
    private static string Canonical(string signature)
    {
        var bytes = new byte[signature.Length];
        return
            signature.StartsWith("v1,", StringComparison.Ordinal)
            && Convert.TryFromBase64String(signature[3..], bytes, out var length)
            ? $"v1,{Convert.ToBase64String(bytes, 0, length)}"
            : signature;
    }

    /// <summary>Answers with bytes that are no certificate, another for each address.</summary>
    private sealed class AnyCertificate : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        ) =>
            Task.FromResult(
                new HttpResponseMessage
                {
                    Content = new ByteArrayContent([
                        0x30,
                        0x82,
                        .. SHA512.HashData(Encoding.UTF8.GetBytes($"{request.RequestUri}")),
                    ]),
                }
            );
    }
}

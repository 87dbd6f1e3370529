using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Onboarding.Customers;

namespace Onboarding.Notifications;

/// <summary>
/// Posts signed webhooks in the Standard Webhooks form. Redirects are not followed, and the answer's body is not read.
/// </summary>
internal sealed class WebhookSender(
    IHttpClientFactory clients,
    ISecretVault vault,
    IOptions<NotificationOptions> options,
    TimeProvider time
)
{
    public const string ClientName = "Notifications";
    private const string KeyPrefix = "whsec_";

    /// <param name="url">The address of the subscriber.</param>
    /// <param name="id">The same for every attempt of one delivery, so that the subscriber can drop repeats.</param>
    /// <param name="body">A CloudEvent in structured JSON.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StepFailedException">
    /// It was not taken; retryable unless the subscriber is gone (410) or the address is refused.
    /// </exception>
    public async Task Send(Uri url, string id, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/cloudevents+json")
        {
            CharSet = "utf-8",
        };
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", timestamp);
        request.Headers.Add("webhook-signature", Sign(await SigningKey(cancellationToken), id, timestamp, body.Span));

        using var client = clients.CreateClient(ClientName);
        client.Timeout = options.Value.Timeout;
        try
        {
            using var response = await client.SendAsync(
                request,
                HttpCompletionOption.ResponseHeadersRead,
                cancellationToken
            );
            if (response.IsSuccessStatusCode)
                return;
            throw NotDelivered(
                $"The subscriber answered {(int)response.StatusCode}.",
                response.StatusCode != HttpStatusCode.Gone
            );
        }
        catch (HttpRequestException exception)
        {
            var refused = exception.InnerException is AddressRefusedException;
            throw NotDelivered(
                refused
                    ? exception.InnerException!.Message
                    : $"The subscriber cannot be reached ({exception.HttpRequestError}).",
                retryable: !refused
            );
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw NotDelivered("The subscriber does not answer in time.", retryable: true);
        }
    }

    private static string Sign(byte[] key, string id, string timestamp, ReadOnlySpan<byte> body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        return $"v1,{Convert.ToBase64String(HMACSHA256.HashData(key, signed))}";
    }

    private async Task<byte[]> SigningKey(CancellationToken cancellationToken)
    {
        var key = await vault.Find(options.Value.SigningKeyName, cancellationToken);
        if (key is null)
        {
            await vault.Set(
                options.Value.SigningKeyName,
                KeyPrefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
                cancellationToken
            );
            // Read back: of two at once the one that stands is used.
            key = await vault.Find(options.Value.SigningKeyName, cancellationToken);
        }

        return Convert.FromBase64String(key![KeyPrefix.Length..]);
    }

    private static StepFailedException NotDelivered(string message, bool retryable) =>
        new(new StepFailure(ErrorCodes.NotDelivered, message, retryable));
}

using System.Net.Http.Headers;

namespace PartnerCenter.Wire;

/// <summary>
/// The exchange broke. <paramref name="surelyUnsent"/>: before the service could have seen the request.
/// </summary>
internal sealed class ConnectionFailure(string message, bool surelyUnsent, Exception inner) : Exception(message, inner)
{
    public bool SurelyUnsent => surelyUnsent;
}

internal sealed record HttpResult(Answer Answer, string? RedirectHost);

/// <summary>
/// One request and its whole answer, bounded in time and size; every way it can break becomes a <see
/// cref="ConnectionFailure"/>.
/// </summary>
internal static class Transport
{
    public const int MaxBodyBytes = 8 * 1024 * 1024;

    public static async Task<HttpResult> Exchange(
        HttpClient client,
        HttpRequestMessage request,
        TimeSpan timeout,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        using var deadline = new CancellationTokenSource(timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, deadline.Token);
        var host = request.RequestUri!.Host;
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
            var body = request.Method == HttpMethod.Head ? [] : await ReadBody(response, both.Token);
            return new(
                new Answer((int)response.StatusCode, body)
                {
                    Location = First(response.Headers, "Location"),
                    RetryAfter = PartnerCenterHttp.ParseRetryAfter(
                        First(response.Headers, "Retry-After"),
                        time.GetUtcNow()
                    ),
                },
                response.Headers.Location is { IsAbsoluteUri: true } location ? location.Host
                    : response.Headers.Location is null ? null
                    : host
            );
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException exception)
        {
            throw deadline.IsCancellationRequested
                ? new ConnectionFailure($"no answer from {host} within {timeout.TotalSeconds:0.#} s", false, exception)
                : new ConnectionFailure($"no connection to {host}", true, exception);
        }
        catch (HttpRequestException exception)
        {
            throw exception.HttpRequestError switch
            {
                HttpRequestError.SecureConnectionError => new ConnectionFailure(
                    $"the TLS connection to {host} was refused: its certificate is not trusted or does not match",
                    true,
                    exception
                ),
                HttpRequestError.NameResolutionError => new ConnectionFailure(
                    $"the name {host} cannot be resolved",
                    true,
                    exception
                ),
                HttpRequestError.ConnectionError or HttpRequestError.ProxyTunnelError => new ConnectionFailure(
                    $"no connection to {host}",
                    true,
                    exception
                ),
                _ => new ConnectionFailure(
                    $"the connection to {host} broke ({exception.HttpRequestError})",
                    false,
                    exception
                ),
            };
        }
        catch (IOException exception)
        {
            throw new ConnectionFailure($"the connection to {host} broke", false, exception);
        }
    }

    private static async Task<byte[]> ReadBody(HttpResponseMessage response, CancellationToken cancellation)
    {
        if (response.Content.Headers.ContentLength > MaxBodyBytes)
            throw TooLarge();
        await using var stream = await response.Content.ReadAsStreamAsync(cancellation);
        using var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        int read;
        while ((read = await stream.ReadAsync(chunk, cancellation)) > 0)
        {
            if (buffer.Length + read > MaxBodyBytes)
                throw TooLarge();
            buffer.Write(chunk, 0, read);
        }
        return buffer.ToArray();
    }

    private static IOException TooLarge() => new($"the answer is larger than {MaxBodyBytes / 1024 / 1024} MB");

    private static string? First(HttpResponseHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}

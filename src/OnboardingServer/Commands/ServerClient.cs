using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Onboarding.Http;
using Onboarding.Http.Access;
using OnboardingServer.Hosting;

namespace OnboardingServer.Commands;

/// <summary>Calls the API of a server that runs, with the caller's key or token of the environment.</summary>
internal sealed class ServerClient : IDisposable
{
    public const string KeyVariable = "ONBOARDING_API_KEY";
    public const string TokenVariable = "ONBOARDING_TOKEN";

    private const int Attempts = 6;
    private static readonly TimeSpan LongestCall = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(15);

    private readonly HttpClient _client;

    private ServerClient(Uri address)
    {
        Address = address;
        // A redirect would carry the key to another place.
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false })
        {
            BaseAddress = new Uri(address, "api/"),
            Timeout = LongestCall,
        };
        if (Environment.GetEnvironmentVariable(KeyVariable) is { Length: > 0 } key)
            _client.DefaultRequestHeaders.Add("X-Api-Key", Printable(key, KeyVariable));
        if (Environment.GetEnvironmentVariable(TokenVariable) is { Length: > 0 } token)
            _client.DefaultRequestHeaders.Authorization = new("Bearer", Printable(token, TokenVariable));
    }

    public Uri Address { get; }

    /// <summary>Makes a client of the server at the address.</summary>
    /// <exception cref="StartException">The address is none, or a key would go to it unencrypted.</exception>
    public static ServerClient For(string address)
    {
        if (
            !Uri.TryCreate(address, UriKind.Absolute, out var uri)
            || uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps
            || uri.Query.Length > 0
            || uri.Fragment.Length > 0
            || uri.UserInfo.Length > 0
        )
            throw new StartException(
                $"--server is '{address}'; expected an address such as https://onboarding.example.com."
            );
        if (uri.Scheme == Uri.UriSchemeHttp && !LocalOnly.IsLocal(uri.Host))
            throw new StartException(
                $"--server is '{address}': the request and the key would go unencrypted to another machine. Expected "
                    + "https, or a loopback address."
            );
        return new(new Uri(uri.AbsoluteUri.TrimEnd('/') + "/"));
    }

    /// <summary>Reads a resource; a server that is away or busy is asked again for a while.</summary>
    public async Task<T> Get<T>(string path, CancellationToken cancellationToken)
    {
        using var answer = await Send(() => new(HttpMethod.Get, path), isRepeatable: true, cancellationToken);
        return await Read<T>(answer, cancellationToken);
    }

    /// <summary>Reads a resource; null where there is none.</summary>
    public async Task<T?> Find<T>(string path, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await Get<T>(path, cancellationToken);
        }
        catch (ServerRefusal refusal) when (refusal.Status == StatusCodes.Status404NotFound)
        {
            return null;
        }
    }

    /// <summary>Reads a file into the stream.</summary>
    public async Task Download(string path, Stream output, CancellationToken cancellationToken)
    {
        using var answer = await Send(() => new(HttpMethod.Get, path), isRepeatable: true, cancellationToken);
        await answer.Content.CopyToAsync(output, cancellationToken);
    }

    /// <summary>Posts JSON. What the server knows again by its reference may be repeated.</summary>
    public async Task<T> Post<T>(string path, byte[]? json, bool isRepeatable, CancellationToken cancellationToken)
    {
        using var answer = await Send(
            () => new(HttpMethod.Post, path) { Content = json is null ? null : Content(json) },
            isRepeatable,
            cancellationToken
        );
        return await Read<T>(answer, cancellationToken);
    }

    /// <summary>Posts a file.</summary>
    public async Task<T> Post<T>(string path, Stream file, string mediaType, CancellationToken cancellationToken)
    {
        var content = new StreamContent(file);
        content.Headers.ContentType = new(mediaType);
        using var answer = await Send(
            () => new(HttpMethod.Post, path) { Content = content },
            isRepeatable: false,
            cancellationToken
        );
        return await Read<T>(answer, cancellationToken);
    }

    public void Dispose() => _client.Dispose();

    private async Task<HttpResponseMessage> Send(
        Func<HttpRequestMessage> request,
        bool isRepeatable,
        CancellationToken cancellationToken
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            TimeSpan wait;
            try
            {
                using var message = request();
                message.Headers.Accept.Add(new("application/json"));
                message.Headers.Accept.Add(new("*/*", 0.5));
                var answer = await _client.SendAsync(message, cancellationToken);
                if (answer.IsSuccessStatusCode)
                    return answer;
                using (answer)
                {
                    if (!isRepeatable || attempt == Attempts || !IsBusy(answer.StatusCode))
                        throw await ServerRefusal.Of(answer, cancellationToken);
                    wait = answer.Headers.RetryAfter?.Delta ?? WaitAfter(attempt);
                }
            }
            catch (HttpRequestException away)
            {
                if (!isRepeatable || attempt == Attempts)
                    throw new StartException($"{Address} does not answer: {away.Message}");
                wait = WaitAfter(attempt);
            }
            catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw new StartException($"{Address} has not answered within {LongestCall.TotalMinutes} minutes.");
            }

            await Task.Delay(wait < LongestWait ? wait : LongestWait, TimeProvider.System, cancellationToken);
        }
    }

    private async Task<T> Read<T>(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        try
        {
            return (await answer.Content.ReadFromJsonAsync<T>(ApiJson.Options, cancellationToken))!;
        }
        catch (JsonException)
        {
            throw new StartException($"What {Address} answers is no answer of an onboarding server.");
        }
    }

    private static ByteArrayContent Content(byte[] json)
    {
        var content = new ByteArrayContent(json);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    private static bool IsBusy(HttpStatusCode status) =>
        status
            is HttpStatusCode.TooManyRequests
                or HttpStatusCode.BadGateway
                or HttpStatusCode.ServiceUnavailable
                or HttpStatusCode.GatewayTimeout;

    private static TimeSpan WaitAfter(int attempt) => TimeSpan.FromMilliseconds(250 * Math.Pow(2, attempt));

    private static string Printable(string value, string variable) =>
        value.All(c => c is > ' ' and <= '~')
            ? value
            : throw new StartException($"{variable} has characters that no key has; expected visible ASCII.");
}

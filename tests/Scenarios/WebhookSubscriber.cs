using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Scenarios;

/// <summary>One webhook as it arrived.</summary>
public sealed record ReceivedWebhook(string? Id, string? Timestamp, string? Signature, string Body)
{
    /// <summary>All that came with it.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }
}

/// <summary>A subscriber on loopback that refuses some deliveries first.</summary>
public sealed class WebhookSubscriber : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ReceivedWebhook> _deliveries = new();

    private WebhookSubscriber(WebApplication app) => _app = app;

    public IReadOnlyList<ReceivedWebhook> Deliveries => [.. _deliveries];

    public string Url => $"{_app.Urls.First()}/hook";

    /// <param name="refusals">How many deliveries it answers with 503 first.</param>
    /// <param name="refuse">Whether it answers with 503 now.</param>
    public static async Task<WebhookSubscriber> Start(int refusals = 0, Func<bool>? refuse = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var subscriber = new WebhookSubscriber(builder.Build());
        subscriber._app.MapPost(
            "/hook",
            async (HttpRequest request) =>
            {
                using var reader = new StreamReader(request.Body);
                var delivery = new ReceivedWebhook(
                    request.Headers["webhook-id"],
                    request.Headers["webhook-timestamp"],
                    request.Headers["webhook-signature"],
                    await reader.ReadToEndAsync()
                )
                {
                    Headers = request.Headers.ToDictionary(
                        header => header.Key,
                        header => header.Value.ToString(),
                        StringComparer.OrdinalIgnoreCase
                    ),
                };
                subscriber._deliveries.Enqueue(delivery);
                return Results.StatusCode(
                    subscriber._deliveries.Count <= refusals || refuse?.Invoke() == true ? 503 : 204
                );
            }
        );
        await subscriber._app.StartAsync();
        return subscriber;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}

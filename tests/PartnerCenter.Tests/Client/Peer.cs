using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace PartnerCenter.Tests.Client;

/// <summary>A request as it arrived.</summary>
internal sealed record Received(
    string Method,
    string PathAndQuery,
    IReadOnlyDictionary<string, string> Headers,
    string Body
);

/// <summary>
/// A real HTTP peer that answers what a test tells it, for what the simulator must not do: broken bodies, redirects,
/// floods.
/// </summary>
internal sealed class Peer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Peer(WebApplication app) => _app = app;

    public Uri Address { get; private set; } = null!;

    /// <summary>Vendor calls, without token requests.</summary>
    public ConcurrentQueue<Received> Requests { get; } = new();

    public ConcurrentQueue<Received> TokenRequests { get; } = new();

    public Func<HttpContext, Task> Answers { get; set; } = context => Json(context, 404, "");

    public Func<HttpContext, Task> AnswersTokens { get; set; } =
        context => Json(context, 200, """{"token_type":"Bearer","expires_in":"3599","access_token":"t-1"}""");

    public static async Task<Peer> Start(Func<HttpContext, Task>? answers = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var peer = new Peer(builder.Build());
        if (answers is not null)
            peer.Answers = answers;
        peer._app.Run(peer.Answer);
        await peer._app.StartAsync();
        peer.Address = new(
            peer._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()
        );
        return peer;
    }

    public static Task<Peer> Answering(int status, string body, string contentType = "application/json") =>
        Start(context => Json(context, status, body, contentType));

    public static async Task Json(HttpContext context, int status, string body, string contentType = "application/json")
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        if (status is not (204 or 304) && context.Request.Method != "HEAD")
            await context.Response.WriteAsync(body);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task Answer(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var received = new Received(
            context.Request.Method,
            context.Request.Path + context.Request.QueryString,
            context.Request.Headers.ToDictionary(
                header => header.Key,
                header => header.Value.ToString(),
                StringComparer.OrdinalIgnoreCase
            ),
            await reader.ReadToEndAsync()
        );
        var isToken = context.Request.Path.Value!.EndsWith("/token", StringComparison.Ordinal);
        (isToken ? TokenRequests : Requests).Enqueue(received);
        await (isToken ? AnswersTokens : Answers)(context);
    }
}

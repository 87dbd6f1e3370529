using System.Text;
using System.Text.Json;

namespace OnboardingServer.Changes;

/// <summary>Writes what a reader is told as server-sent events, until the caller leaves or the server stops.</summary>
internal sealed class ChangeStream(ChangeReader reader, TimeProvider time, CancellationToken stopping) : IResult
{
    /// <summary>The least time between two events. What changes within it is told together.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>The time after which something is written though nothing has changed.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>The time after which the caller has to come again, with credentials that are checked anew.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var held = reader;
        var response = httpContext.Response;
        response.ContentType = "text/event-stream";
        // Of nginx, which would keep events back otherwise.
        response.Headers["X-Accel-Buffering"] = "no";
        using var end = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, stopping);
        try
        {
            await WriteTo(response.Body, end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // Left or stopped: the stream has no other end.
        }
    }

    /// <summary>Writes until <see cref="Longest"/> is over.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    internal async Task WriteTo(Stream body, CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        var text = ": changes are told from now on\n\n";
        while (true)
        {
            var written = time.GetTimestamp();
            await body.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
            await body.FlushAsync(cancellationToken);
            if (time.GetElapsedTime(begun) >= Longest)
                return;
            if (await IsToldBy(written, cancellationToken))
            {
                await Until(written, Pause, cancellationToken);
                var data = JsonSerializer.Serialize(new ChangedPaths(reader.Take()), JsonSerializerOptions.Web);
                text = $"event: change\ndata: {data}\n\n";
            }
            else
            {
                text = ":\n\n";
            }
        }
    }

    private async Task<bool> IsToldBy(long written, CancellationToken cancellationToken)
    {
        var told = reader.Any;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var first = await Task.WhenAny(told, Until(written, Heartbeat, over.Token));
        await over.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        return first == told;
    }

    private Task Until(long written, TimeSpan span, CancellationToken cancellationToken)
    {
        var left = span - time.GetElapsedTime(written);
        return left > TimeSpan.Zero ? Task.Delay(left, time, cancellationToken) : Task.CompletedTask;
    }
}

/// <summary>The data of an event.</summary>
/// <param name="Changed">
/// What to ask for again, below <c>/api</c>: one resource, or a list with all that is in it.
/// </param>
internal sealed record ChangedPaths(IReadOnlyCollection<string> Changed);

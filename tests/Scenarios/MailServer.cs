using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using MimeKit;

namespace Scenarios;

/// <summary>
/// A mail server on loopback that speaks as much of SMTP (RFC 5321) as it takes to hand it a message, and answers some
/// of them with a refusal first.
/// </summary>
public sealed class MailServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<MimeMessage> _messages = new();
    private readonly string _refusal;
    private readonly Task _running;
    private int _refusals;

    public MailServer(int refusals = 0, string refusal = "451 try again later")
    {
        (_refusals, _refusal) = (refusals, refusal);
        _listener.Start();
        _running = Run();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public IReadOnlyList<MimeMessage> Messages => [.. _messages];

    /// <summary>What a host is configured with to use it.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Settings =>
        [
            new("Notifications:Smtp:Host", "127.0.0.1"),
            new("Notifications:Smtp:Port", $"{Port}"),
            new("Notifications:Smtp:Security", "None"),
            new("Notifications:Smtp:From", "onboarding@partner.example"),
        ];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _running;
        _stop.Dispose();
    }

    private async Task Run()
    {
        try
        {
            while (!_stop.IsCancellationRequested)
                await Talk(await _listener.AcceptTcpClientAsync(_stop.Token));
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // It was stopped, while it listened or just before.
        }
    }

    private async Task Talk(TcpClient accepted)
    {
        using var client = accepted;
        using var reader = new StreamReader(client.GetStream());
        await using var writer = new StreamWriter(client.GetStream()) { NewLine = "\r\n", AutoFlush = true };
        await writer.WriteLineAsync("220 ready");
        try
        {
            while (await reader.ReadLineAsync(_stop.Token) is { } line)
            {
                var verb = line.Split(' ')[0].ToUpperInvariant();
                await writer.WriteLineAsync(
                    verb switch
                    {
                        "RCPT" when Interlocked.Decrement(ref _refusals) >= 0 => _refusal,
                        "DATA" => "354 go ahead",
                        "QUIT" => "221 goodbye",
                        _ => "250 ok",
                    }
                );
                if (verb == "QUIT")
                    return;
                if (verb != "DATA")
                    continue;
                _messages.Enqueue(await Read(reader));
                await writer.WriteLineAsync("250 taken");
            }
        }
        catch (IOException)
        {
            // Who calls may hang up.
        }
    }

    private async Task<MimeMessage> Read(StreamReader reader)
    {
        using var text = new MemoryStream();
        await using var writer = new StreamWriter(text) { NewLine = "\r\n" };
        while (await reader.ReadLineAsync(_stop.Token) is { } line and not ".")
            await writer.WriteLineAsync(line.StartsWith('.') ? line[1..] : line);
        await writer.FlushAsync(_stop.Token);
        text.Position = 0;
        return await MimeMessage.LoadAsync(text, _stop.Token);
    }
}

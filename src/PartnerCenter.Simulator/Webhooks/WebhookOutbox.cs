using System.Text;
using System.Text.Json.Nodes;
using PartnerCenter.Simulator.State;

namespace PartnerCenter.Simulator.Webhooks;

/// <summary>
/// Delivers events (C §21.2, §24.10) in the background: at least once, signed, up to ten attempts with growing delay by
/// the domain's clock. A stepped clock is noticed within a second; <see cref="DeliverDue"/> does not wait for that.
/// </summary>
internal sealed class WebhookOutbox : IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private readonly SimulatorCore _core;
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        Timeout = TimeSpan.FromSeconds(10),
    };
    private readonly SemaphoreSlim _signal = new(0, 1);
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly CancellationTokenSource _stop = new();
    private int _open;

    internal WebhookOutbox(SimulatorCore core)
    {
        _core = core;
        _open = core.World.Deliveries.All.Count(d => d.IsOpen);
    }

    internal Task Start(ILogger log) => Task.Run(() => Run(log));

    /// <summary>
    /// Puts an event on its way, when the partner is subscribed to it. The caller holds the gate and commits.
    /// </summary>
    /// <param name="partner">The partner that receives it.</param>
    /// <param name="name">The event's name.</param>
    /// <param name="resource">The kind of resource.</param>
    /// <param name="uri">A whole address, or a path on this host with its version.</param>
    /// <param name="delay">The time by which it is late.</param>
    /// <param name="flaw">The defect of the delivery: see <see cref="WebhookDelivery.Flaw"/>.</param>
    /// <param name="audit">The audit record it names.</param>
    internal WebhookDelivery? Enqueue(
        string partner,
        string name,
        string resource,
        string? uri,
        TimeSpan delay = default,
        string? flaw = null,
        string? audit = null
    )
    {
        if (_core.World.Webhooks.Find(partner) is not { } registration || !registration.Events.Contains(name))
            return null;
        var now = _core.Clock.Now;
        var delivery = new WebhookDelivery
        {
            Id = Ids.New(),
            Partner = partner,
            Event = name,
            Resource = resource,
            ResourceUri = uri is null || uri.Contains("://", StringComparison.Ordinal) ? uri : Here + uri,
            AuditUri = audit is null ? null : $"{Here}/auditactivity/v1/auditrecords/{audit}",
            ChangedAt = now,
            DueAt = now + delay,
            Flaw = flaw,
        };
        _core.World.Deliveries.Put(delivery);
        Interlocked.Increment(ref _open);
        return delivery;
    }

    private string Here => _core.Address.GetLeftPart(UriPartial.Authority);

    internal void Signal()
    {
        if (_open > 0 && _signal.CurrentCount == 0)
        {
            try
            {
                _signal.Release();
            }
            catch (SemaphoreFullException)
            {
                // Somebody else signalled in between, which is enough.
            }
        }
    }

    /// <summary>Tries everything that is due now and answers how many deliveries were tried.</summary>
    internal async Task<int> DeliverDue(CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            var due = _core.World.Read(() =>
                _core.World.Deliveries.All.Where(d => d.IsOpen && d.DueAt <= _core.Clock.Now).ToList()
            );
            foreach (var delivery in due)
                await Try(delivery, cancellation);
            // Counted anew: a refused operation took its events back.
            _open = _core.World.Read(() => _core.World.Deliveries.All.Count(d => d.IsOpen));
            return due.Count;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _http.Dispose();
        _signal.Dispose();
        _one.Dispose();
        _stop.Dispose();
    }

    private async Task Run(ILogger log)
    {
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                await _signal.WaitAsync(_open > 0 ? Look : Timeout.InfiniteTimeSpan, _stop.Token);
                await DeliverDue(_stop.Token);
            }
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or ObjectDisposedException)
        {
            // The simulator ends; what is open is in the state file.
        }
        catch (Exception fault)
        {
            log.DeliveryEnded(fault);
        }
    }

    private async Task Try(WebhookDelivery delivery, CancellationToken cancellation)
    {
        if (_core.World.Read(() => _core.World.Webhooks.Find(delivery.Partner)) is not { } registration)
            return;
        DeliveryAttempt attempt;
        try
        {
            using var request = Message(delivery, registration);
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            attempt = new DeliveryAttempt(_core.Clock.Now, (int)answer.StatusCode, null);
        }
        catch (Exception failed)
            when (failed is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            // Whatever is wrong with one address, the others are still told.
            attempt = new DeliveryAttempt(_core.Clock.Now, null, failed.Message);
        }

        _core.World.Change(() =>
        {
            if (_core.World.Deliveries.Find(delivery.Id) is not { } current)
                return false;
            var attempts = current.Attempts.Append(attempt).ToList();
            var next = current with
            {
                Attempts = attempts,
                IsDone = attempt.Status is >= 200 and < 300,
                DueAt = attempt.At + TimeSpan.FromSeconds(Math.Pow(3, Math.Min(attempts.Count, 8))),
            };
            _core.World.Deliveries.Put(next);
            return true;
        });
    }

    /// <summary>C §21.2, §21.3: PascalCase, signed over the raw bytes.</summary>
    private HttpRequestMessage Message(WebhookDelivery delivery, WebhookRegistration registration)
    {
        var payload = new JsonObject
        {
            ["EventName"] = delivery.Event,
            ["ResourceName"] = delivery.Resource,
            ["ResourceUri"] = delivery.ResourceUri,
            ["AuditUri"] = delivery.AuditUri,
            ["ResourceChangeUtcDate"] = delivery.ChangedAt.ToString(
                "O",
                System.Globalization.CultureInfo.InvariantCulture
            ),
        };
        var bytes = Encoding.UTF8.GetBytes(payload.ToJsonString());
        var signature = WebhookCertificate.Sign(delivery.Flaw == "badSignature" ? [.. bytes, 0] : bytes);
        var request = new HttpRequestMessage(HttpMethod.Post, registration.Url)
        {
            Content = new ByteArrayContent(bytes),
        };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json; charset=utf-8");
        if (delivery.Flaw != "noSignature")
            request.Headers.TryAddWithoutValidation(
                registration.SignatureInMsHeader ? "x-ms-signature" : "Authorization",
                $"Signature {Convert.ToBase64String(signature)}"
            );
        if (delivery.Flaw != "noCertificate")
        {
            request.Headers.TryAddWithoutValidation(
                "X-MS-Certificate-Url",
                delivery.Flaw == "foreignCertificate"
                    ? "https://certificates.example/cert.cer"
                    : Here + WebhookOperations.CertificatePath
            );
        }
        request.Headers.TryAddWithoutValidation("X-MS-Signature-Algorithm", "rsa-sha256");
        return request;
    }
}

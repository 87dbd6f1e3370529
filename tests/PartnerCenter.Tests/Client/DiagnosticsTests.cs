using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace PartnerCenter.Tests.Client;

public sealed class DiagnosticsTests
{
    [Fact]
    public async Task Call_LeavesASpanAndCounts_WithoutPersonalData()
    {
        var ids = CallIds.New();
        var spans = new ConcurrentQueue<Activity>();
        using var spanListener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "PartnerCenter",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(spanListener);
        var counts = new ConcurrentQueue<(string Name, Dictionary<string, object?> Tags)>();
        using var meterListener = new MeterListener();
        meterListener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "PartnerCenter")
                listener.EnableMeasurementEvents(instrument);
        };
        meterListener.SetMeasurementEventCallback<long>(
            (instrument, _, tags, _) => counts.Enqueue((instrument.Name, tags.ToArray().ToDictionary()))
        );
        meterListener.Start();
        await using var peer = await Peer.Answering(
            400,
            """{"code":27100,"description":"wingtip.onmicrosoft.com of gena@wingtip.example is taken"}"""
        );
        // A name of its own, because other tests run beside this one.
        using var client = TestClient.From(
            new()
            {
                ["Partners:diagnosed:BaseAddress"] = peer.Address.ToString(),
                ["Partners:diagnosed:Authority"] = peer.Address.ToString(),
                ["Partners:diagnosed:TenantId"] = "d1b11000-0000-4000-8000-000000000001",
                ["Partners:diagnosed:ClientId"] = "0a0a0a0a-0000-4000-8000-000000000009",
                ["Partners:diagnosed:CredentialName"] = "partner",
            }
        );

        await Assert.ThrowsAsync<PartnerCenterException>(() =>
            client.Clients.For("diagnosed").Customers.Create(FaultTests.Wingtip, ids)
        );

        var span = Assert.Single(
            spans,
            span => span.GetTagItem("partnercenter.correlation_id") is Guid id && id == ids.CorrelationId
        );
        Assert.Equal(
            ("Customers.Create", ActivityStatusCode.Error, 400, "Refused", "27100"),
            (
                span.OperationName,
                span.Status,
                span.GetTagItem("http.response.status_code"),
                span.GetTagItem("partnercenter.fault"),
                span.GetTagItem("partnercenter.code")
            )
        );
        Assert.DoesNotContain(
            span.TagObjects,
            tag => $"{tag.Value}".Contains("wingtip", StringComparison.OrdinalIgnoreCase)
        );
        var ours = counts.Where(count => Equals(count.Tags["partner"], "diagnosed")).ToArray();
        Assert.Equal(["partnercenter.calls", "partnercenter.faults"], ours.Select(count => count.Name).Order());
        Assert.Equal("Refused", ours.Single(count => count.Name == "partnercenter.faults").Tags["fault"]);
    }
}

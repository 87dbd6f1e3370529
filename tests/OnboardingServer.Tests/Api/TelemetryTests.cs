using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Onboarding;
using Scenarios;

namespace OnboardingServer.Tests.Api;

public sealed class TelemetryTests
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task One_trace_leads_from_the_request_through_every_activity_to_each_call_of_Partner_Center()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Onboarding" or "PartnerCenter" or "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<System.Diagnostics.ActivityContext> _) =>
                ActivitySamplingResult.AllData,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await using var server = await RunningServer.Start();
        var trace = ActivityTraceId.CreateRandom();
        using var request = new HttpRequestMessage(HttpMethod.Post, "onboardings")
        {
            Content = RunningServer.Json(DurableJson.Write(Requests.Direct("Trey Research"))),
        };
        request.Headers.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01");

        var id = (await server.Send(request)).Text("id");
        await server.UntilEnded(id);

        var ours = spans.Where(span => span.TraceId == trace).ToList();
        var activities = ours.Where(span => span.Source.Name == "Onboarding").ToList();
        Assert.Superset(
            new HashSet<string> { "customers-create", "agreements-confirm", "carts-build", "carts-checkout" },
            activities.Select(span => span.OperationName).ToHashSet()
        );
        Assert.All(activities, span => Assert.Equal(id, span.GetTagItem("onboarding.instance")));
        var create = Assert.Single(ours, span => span.OperationName == "Customers.Create");
        Assert.Equal(activities.Single(span => span.OperationName == "customers-create").SpanId, create.ParentSpanId);
        Assert.NotNull(create.GetTagItem("partnercenter.correlation_id"));
    }

    [Fact]
    public async Task With_an_exporter_configured_traces_and_metrics_are_sent_to_it()
    {
        var received = new ConcurrentDictionary<string, TaskCompletionSource>();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(OnboardingServer.Hosting.ServerSettings.AnyPort);
        await using var collector = builder.Build();
        collector.MapPost(
            "/{**path}",
            (string path) =>
            {
                Arrival(path).TrySetResult();
                return Results.Ok();
            }
        );
        await collector.StartAsync();

        await using (
            var server = await RunningServer.Start(
                ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Urls.First()),
                ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
                ("OTEL_BSP_SCHEDULE_DELAY", "100")
            )
        )
        {
            await server.UntilEnded((await server.Submit(Requests.Direct("Fabrikam Residences"))).Text("id"));
        }

        await Arrival("v1/traces").Task.WaitAsync(LongestWait);
        await Arrival("v1/metrics").Task.WaitAsync(LongestWait);

        TaskCompletionSource Arrival(string path) =>
            received.GetOrAdd(path, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
    }
}

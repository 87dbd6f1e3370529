using System.Collections.Concurrent;
using System.Diagnostics;
using OnboardingFunctions.Tests.Azurite;
using Scenarios;

namespace OnboardingFunctions.Tests.Onboardings;

[Collection(AzuriteCollection.Name)]
public sealed class TraceTests(AzuriteFixture azurite)
{
    [AzuriteFact]
    public async Task One_trace_leads_from_the_request_through_every_activity_to_each_call_of_Partner_Center()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Onboarding" or "PartnerCenter",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await using var host = new FunctionsHost(azurite);
        await host.Start();
        using var call = new Activity("call").SetIdFormat(ActivityIdFormat.W3C).Start();
        var submitted = await host.Submit(Requests.Direct("Trey Research"));
        call.Stop();
        Activity.Current = null;
        var id = Assert.IsType<Onboarding.Submission.SubmissionResult.Accepted>(submitted).Record.Id;
        await host.UntilEnded(id);

        var ours = spans.Where(span => span.TraceId == call.TraceId).ToList();
        var activities = ours.Where(span => span.Source.Name == "Onboarding").ToList();
        Assert.Superset(
            new HashSet<string> { "customers-create", "agreements-confirm", "carts-build", "carts-checkout" },
            activities.Select(span => span.OperationName).ToHashSet()
        );
        var create = Assert.Single(ours, span => span.OperationName == "Customers.Create");
        Assert.Equal(activities.Single(span => span.OperationName == "customers-create").SpanId, create.ParentSpanId);
        Assert.NotNull(create.GetTagItem("partnercenter.correlation_id"));
        Assert.DoesNotContain(spans.Except(ours), span => Equals(span.GetTagItem("onboarding.instance"), id.Value));
    }
}

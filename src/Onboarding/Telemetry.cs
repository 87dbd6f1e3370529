using System.Diagnostics;
using System.Diagnostics.Metrics;
using Onboarding.Durability;
using Onboarding.Notifications;
using Onboarding.Progress;

namespace Onboarding;

/// <summary>Spans and counters under the name <c>Onboarding</c>: ids, stages and codes, never a name or an address.</summary>
internal static class Telemetry
{
    public const string Name = "Onboarding";

    private static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);
    private static readonly Counter<long> Stages = Meter.CreateCounter<long>("onboarding.stages", "{change}", "Changes of onboardings, by the stage they led to");
    private static readonly Counter<long> Outcomes = Meter.CreateCounter<long>("onboarding.outcomes", "{onboarding}", "Onboardings that ended, by how");
    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>("onboarding.duration", "s", "Time from submission to outcome");
    private static readonly Counter<long> Obligations = Meter.CreateCounter<long>("onboarding.obligations", "{obligation}", "Obligations opened and closed");
    private static readonly Counter<long> Deliveries = Meter.CreateCounter<long>("onboarding.deliveries", "{delivery}", "Notifications delivered and given up, by channel");

    /// <summary>The span of an activity's run: in the trace of the call that started the instance, and there under the host's own span if that belongs to it; a host that begins a trace of its own would tear the
    /// onboarding in pieces. Null: nobody listens.</summary>
    public static System.Diagnostics.Activity? Run(string activity, Durability.ActivityContext context)
    {
        var parent = System.Diagnostics.Activity.Current?.Context ?? default;
        if (System.Diagnostics.ActivityContext.TryParse(context.Trace, null, out var started) && started.TraceId != parent.TraceId) parent = started;
        return Source.StartActivity(activity, ActivityKind.Internal, parent)?.SetTag("onboarding.instance", context.InstanceId);
    }

    public static void Failed(System.Diagnostics.Activity? span, FailureDetails failure) => span?.SetTag("onboarding.error", failure.Code).SetStatus(ActivityStatusCode.Error);

    public static void Moved(string stage) => Stages.Add(1, new KeyValuePair<string, object?>("stage", stage));

    public static void Ended(string stage, TimeSpan elapsed)
    {
        var tag = new KeyValuePair<string, object?>("outcome", stage);
        Outcomes.Add(1, tag);
        Duration.Record(elapsed.TotalSeconds, tag);
    }

    public static void Obliged(ObligationState state) => Obligations.Add(1, new KeyValuePair<string, object?>("state", state.ToString()));

    public static void Told(Delivery delivery) =>
        Deliveries.Add(1, new KeyValuePair<string, object?>("channel", delivery.Channel.ToString()), new KeyValuePair<string, object?>("state", delivery.State.ToString()));
}

using System.Diagnostics;
using System.Diagnostics.Metrics;
using Onboarding.Notifications;
using Onboarding.Progress;

namespace Onboarding;

/// <summary>
/// Spans and counters under the name <c>Onboarding</c>: ids, stages and codes, never a name or an address.
/// </summary>
internal static class Telemetry
{
    public const string Name = "Onboarding";

    private static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);
    private static readonly Counter<long> Stages = Meter.CreateCounter<long>(
        "onboarding.stages",
        "{change}",
        "Changes of onboardings, by the stage they led to"
    );
    private static readonly Counter<long> Outcomes = Meter.CreateCounter<long>(
        "onboarding.outcomes",
        "{onboarding}",
        "Onboardings that ended, by how"
    );
    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>(
        "onboarding.duration",
        "s",
        "Time from submission to outcome"
    );
    private static readonly Counter<long> OpenTasks = Meter.CreateCounter<long>(
        "onboarding.obligations",
        "{obligation}",
        "Open tasks opened and closed"
    );
    private static readonly Counter<long> Deliveries = Meter.CreateCounter<long>(
        "onboarding.deliveries",
        "{delivery}",
        "Notifications delivered and given up, by channel"
    );

    /// <summary>Starts the span of an activity's run, in the engine's trace. Null: nobody listens.</summary>
    public static Activity? Run(string activity, string instanceId)
    {
        var current = Activity.Current;
        var parent = current?.Context ?? default;
        // Without a source it is recorded nowhere and only carries the trace: what it stands for is the parent.
        if (current is { Source.Name.Length: 0 })
            _ = ActivityContext.TryParse(current.ParentId, null, out parent);
        return Source.StartActivity(activity, ActivityKind.Internal, parent)?.SetTag("onboarding.instance", instanceId);
    }

    public static void Failed(Activity? span, StepFailure failure) =>
        span?.SetTag("onboarding.error", failure.Code).SetStatus(ActivityStatusCode.Error);

    public static void Moved(string stage) => Stages.Add(1, new KeyValuePair<string, object?>("stage", stage));

    public static void Ended(string stage, TimeSpan elapsed)
    {
        var tag = new KeyValuePair<string, object?>("outcome", stage);
        Outcomes.Add(1, tag);
        Duration.Record(elapsed.TotalSeconds, tag);
    }

    public static void Obliged(OpenTaskState state) =>
        OpenTasks.Add(1, new KeyValuePair<string, object?>("state", state.ToString()));

    public static void Told(Delivery delivery) =>
        Deliveries.Add(
            1,
            new KeyValuePair<string, object?>("channel", delivery.Channel.ToString()),
            new KeyValuePair<string, object?>("state", delivery.State.ToString())
        );
}

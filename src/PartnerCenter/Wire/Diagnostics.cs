using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace PartnerCenter.Wire;

/// <summary>Spans and counters under the name <c>PartnerCenter</c>; operation, status and ids only.</summary>
internal static class Diagnostics
{
    public const string Name = "PartnerCenter";

    public static readonly ActivitySource Source = new(Name);

    private static readonly Meter Meter = new(Name);
    private static readonly Counter<long> Calls = Meter.CreateCounter<long>(
        "partnercenter.calls",
        "{call}",
        "Calls that ended, however they ended"
    );
    private static readonly Counter<long> Throttles = Meter.CreateCounter<long>(
        "partnercenter.throttles",
        "{call}",
        "Calls the service or the governor held back"
    );
    private static readonly Counter<long> Faults = Meter.CreateCounter<long>(
        "partnercenter.faults",
        "{call}",
        "Calls that failed, by fault"
    );
    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>(
        "partnercenter.call.duration",
        "s",
        "Time of a call with all its attempts"
    );

    public static void Ended(Operation operation, PartnerProfile partner, TimeSpan elapsed, Fault? fault)
    {
        var tags = Tags(operation, partner);
        Calls.Add(1, tags);
        Duration.Record(elapsed.TotalSeconds, tags);
        if (fault is { } failed)
            Faulted(operation, partner, failed);
        if (fault == Fault.Throttled)
            Throttles.Add(1, tags);
    }

    public static void Faulted(Operation operation, PartnerProfile partner, Fault fault)
    {
        var tags = Tags(operation, partner);
        tags.Add("fault", fault.ToString());
        Faults.Add(1, tags);
    }

    private static TagList Tags(Operation operation, PartnerProfile partner) =>
        new() { { "operation", operation.Name }, { "partner", partner.Name } };
}

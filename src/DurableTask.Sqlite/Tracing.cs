using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace DurableTask.Sqlite;

/// <summary>
/// Spans of Durable Task's own source, with its names and tags. The span of an orchestration is written when it ends
/// and its children before, maybe by another process: so its id is made from the instance, and not drawn.
/// </summary>
internal static class Tracing
{
    private static readonly ActivitySource Source = new("Microsoft.DurableTask");

    public static bool IsOn => Source.HasListeners();

    /// <summary>Starts the span of a client's call that starts an orchestration.</summary>
    public static Activity? Create(string name, string version, string instanceId) =>
        Tag(
            Source.StartActivity($"create_orchestration:{WithVersion(name, version)}", ActivityKind.Producer),
            "orchestration",
            name,
            version,
            instanceId
        );

    /// <summary>Starts the span of a client's call that raises an event.</summary>
    public static Activity? Raise(string name, string instanceId) =>
        Tag(Source.StartActivity($"orchestration_event:{name}", ActivityKind.Producer), "event", name, null, null)
            ?.SetTag("durabletask.event.target_instance_id", instanceId);

    /// <summary>
    /// Starts the span of an activity's run. Where nobody listens, but the orchestration belongs to a trace, one that
    /// only carries the trace.
    /// </summary>
    public static Activity? Run(InstanceHead head, HistoryRow call)
    {
        if (head.Trace is null || !ActivityContext.TryParse(head.Trace, null, out var trace))
            return null;
        var parent = IsOn ? ContextOf(trace, SpanOf(head, call.Task)) : trace;
        var span = Source.StartActivity(
            $"activity:{WithVersion(call.Name!, call.Detail ?? head.Version)}",
            ActivityKind.Server,
            parent
        );
        if (span is not null)
            return Tag(span, "activity", call.Name!, call.Detail ?? head.Version, head.Id)
                ?.SetTag("durabletask.task.task_id", call.Task - 1);
        return new Activity("activity").SetParentId(parent.TraceId, parent.SpanId, parent.TraceFlags).Start();
    }

    /// <summary>Gets the trace that a sub-orchestration belongs to: under the call that starts it.</summary>
    public static string? ForChild(InstanceHead head, int task) =>
        IsOn && head.Trace is { } trace && ActivityContext.TryParse(trace, null, out var context)
            ? $"00-{context.TraceId}-{SpanOf(head, task)}-{((byte)context.TraceFlags).ToString("x2", CultureInfo.InvariantCulture)}"
            : head.Trace;

    /// <summary>Writes the span of a call that has been answered: from its schedule to its result.</summary>
    public static void Answered(InstanceHead head, HistoryRow call, HistoryRow answer)
    {
        if (Parent(head) is not { } parent)
            return;
        var (kind, type, version) = call.Kind switch
        {
            HistoryKind.ActivityScheduled => (ActivityKind.Client, "activity", call.Detail ?? head.Version),
            HistoryKind.SubOrchestrationStarted => (ActivityKind.Client, "orchestration", call.Version),
            _ => (ActivityKind.Internal, "timer", null),
        };
        var isTimer = type == "timer";
        using var span = Source.StartActivity(
            isTimer ? $"orchestration:{head.Name}:timer" : $"{type}:{WithVersion(call.Name!, version)}",
            kind,
            parent,
            startTime: call.At
        );
        if (span is null)
            return;
        SetSpanId(span, SpanOf(head, call.Task));
        Tag(span, type, isTimer ? head.Name : call.Name!, version, head.Id)!
            .SetTag("durabletask.task.task_id", call.Task - 1);
        if (isTimer)
            span.SetTag(
                "durabletask.fire_at",
                DateTimeOffset
                    .ParseExact(call.Detail!, "O", CultureInfo.InvariantCulture)
                    .UtcDateTime.ToString("O", CultureInfo.InvariantCulture)
            );
        if (answer.Kind is HistoryKind.ActivityFailed or HistoryKind.SubOrchestrationFailed)
            span.SetStatus(ActivityStatusCode.Error, Failures.Read(answer.Payload).ErrorMessage);
        span.SetEndTime(answer.At.UtcDateTime < span.StartTimeUtc ? span.StartTimeUtc : answer.At.UtcDateTime);
    }

    /// <summary>Writes the span of an event that an orchestration sends.</summary>
    public static void Sent(InstanceHead head, string name, string target)
    {
        if (Parent(head) is not { } parent)
            return;
        using var span = Source.StartActivity($"orchestration_event:{name}", ActivityKind.Producer, parent);
        Tag(span, "event", name, null, head.Id)?.SetTag("durabletask.event.target_instance_id", target);
    }

    /// <summary>Writes the span of a run that has ended.</summary>
    public static void Ended(InstanceHead head, DateTimeOffset beganAt, string status, string? error)
    {
        if (!IsOn || head.Trace is null || !ActivityContext.TryParse(head.Trace, null, out var trace))
            return;
        using var span = Source.StartActivity(
            $"orchestration:{WithVersion(head.Name, head.Version)}",
            ActivityKind.Server,
            trace,
            startTime: beganAt
        );
        if (span is null)
            return;
        SetSpanId(span, SpanOf(head, 0));
        Tag(span, "orchestration", head.Name, head.Version, head.Id)!.SetTag("durabletask.task.status", status);
        if (error is not null)
            span.SetStatus(ActivityStatusCode.Error, error);
    }

    private static ActivityContext? Parent(InstanceHead head) =>
        IsOn && head.Trace is not null && ActivityContext.TryParse(head.Trace, null, out var trace)
            ? ContextOf(trace, SpanOf(head, 0))
            : null;

    private static ActivityContext ContextOf(ActivityContext trace, ActivitySpanId span) =>
        new(trace.TraceId, span, trace.TraceFlags);

    // Of the run (0) or of one of its calls.
    private static ActivitySpanId SpanOf(InstanceHead head, int task)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(
            Encoding.UTF8.GetBytes(
                string.Create(CultureInfo.InvariantCulture, $"{head.Trace}|{head.Key}|{head.Run}|{task}")
            ),
            hash
        );
        if (BinaryPrimitives.ReadInt64BigEndian(hash) == 0)
            hash[0] = 1;
        return ActivitySpanId.CreateFromBytes(hash[..8]);
    }

    private static Activity? Tag(Activity? span, string type, string name, string? version, string? instanceId)
    {
        if (span is null)
            return null;
        span.SetTag("durabletask.type", type).SetTag("durabletask.task.name", name);
        if (instanceId is not null)
            span.SetTag("durabletask.task.instance_id", instanceId);
        return string.IsNullOrEmpty(version) ? span : span.SetTag("durabletask.task.version", version);
    }

    private static string WithVersion(string name, string? version) =>
        string.IsNullOrEmpty(version) ? name : $"{name}@({version})";

    // .NET draws span ids and gives no way to choose one; the other backends set the same field.
    private static void SetSpanId(Activity span, ActivitySpanId id)
    {
        SpanId(span) = id.ToHexString();
        Id(span) = null;

        [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_spanId")]
        static extern ref string? SpanId(Activity span);

        [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_id")]
        static extern ref string? Id(Activity span);
    }
}

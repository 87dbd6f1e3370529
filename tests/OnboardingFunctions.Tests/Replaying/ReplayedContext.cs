using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace OnboardingFunctions.Tests.Replaying;

/// <summary>History in, decisions out. Made anew for every call of the worker.</summary>
internal sealed class ReplayedContext(string name, string instanceId, int execution, bool newestWaitFirst) : TaskOrchestrationContext
{
    private readonly Dictionary<int, TaskCompletionSource<string?>> _open = [];
    private readonly Dictionary<string, LinkedList<TaskCompletionSource<string?>>> _waits = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<HistoryEvent.Raised> _early = [];
    private string _input = "null";
    private int _guids;

    public List<Decision> Decisions { get; } = [];

    public string? CustomStatus { get; private set; }

    /// <summary>The input of the next execution, once the orchestration has asked for one.</summary>
    public string? Next { get; private set; }

    public bool Replaying { get; set; }

    public DateTime Now { get; set; }

    /// <summary>Events that nobody has taken.</summary>
    public IReadOnlyList<HistoryEvent.Raised> Left => _early;

    public override TaskName Name => name;

    public override string InstanceId => instanceId;

    public override ParentOrchestrationInstance? Parent => null;

    public override DateTime CurrentUtcDateTime => Now;

    public override bool IsReplaying => Replaying;

    protected override ILoggerFactory LoggerFactory => NullLoggerFactory.Instance;

    public void Start(string input) => _input = input;

    public void Complete(int decision, string? result)
    {
        if (_open.Remove(decision, out var open)) open.TrySetResult(result);
    }

    public void Fail(int decision, Exception reason)
    {
        if (!_open.Remove(decision, out var open)) return;
        var task = Decisions[decision] is Decision.Activity activity ? activity.Name : ((Decision.SubOrchestration)Decisions[decision]).Name;
        open.TrySetException(new TaskFailedException(task, decision, reason));
    }

    public void Raise(HistoryEvent.Raised raised)
    {
        if (!_waits.TryGetValue(raised.Name, out var waits) || waits.Count == 0)
        {
            _early.Add(raised);
            return;
        }

        var wait = newestWaitFirst ? waits.Last!.Value : waits.First!.Value;
        waits.Remove(wait);
        wait.TrySetResult(raised.Payload);
    }

    public override T? GetInput<T>()
        where T : default => JsonSerializer.Deserialize<T>(_input);

    public override async Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null) =>
        Read<TResult>(await Decide(new Decision.Activity(Decisions.Count, name, JsonSerializer.Serialize(input))));

    public override async Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, object? input = null, TaskOptions? options = null)
    {
        var id = (options as SubOrchestrationOptions)?.InstanceId ?? NewGuid().ToString("n");
        return Read<TResult>(await Decide(new Decision.SubOrchestration(Decisions.Count, orchestratorName, id, JsonSerializer.Serialize(input))));
    }

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        var fired = new TaskCompletionSource<string?>();
        cancellationToken.Register(() => fired.TrySetCanceled(cancellationToken));
        return Decide(new Decision.Timer(Decisions.Count, fireAt), fired);
    }

    public override async Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
    {
        if (_early.Find(raised => string.Equals(raised.Name, eventName, StringComparison.OrdinalIgnoreCase)) is { } early)
        {
            _early.Remove(early);
            return Read<T>(early.Payload);
        }

        var wait = new TaskCompletionSource<string?>();
        if (!_waits.TryGetValue(eventName, out var waits)) _waits[eventName] = waits = new LinkedList<TaskCompletionSource<string?>>();
        waits.AddLast(wait);
        return Read<T>(await wait.Task);
    }

    public override void SendEvent(string instanceId, string eventName, object payload) => throw new NotSupportedException("The port sends no events.");

    public override void SetCustomStatus(object? customStatus) => CustomStatus = JsonSerializer.Serialize(customStatus);

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) => Next = JsonSerializer.Serialize(newInput);

    public override Guid NewGuid()
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{instanceId}/{execution}/{Now:o}/{_guids++}");
        return new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
    }

    private static T Read<T>(string? json) => JsonSerializer.Deserialize<T>(json ?? "null")!;

    private Task<string?> Decide(Decision decision, TaskCompletionSource<string?>? open = null)
    {
        open ??= new TaskCompletionSource<string?>();
        Decisions.Add(decision);
        _open[decision.Id] = open;
        return open.Task;
    }
}

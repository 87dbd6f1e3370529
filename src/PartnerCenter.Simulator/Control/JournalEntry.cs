using System.Text;
using System.Text.RegularExpressions;
using PartnerCenter.Simulator.Surface;

namespace PartnerCenter.Simulator.Control;

/// <summary>
/// One call as the simulator saw it (C §24.11). Status 0: the connection was cut and nobody was answered.
/// </summary>
public sealed partial class JournalEntry
{
    public long Sequence { get; internal set; }
    public DateTimeOffset At { get; internal init; }
    public string Operation { get; internal init; } = "";
    public string Method { get; internal init; } = "";
    public string Path { get; private set; } = "";
    public string? Partner { get; internal set; }
    public string RequestId { get; private set; } = "";
    public string CorrelationId { get; private set; } = "";
    public IReadOnlyDictionary<string, string> RequestHeaders { get; private set; } = new Dictionary<string, string>();
    public string? RequestBody { get; private set; }
    public int Status { get; internal set; }
    public string? ResponseBody
    {
        get => _responseBody;
        internal set => _responseBody = Redacted(value);
    }

    /// <summary>
    /// True when this call changed something at the vendor; a repeat that is answered from memory changes nothing.
    /// </summary>
    public bool EffectCommitted { get; internal set; }
    public bool Replayed { get; internal set; }

    /// <summary>The faults it met, or null.</summary>
    public string? Fault { get; internal set; }
    public double ElapsedMilliseconds { get; internal set; }

    private string? _responseBody;

    internal void Describe(OperationCall call)
    {
        Path = call.Request.Path + call.Request.QueryString;
        RequestId = call.RequestId;
        CorrelationId = call.CorrelationId;
        RequestHeaders = call
            .Request.Headers.Where(h => h.Key is not ("Authorization" or "Cookie"))
            .ToDictionary(h => h.Key, h => h.Value.ToString());
        // Token requests carry the client's secret.
        if (call.RawBody.Length > 0 && call.Operation.Token != TokenRule.None)
            RequestBody = Redacted(Encoding.UTF8.GetString(call.RawBody));
    }

    private static string? Redacted(string? body) =>
        body is null
        || !body.Contains("assword", StringComparison.Ordinal) && !body.Contains("_token", StringComparison.Ordinal)
            ? body
            : Secret().Replace(body, "$1\"***\"");

    [GeneratedRegex("""("(?:password|access_token|refresh_token|id_token)"\s*:\s*)"[^"]*"?""", RegexOptions.IgnoreCase)]
    private static partial Regex Secret();
}

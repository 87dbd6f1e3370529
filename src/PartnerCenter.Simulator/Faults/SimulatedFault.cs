namespace PartnerCenter.Simulator.Faults;

/// <summary>The kinds of C §24.5; the last three shape the outcome of commerce instead of the call.</summary>
public enum FaultKind
{
    /// <summary>The connection is cut before anything happened (with status 504: answered so).</summary>
    TimeoutBeforeCommit,

    /// <summary>The effect is committed, then the connection is cut (with status 504: answered so).</summary>
    TimeoutAfterCommit,

    /// <summary>429 with Retry-After and the body that says the same number.</summary>
    Throttle,

    /// <summary>500/800003, or the code given.</summary>
    Error500,

    /// <summary>502 (or 503) with an HTML body.</summary>
    BadGateway,

    /// <summary>The answer waits <c>delayMs</c> of real time; goes together with other faults.</summary>
    Slow,

    /// <summary>The effect is committed, the answer's JSON stops in the middle.</summary>
    Truncated,

    /// <summary>Refused with the code and status given.</summary>
    Refuse,

    /// <summary>A concurrent write of somebody else: 400/2055 on a subscription, 412 on a billing profile.</summary>
    EtagConflict,

    /// <summary>All availability ids are issued anew just before the call.</summary>
    StaleCatalog,

    /// <summary>At checkout: the order group of the product fails with the code given, others go on.</summary>
    OrderError,

    /// <summary>In a cart: the line of the product gets the item error code given.</summary>
    LineError,

    /// <summary>
    /// At checkout: the order ends in <c>outcome</c>: error, partial_success, pending_review, pending_po_upload,
    /// cancelled.
    /// </summary>
    OrderOutcome,
}

/// <summary>
/// A fault to be injected. Probabilities of several faults add up; one call meets at most one fault that ends it.
/// </summary>
public sealed record SimulatedFault
{
    /// <summary>The operation's name, <c>carts.*</c>, or <c>*</c> for all but the token endpoint.</summary>
    public required string Operation { get; init; }
    public required FaultKind Kind { get; init; }

    /// <summary>The number of calls that have the fault; null: all calls until it is removed.</summary>
    public int? Count { get; init; }

    /// <summary>The number of matching calls that pass before the first that has the fault.</summary>
    public int Skip { get; init; }

    /// <summary>The probability that a matching call has the fault, from 0 to 1.</summary>
    public double Probability { get; init; } = 1;
    public int? RetryAfterSeconds { get; init; }
    public int? Status { get; init; }
    public int? Code { get; init; }
    public int? DelayMs { get; init; }
    public string? Description { get; init; }

    /// <summary>HTTP methods it is for; null: all.</summary>
    public IReadOnlyList<string>? Methods { get; init; }

    /// <summary>The partner tenant whose calls have the fault; null: every partner.</summary>
    public string? Partner { get; init; }

    /// <summary>The customer tenant on whose path calls have the fault; null: every customer.</summary>
    public string? Customer { get; init; }

    /// <summary>For the last three kinds: the product id; null: the first line or group.</summary>
    public string? Product { get; init; }

    /// <summary>The state in which the order ends, for <see cref="FaultKind.OrderOutcome"/>.</summary>
    public string? Outcome { get; init; }

    /// <summary>Gets the error of the fault's members, or null.</summary>
    internal string? Problem() =>
        this switch
        {
            { Probability: < 0 or > 1 or double.NaN } => "probability must be from 0 to 1",
            { Count: < 1 } => "count must be at least 1, or null",
            { Skip: < 0 } => "skip must not be negative",
            { DelayMs: < 0 } => "delayMs must not be negative",
            { RetryAfterSeconds: < 0 } => "retryAfterSeconds must not be negative",
            { Status: < 400 or > 599 } => "status must be from 400 to 599",
            { Kind: FaultKind.Refuse or FaultKind.OrderError or FaultKind.LineError, Code: null } =>
                $"{Kind} needs a code",
            {
                Kind: FaultKind.OrderOutcome,
                Outcome: not ("error" or "partial_success" or "pending_review" or "pending_po_upload" or "cancelled")
            } => "outcome must be error, partial_success, pending_review, pending_po_upload or cancelled",
            _ when !IsKnown(Operation) => $"no operation is named '{Operation}'",
            _ => null,
        };

    internal bool Matches(string operation, string method, string? partner, string? customer) =>
        (
            Operation == operation
            || (Operation == "*" && !operation.StartsWith("tokens.", StringComparison.Ordinal))
            || (
                Operation.EndsWith(".*", StringComparison.Ordinal)
                && operation.StartsWith(Operation[..^1], StringComparison.Ordinal)
            )
        )
        && (Methods is null || Methods.Contains(method, StringComparer.OrdinalIgnoreCase))
        && (Partner is null || string.Equals(Partner, partner, StringComparison.OrdinalIgnoreCase))
        && (Customer is null || string.Equals(Customer, customer, StringComparison.OrdinalIgnoreCase));

    private static bool IsKnown(string name) =>
        name == "*"
        || SimulatedOperations.All.Any(o =>
            o.Name == name
            || (
                name.EndsWith(".*", StringComparison.Ordinal) && o.Name.StartsWith(name[..^1], StringComparison.Ordinal)
            )
        );
}

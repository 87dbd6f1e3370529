namespace PartnerCenter.Simulator.Surface;

/// <summary>The kinds of token that may call an operation (C §2).</summary>
public enum TokenRule
{
    None,
    Both,
    AppAndUser,
    AppOnly,
}

/// <summary>The kinds of refusal for a customer that is not the caller's (C §24.3).</summary>
internal enum CustomerRule
{
    None,
    Read,
    Commerce,
}

/// <summary>An operation bound to what performs it.</summary>
internal sealed record BoundOperation(
    string Name,
    string Method,
    string Route,
    TokenRule Token,
    Func<OperationCall, Answer> Perform
)
{
    internal CustomerRule Customer { get; init; }

    /// <summary>Gated by a granular relationship where the partner's switch says so (C §12).</summary>
    internal bool NeedsGdap { get; init; }
}

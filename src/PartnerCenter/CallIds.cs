namespace PartnerCenter;

/// <summary>The two ids of one call with an effect. Persist both before calling. Source: C §3.1, C §3.7.</summary>
/// <param name="RequestId">
/// MS-RequestId, the idempotency key: the same after a call without an answer, a new one after any answered call.
/// </param>
/// <param name="CorrelationId">
/// MS-CorrelationId, for tracing; audit records show it as <c>originalCorrelationId</c>.
/// </param>
public sealed record CallIds(Guid RequestId, Guid CorrelationId)
{
    /// <summary>Two fresh ids, for calls nobody will have to repeat.</summary>
    public static CallIds New() => new(Guid.NewGuid(), Guid.NewGuid());
}

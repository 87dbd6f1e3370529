using PartnerCenter.Wire;

namespace PartnerCenter.Webhooks;

/// <summary>
/// The registration for the service's events. There is no call that removes it: write fewer events. Source: C §21.1.
/// </summary>
public sealed class WebhooksApi : ApiGroup
{
    internal WebhooksApi(PartnerCenterHttp http)
        : base(http) { }

    /// <summary>The names of all events. Source: C §21.1.</summary>
    /// <exception cref="PartnerCenterException">
    /// Unauthorized: token or audience (C §4.2, rows of any operation).
    /// </exception>
    [Route("GET", "/webhooks/v1/registration/events"), Token(TokenKind.Either)]
    public Task<IReadOnlyList<string>> Events(CancellationToken cancellation = default) =>
        Call().ReadList<string>(cancellation);

    /// <summary>The registration, or null when there is none. Source: C §21.1.</summary>
    /// <exception cref="PartnerCenterException">
    /// Unauthorized: token or audience (C §4.2, rows of any operation). No registration is the null.
    /// </exception>
    [Route("GET", "/webhooks/v1/registration"), Token(TokenKind.Either)]
    public async Task<Registration?> Get(CancellationToken cancellation = default)
    {
        try
        {
            return await Call().Read<Registration>(cancellation);
        }
        catch (PartnerCenterException none) when (none.Fault == Fault.NotFound)
        {
            return null;
        }
    }

    /// <summary>Registers. Source: C §21.1.</summary>
    /// <exception cref="PartnerCenterException">
    /// Refused 3000: no https address, or an event the service does not have.
    /// </exception>
    [Route("POST", "/webhooks/v1/registration"), Token(TokenKind.Either)]
    public Task<Registration> Register(
        Registration registration,
        CallIds ids,
        CancellationToken cancellation = default
    ) => Call(ids).Json(registration, PartnerCenterJson.Pascal).Read<Registration>(cancellation);

    /// <summary>Replaces the registration. Source: C §21.1.</summary>
    /// <exception cref="PartnerCenterException">
    /// Refused 3000: no https address, or an event the service does not have. NotFound: nothing is registered.
    /// </exception>
    [Route("PUT", "/webhooks/v1/registration"), Token(TokenKind.Either)]
    public Task<Registration> Update(
        Registration registration,
        CallIds ids,
        CancellationToken cancellation = default
    ) => Call(ids).Json(registration, PartnerCenterJson.Pascal).Read<Registration>(cancellation);

    /// <summary>
    /// Asks for a test event (<c>test-created</c> must be registered); at most two a minute. Answers its correlation
    /// id. Source: C §21.1.
    /// </summary>
    /// <exception cref="PartnerCenterException">
    /// NotFound: nothing is registered. Refused: not subscribed to <c>test-created</c>. Throttled: more than two a
    /// minute.
    /// </exception>
    [Route("POST", "/webhooks/v1/registration/validationEvents"), Token(TokenKind.Either)]
    public async Task<string> StartTest(CallIds ids, CancellationToken cancellation = default)
    {
        var call = Call(ids);
        var answer = await call.Send(cancellation);
        return call.Parse(
            answer,
            body =>
                System
                    .Text.Json.JsonSerializer.Deserialize<ValidationEvent>(body, PartnerCenterJson.Options)
                    ?.CorrelationId
        );
    }

    /// <summary>Gets the state of a test event; kept for seven days. Source: C §21.1.</summary>
    /// <exception cref="PartnerCenterException">NotFound 1000: unknown, or older than seven days.</exception>
    [Route("GET", "/webhooks/v1/registration/validationEvents/{correlationId}"), Token(TokenKind.Either)]
    public Task<ValidationEvent> GetTest(string correlationId, CancellationToken cancellation = default) =>
        Call().At("correlationId", correlationId).Read<ValidationEvent>(cancellation);
}

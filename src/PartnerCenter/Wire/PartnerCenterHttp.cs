using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;
using PartnerCenter.Signin;

namespace PartnerCenter.Wire;

/// <summary>
/// The wire. A call with an effect is sent once (and once more after a 401, which comes before any effect); a read is
/// repeated twice when its connection fails. All attempts of a call carry the same MS-RequestId. Source: C §3.
/// </summary>
internal sealed class PartnerCenterHttp(
    PartnerProfile partner,
    IHttpClientFactory clients,
    TokenSource tokens,
    ThrottleGovernor governor,
    TimeProvider time,
    ILogger logger,
    string group = ""
)
{
    public const string ClientName = "PartnerCenter";

    private const int MaxReadAttempts = 3;
    private static readonly TimeSpan DefaultPenalty = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestPenalty = TimeSpan.FromHours(1);

    public PartnerProfile Partner => partner;

    /// <summary>The tenants that the partner's token authority knows.</summary>
    public TenantDirectory Tenants => new(partner, clients, time);

    /// <summary>The same wire for a group of callers, see <see cref="PartnerCenterClients.For"/>.</summary>
    public PartnerCenterHttp Of(string callers) => new(partner, clients, tokens, governor, time, logger, callers);

    public async Task<Answer> Send(Call call, CancellationToken cancellation)
    {
        using var activity = Diagnostics.Source.StartActivity(call.Operation.Name, ActivityKind.Client);
        activity
            ?.SetTag("partnercenter.partner", partner.Name)
            .SetTag("partnercenter.correlation_id", call.Ids.CorrelationId);
        var started = time.GetTimestamp();
        try
        {
            var answer = await Attempts(call, cancellation);
            activity?.SetTag("http.response.status_code", answer.Status);
            Diagnostics.Ended(call.Operation, partner, time.GetElapsedTime(started), null);
            return answer;
        }
        catch (PartnerCenterException exception)
        {
            activity
                ?.SetTag("http.response.status_code", exception.Status)
                .SetTag("partnercenter.fault", exception.Fault.ToString())
                .SetTag("partnercenter.code", exception.Code)
                .SetStatus(ActivityStatusCode.Error);
            Diagnostics.Ended(call.Operation, partner, time.GetElapsedTime(started), exception.Fault);
            // That something is not there is an answer to a look-up, such as a customer without a review: nobody has to
            // be told.
            if (exception.Fault == Fault.NotFound && !call.Operation.HasEffect)
                logger.NothingFound(
                    call.Operation.Name,
                    partner.Name,
                    exception.Status,
                    exception.Code,
                    call.Ids.CorrelationId
                );
            else
                logger.CallFailed(
                    call.Operation.Name,
                    partner.Name,
                    exception.Fault,
                    exception.Status,
                    exception.Code,
                    call.Ids.CorrelationId
                );
            throw;
        }
    }

    private async Task<Answer> Attempts(Call call, CancellationToken cancellation)
    {
        var renewed = false;
        for (var attempt = 1; ; attempt++)
        {
            if (governor.Admit(partner.TenantId, ThrottleKey.Of(call), group) is { } wait)
                throw Fail(
                    call,
                    Fault.Throttled,
                    "calls are held back to stay below the service's limit",
                    retryAfter: wait
                );
            var token = await tokens.Get(call.Token, call.Operation.Name, cancellation);
            HttpResult result;
            try
            {
                result = await Exchange(call, token, cancellation);
            }
            catch (ConnectionFailure failure)
            {
                if (!call.Operation.HasEffect && attempt < MaxReadAttempts)
                    continue;
                throw Fail(
                    call,
                    failure.SurelyUnsent || !call.Operation.HasEffect ? Fault.Transient : Fault.Unknown,
                    failure.Message,
                    inner: failure.InnerException
                );
            }
            if (result.Answer.Status == 401 && !renewed)
            {
                renewed = true;
                tokens.Drop(call.Token, token);
                continue;
            }
            return Judge(call, result);
        }
    }

    private Answer Judge(Call call, HttpResult result)
    {
        var (answer, _) = result;
        var throttled = answer.Status == 429;
        if (throttled)
        {
            var error = ErrorBody.Read(answer.Body);
            var penalty = Clamp(answer.RetryAfter ?? error.Wait() ?? DefaultPenalty);
            var wait = governor.Throttled(partner.TenantId, ThrottleKey.Of(call), penalty, group);
            logger.Throttled(partner.Name, call.Operation.Name, penalty);
            throw Fail(call, Fault.Throttled, PersonalData.Scrub(error.Text), 429, error.Code, wait);
        }
        governor.Answered(partner.TenantId, ThrottleKey.Of(call));
        if (answer.Status is >= 300 and < 400)
        {
            throw Fail(
                call,
                Fault.Refused,
                $"the service redirected to '{result.RedirectHost ?? "nowhere"}'; redirects are not followed, check "
                    + $"Partners:{partner.Name}:BaseAddress",
                answer.Status
            );
        }
        if (!call.IsAccepted(answer.Status) && ErrorBody.IsCut(answer.Body))
            throw Fail(
                call,
                call.Operation.HasEffect ? Fault.Unknown : Fault.Transient,
                "the answer stops in the middle",
                answer.Status
            );
        if (!call.IsAccepted(answer.Status))
            throw Refusal(call, answer, ErrorBody.Read(answer.Body));
        // One code is delivered with 200 (C §4.1).
        if (
            answer.Status == 200
            && !call.Operation.HasEffect
            && answer.Body is [(byte)'{', ..]
            && ErrorBody.Read(answer.Body) is { Code: not null, Text: not null } hidden
            && PartnerCenterErrorCodes.Find(hidden.Code) is not null
        )
        {
            throw Refusal(call, answer, hidden);
        }
        return answer;
    }

    private PartnerCenterException Refusal(Call call, Answer answer, ErrorBody error)
    {
        var code = FaultMap.Code(call.Operation, answer.Status, error.Code);
        var fault = FaultMap.Of(call.Operation, answer.Status, code);
        var words = PersonalData.Scrub(error.Text, call.Body);
        var meaning = PartnerCenterErrorCodes.Find(code, answer.Status, call.Operation.Name)?.Meaning;
        var description =
            fault == Fault.Unauthorized
                ? string.Join("; ", new[] { OperatorAdvice.For(code, partner, call.Token), words }.OfType<string>())
                : string.Join(": ", new[] { meaning, words }.OfType<string>().Distinct());
        return Fail(call, fault, description, answer.Status, code, answer.RetryAfter is { } wait ? Clamp(wait) : null);
    }

    /// <summary>
    /// A success whose body cannot be used: for a call with an effect the effect exists, and only looking tells what it
    /// is.
    /// </summary>
    public PartnerCenterException Unreadable(Call call, Answer answer, Exception cause)
    {
        var fault = call.Operation.HasEffect ? Fault.Unknown : Fault.Transient;
        var where = cause is System.Text.Json.JsonException { Path: { } path } ? $" at {path}" : "";
        logger.CallFailed(call.Operation.Name, partner.Name, fault, answer.Status, null, call.Ids.CorrelationId);
        Diagnostics.Faulted(call.Operation, partner, fault);
        // The cause is not passed on: its message may quote the body.
        return new(
            fault,
            call.Operation.Name,
            $"the answer is not what this operation returns{where} ({cause.GetType().Name})"
        )
        {
            Status = answer.Status,
            CorrelationId = call.Ids.CorrelationId,
        };
    }

    private static PartnerCenterException Fail(
        Call call,
        Fault fault,
        string? description,
        int? status = null,
        string? code = null,
        TimeSpan? retryAfter = null,
        Exception? inner = null
    ) =>
        new(fault, call.Operation.Name, description, inner)
        {
            Status = status,
            Code = code,
            RetryAfter = retryAfter,
            Answered = status is { } answered && FaultMap.Settles(answered),
            CorrelationId = call.Ids.CorrelationId,
        };

    private async Task<HttpResult> Exchange(Call call, string token, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(
            call.Operation.Method,
            new Uri(partner.BaseAddress!.ToString().TrimEnd('/') + call.PathAndQuery())
        );
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.Add("MS-RequestId", call.Ids.RequestId.ToString());
        request.Headers.Add("MS-CorrelationId", call.Ids.CorrelationId.ToString());
        request.Headers.Add("MS-Contract-Version", "v1");
        request.Headers.Add("X-Locale", "en-US");
        foreach (var (name, value) in call.Headers)
            request.Headers.TryAddWithoutValidation(name, value);
        if (call.Content is not null)
            request.Content = call.Content();
        else if (call.Body is not null)
            request.Content = new ByteArrayContent(call.Body)
            {
                Headers = { ContentType = new("application/json") { CharSet = "utf-8" } },
            };
        else if (call.Operation.Method == HttpMethod.Post)
            request.Content = new ByteArrayContent([]);
        return await Transport.Exchange(
            clients.CreateClient(ClientName),
            request,
            partner.RequestTimeout,
            time,
            cancellation
        );
    }

    private static TimeSpan Clamp(TimeSpan wait) =>
        wait < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1)
        : wait > LongestPenalty ? LongestPenalty
        : wait;

    /// <summary>"seconds" or an HTTP date; of a comma-joined value the first (C §3.2).</summary>
    internal static TimeSpan? ParseRetryAfter(string? value, DateTimeOffset now)
    {
        if (value is null)
            return null;
        if (
            double.TryParse(
                value.Split(',')[0],
                NumberStyles.AllowDecimalPoint
                    | NumberStyles.AllowLeadingSign
                    | NumberStyles.AllowLeadingWhite
                    | NumberStyles.AllowTrailingWhite,
                CultureInfo.InvariantCulture,
                out var seconds
            )
        )
            return TimeSpan.FromSeconds(Math.Min(seconds, LongestPenalty.TotalSeconds));
        return DateTimeOffset.TryParse(
            value,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var date
        )
            ? date - now
            : null;
    }
}

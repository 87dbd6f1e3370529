using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Onboarding.Http.Access;
using Onboarding.Http.Problems;
using Onboarding.Webhooks;
using PartnerCenter.Webhooks;

namespace Onboarding.Http.Webhooks;

/// <summary>
/// Receives messages of other systems: they are stored first, then answered, then processed. Messages that could not be
/// processed can be read, corrected and sent again.
/// </summary>
public sealed class WebhooksHandler(
    WebhookReceiver receiver,
    InboxService inboxService,
    IInbox inbox,
    IRequestQueue queue,
    ILogger<WebhooksHandler> logger
)
{
    public async Task<IResult> FromSource(HttpRequest call, string source, CancellationToken cancellationToken)
    {
        var result = await receiver.FromSource(
            source,
            new WebhookCall(
                call.Method,
                $"{call.Scheme}://{call.Host}",
                $"{call.PathBase}{call.Path}{call.QueryString}",
                name => Single(call, name),
                await LimitedBody.Read(call.Body, cancellationToken)
            ),
            cancellationToken
        );
        if (result is WebhookResult.NoKey missing)
            Log.NoWebhookKey(logger, source, missing.Secret, missing.Why);
        return Answer(
            result,
            call.Headers.ContainsKey("webhook-timestamp")
                ? "webhook-timestamp: expected seconds since 1970 that are at most 5 minutes from our clock."
                : "The time of the message: expected one that is near our clock."
        );
    }

    public async Task<IResult> FromPartnerCenter(HttpRequest call, CancellationToken cancellationToken) =>
        Answer(
            await receiver.FromPartnerCenter(
                new EventHeaders(
                    Single(call, "Authorization"),
                    Single(call, "x-ms-signature"),
                    Single(call, "X-MS-Certificate-Url"),
                    Single(call, "X-MS-Signature-Algorithm")
                ),
                await LimitedBody.Read(call.Body, cancellationToken),
                cancellationToken
            ),
            "ResourceChangeUtcDate: expected a time of the last 7 days."
        );

    /// <summary>Keeps a request to be taken later. What is wrong with it is found out then.</summary>
    public async Task<IResult> Enqueue(
        HttpRequest call,
        string? key,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var body = await LimitedBody.Read(call.Body, cancellationToken);
        return Answer(
            new WebhookResult.Kept(
                await queue.Enqueue(
                    key ?? Convert.ToHexStringLower(SHA256.HashData(body.Span)),
                    Text(body),
                    caller.Name,
                    cancellationToken
                )
            )
        );
    }

    public async Task<IResult> List(
        InboxState? state,
        int limit,
        string? continuation,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var page = await inbox.List(state, limit, continuation, cancellationToken);
            return Results.Json(
                new InboxList([.. page.Items.Select(message => InboxResource.Of(message))], page.Continuation),
                ApiJson.Options
            );
        }
        catch (FormatException) when (continuation is not null)
        {
            throw Binding.BadContinuation();
        }
    }

    public async Task<IResult> Get(string key, CancellationToken cancellationToken) =>
        Results.Json(InboxResource.Of(await Existing(key, cancellationToken), withBody: true), ApiJson.Options);

    public async Task<IResult> SendAgain(
        HttpRequest call,
        string key,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var before = await Existing(key, cancellationToken);
        var body = await LimitedBody.Read(call.Body, cancellationToken);
        // Of an event only the sender's own words count.
        if (!body.IsEmpty && before.Source == InboxMessage.PartnerCenter)
            throw new ProblemException(
                KnownProblems.InvalidBody(
                    "An event of Partner Center cannot be corrected; send it again as it is, without a body."
                )
            );
        var again =
            await inboxService.SendAgain(key, body.IsEmpty ? null : Text(body), caller.Name, cancellationToken)
            ?? throw new ProblemException(
                KnownProblems.NotDead(key, (await Existing(key, cancellationToken)).State.ToString().ToLowerInvariant())
            );
        return Results.Json(InboxResource.Of(again), ApiJson.Options, statusCode: StatusCodes.Status202Accepted);
    }

    /// <param name="result">The result of receiving the message.</param>
    /// <param name="expectedTime">The time that is expected of a caller that is too late or too early.</param>
    private static IResult Answer(WebhookResult result, string expectedTime = "") =>
        result switch
        {
            WebhookResult.Kept kept => Results.Json(
                InboxResource.Of(kept.Entry.Message),
                ApiJson.Options,
                statusCode: StatusCodes.Status202Accepted
            ),
            WebhookResult.UnknownSource => throw new ProblemException(
                KnownProblems.NotFound("There is no such source of webhooks.")
            ),
            WebhookResult.NotSigned { Check: SignatureCheck.Stale } => throw new ProblemException(
                KnownProblems.WebhookStale(expectedTime)
            ),
            WebhookResult.NotSigned or WebhookResult.NoKey => throw new ProblemException(
                KnownProblems.WebhookNotSigned("The signature is not that of this body by a key of the source.")
            ),
            WebhookResult.HeaderMissing header => throw new ProblemException(
                KnownProblems.InvalidParameter(
                    header.Name,
                    $"expected once, with 1 to {header.Longest} visible ASCII characters."
                )
            ),
            WebhookResult.NotPartnerCenters other => throw new ProblemException(
                other.Check switch
                {
                    EventSignature.Missing => KnownProblems.WebhookNotSigned(
                        "The header Authorization or x-ms-signature with the scheme Signature is missing."
                    ),
                    EventSignature.Incomplete => KnownProblems.InvalidParameter(
                        "X-MS-Certificate-Url, X-MS-Signature-Algorithm",
                        "expected the certificate's address and rsa-sha256."
                    ),
                    EventSignature.CertificateUnreachable => KnownProblems.NotReady(),
                    EventSignature.ForeignCertificate => KnownProblems.WebhookNotSigned(
                        "The certificate is none of Partner Center's, or lies elsewhere."
                    ),
                    _ => KnownProblems.WebhookNotSigned("The signature is not that of this body."),
                }
            ),
            WebhookResult.Unreadable unreadable => throw new ProblemException(
                KnownProblems.InvalidBody(unreadable.Why)
            ),
            _ => throw new InvalidOperationException("A result that nobody foresaw."),
        };

    private static string Text(ReadOnlyMemory<byte> body) =>
        Utf8.IsValid(body.Span)
            ? Encoding.UTF8.GetString(body.Span)
            : throw new ProblemException(KnownProblems.InvalidBody("The body is not text in UTF-8."));

    private static string? Single(HttpRequest call, string name) =>
        call.Headers.TryGetValue(name, out var values) && values.Count == 1 ? values.ToString() : null;

    private async Task<InboxMessage> Existing(string key, CancellationToken cancellationToken) =>
        await inbox.Get(key, cancellationToken)
        ?? throw new ProblemException(KnownProblems.NotFound("Nothing came in under this key."));
}

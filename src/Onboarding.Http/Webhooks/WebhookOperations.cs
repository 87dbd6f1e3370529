using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Onboarding.Http.Access;
using Onboarding.Requests;
using Onboarding.Webhooks;

namespace Onboarding.Http.Webhooks;

/// <summary>The calls of those who send by themselves, and of those who look after what they sent.</summary>
internal static class WebhookOperations
{
    public static IEnumerable<ApiOperation> All =>
        [
            // The signature authenticates the caller, so neither requires a permission.
            new()
            {
                Name = "ReceivePartnerCenterEvent",
                Method = "POST",
                Route = "webhooks/partner-center",
                Permission = null,
                Summary = "Events of Partner Center, signed with its certificate.",
                Body = typeof(object),
                BodyRequired = true,
                Answers = [new(202, typeof(InboxResource), "Kept, now or before.")],
                Handle = call => Handler(call).FromPartnerCenter(call.Request, call.RequestAborted),
            },
            new()
            {
                Name = "ReceiveWebhook",
                Method = "POST",
                Route = "webhooks/{source}",
                Permission = null,
                Summary =
                    "A request from a configured source, or several as an array or a line each. It proves itself as "
                    + "configured: as Standard Webhooks has it, by another signature, a password or a key. The same "
                    + "id, or without one the same body, is kept once.",
                Parameters =
                [
                    new("source", ParameterPlace.Path, ParameterKind.Text, "Name of the source in the configuration."),
                    new(
                        "webhook-id",
                        ParameterPlace.Header,
                        ParameterKind.Text,
                        "Of Standard Webhooks: what the sender calls this message, in every attempt."
                    ),
                    new(
                        "webhook-timestamp",
                        ParameterPlace.Header,
                        ParameterKind.Text,
                        "Of Standard Webhooks: seconds since 1970, not more than five minutes off."
                    ),
                    new(
                        "webhook-signature",
                        ParameterPlace.Header,
                        ParameterKind.Text,
                        "Of Standard Webhooks: v1, and HMAC-SHA256 over id.timestamp.body in Base64; several with "
                            + "blanks."
                    ),
                ],
                Body = typeof(object),
                BodyRequired = true,
                MediaTypes = ["application/json", "application/cloudevents+json", "application/x-ndjson"],
                Answers = [new(202, typeof(InboxResource), "Kept, now or before.")],
                Handle = call => Handler(call).FromSource(call.Request, call.Route("source"), call.RequestAborted),
            },
            new()
            {
                Name = "EnqueueOnboarding",
                Method = "POST",
                Route = "queue",
                Permission = Permission.Submit,
                Summary =
                    "Keeps a request, or several as an array or a line each, to be submitted as soon as that can be "
                    + "done. What is wrong with one shows later, among the dead letters.",
                Parameters =
                [
                    new(
                        "Idempotency-Key",
                        ParameterPlace.Header,
                        ParameterKind.Text,
                        "What the caller calls this message; a hash of the body when left out. The onboarding is "
                            + "known by its reference."
                    ),
                ],
                Body = typeof(OnboardingRequest),
                BodyRequired = true,
                MediaTypes = ["application/json", "application/x-ndjson"],
                Answers = [new(202, typeof(InboxResource), "Kept, now or before.")],
                Handle = call =>
                    Handler(call).Enqueue(call.Request, call.IdempotencyKey(), Caller.Of(call), call.RequestAborted),
            },
            new()
            {
                Name = "ListInbox",
                Method = "GET",
                Route = "inbox",
                Permission = Permission.Operate,
                Summary = "What came in by webhook and queue, oldest first. The dead letters are state=dead.",
                Parameters =
                [
                    new("state", ParameterPlace.Query, ParameterKind.Text, "waiting, taken, unmatched or dead."),
                    new("limit", ParameterPlace.Query, ParameterKind.Number, "1 to 200; 50 when left out."),
                    new(
                        "continuation",
                        ParameterPlace.Query,
                        ParameterKind.Text,
                        "Of the answer before; the other parameters as there."
                    ),
                ],
                Answers = [new(200, typeof(InboxList), "A page; with a continuation there are more.")],
                Handle = call =>
                    Handler(call)
                        .List(call.OneOf<InboxState>("state"), call.Limit(), call.Continuation(), call.RequestAborted),
            },
            new()
            {
                Name = "GetInboxMessage",
                Method = "GET",
                Route = "inbox/{key}",
                Permission = Permission.Operate,
                Summary = "One message with its body as it came.",
                Parameters = [KeyInPath],
                Answers = [new(200, typeof(InboxResource), "The message.")],
                Handle = call => Handler(call).Get(call.Route("key"), call.RequestAborted),
            },
            new()
            {
                Name = "SendInboxMessageAgain",
                Method = "POST",
                Route = "inbox/{key}/again",
                Permission = Permission.Operate,
                Summary =
                    "Sends a dead letter, or an event that nobody waited for, once more: as it is, or with the "
                    + "corrected body of the call.",
                Parameters = [KeyInPath],
                Body = typeof(object),
                Answers = [new(202, typeof(InboxResource), "It is being taken.")],
                Handle = call =>
                    Handler(call).SendAgain(call.Request, call.Route("key"), Caller.Of(call), call.RequestAborted),
            },
        ];

    private static ApiParameter KeyInPath => new("key", ParameterPlace.Path, ParameterKind.Text, "Key of the message.");

    private static WebhooksHandler Handler(HttpContext call) =>
        call.RequestServices.GetRequiredService<WebhooksHandler>();
}

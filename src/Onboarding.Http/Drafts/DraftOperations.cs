using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Onboarding.Drafts;
using Onboarding.Http.Access;
using Onboarding.Http.Onboardings;
using Onboarding.Requests;

namespace Onboarding.Http.Drafts;

/// <summary>The calls of the wizard.</summary>
internal static class DraftOperations
{
    public static IEnumerable<ApiOperation> All =>
        [
            new()
            {
                Name = "CreateDraft",
                Method = "POST",
                Route = "drafts",
                Permission = Permission.Submit,
                Summary =
                    "Begins a request that is put together step by step. Whatever a request has may be there or "
                    + "missing.",
                Body = typeof(OnboardingRequest),
                Answers = [new(201, typeof(DraftResource), "Kept; Location leads to it, ETag is its version.")],
                Handle = call => Handler(call).Create(call.Request, Caller.Of(call), call.RequestAborted),
            },
            new()
            {
                Name = "ListDrafts",
                Method = "GET",
                Route = "drafts",
                Permission = Permission.Submit,
                Summary = "What is still being edited, the last changed first.",
                Parameters = [.. ApiOperations.Paging],
                Answers = [new(200, typeof(DraftList), "A page; with a continuation there are more.")],
                Handle = call => Handler(call).List(call.Limit(), call.Continuation(), call.RequestAborted),
            },
            new()
            {
                Name = "GetDraft",
                Method = "GET",
                Route = "drafts/{id}",
                Permission = Permission.Read,
                Summary = "A draft as it is.",
                Parameters = [DraftIdInPath],
                Answers = [new(200, typeof(DraftResource), "The draft; ETag is its version.")],
                Handle = call => Handler(call).Get(call.Request, Id(call), call.RequestAborted),
            },
            new()
            {
                Name = "DeleteDraft",
                Method = "DELETE",
                Route = "drafts/{id}",
                Permission = Permission.Submit,
                Summary = "Deletes a draft. An onboarding that was made of it stays.",
                Parameters = [DraftIdInPath, IfMatch],
                Answers = [new(204, typeof(void), "It is gone.")],
                Handle = call => Handler(call).Delete(call.Request, Id(call), call.RequestAborted),
            },
            new()
            {
                Name = "ReplaceDraftSection",
                Method = "PUT",
                Route = "drafts/{id}/{section}",
                Permission = Permission.Submit,
                Summary =
                    "Replaces one section. general: {reference, partner, ordering, approval, notify, acknowledged}; "
                    + "account: {customer, contact}; agreement, reseller: as in a request, or null; "
                    + "subscriptions: the list.",
                Parameters =
                [
                    DraftIdInPath,
                    new(
                        "section",
                        ParameterPlace.Path,
                        ParameterKind.Text,
                        "general, account, agreement, reseller or subscriptions."
                    ),
                    IfMatch,
                ],
                Body = typeof(object),
                BodyRequired = true,
                Answers =
                [
                    new(
                        200,
                        typeof(DraftResource),
                        "The draft as it is now; what was reviewed before is not what stands there, unless nothing "
                            + "was changed."
                    ),
                ],
                Handle = call =>
                    Handler(call)
                        .Replace(call.Request, Id(call), call.Route("section"), Caller.Of(call), call.RequestAborted),
            },
            new()
            {
                Name = "ReviewDraft",
                Method = "GET",
                Route = "drafts/{id}/review",
                Permission = Permission.Submit,
                Summary =
                    "Every finding, the price, what will be permanent, and what has changed since the last review. "
                    + "The version looked at may then be submitted.",
                Parameters = [DraftIdInPath],
                Answers = [new(200, typeof(DraftReview), "The review; ETag is the version it is of.")],
                Handle = call => Handler(call).Review(call.Request, Id(call), Caller.Of(call), call.RequestAborted),
            },
            new()
            {
                Name = "SubmitDraft",
                Method = "POST",
                Route = "drafts/{id}/submit",
                Permission = Permission.Submit,
                Summary = "Submits the version that was reviewed, once. A repeat answers with the same onboarding.",
                Parameters = [DraftIdInPath, IfMatch],
                Body = typeof(DraftSubmissionBody),
                Answers =
                [
                    new(202, typeof(OnboardingResource), "Kept and started; Location leads to the onboarding."),
                    new(200, typeof(OnboardingResource), "Submitted before and ended since."),
                ],
                Handle = async call =>
                    await Handler(call)
                        .Submit(
                            call.Request,
                            Id(call),
                            await call.Body<DraftSubmissionBody>(),
                            Caller.Of(call),
                            call.RequestAborted
                        ),
            },
        ];

    private static ApiParameter DraftIdInPath => new("id", ParameterPlace.Path, ParameterKind.Text, "Id of the draft.");

    private static ApiParameter IfMatch =>
        new("If-Match", ParameterPlace.Header, ParameterKind.Text, "The ETag of the version the caller has seen.")
        {
            Required = true,
        };

    private static DraftId Id(HttpContext call) => new(call.Route("id"));

    private static DraftsHandler Handler(HttpContext call) => call.RequestServices.GetRequiredService<DraftsHandler>();
}

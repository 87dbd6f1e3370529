using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Onboarding.Approvals;
using Onboarding.Http.Access;

namespace Onboarding.Http.Approvals;

/// <summary>The calls of approvers.</summary>
internal static class ApprovalOperations
{
    public static IEnumerable<ApiOperation> All =>
        [
            new()
            {
                Name = "ListApprovals",
                Method = "GET",
                Route = "approvals",
                Permission = Permission.Read,
                Summary = "What waits, or waited, for an approval, oldest first.",
                Parameters =
                [
                    new(
                        "state",
                        ParameterPlace.Query,
                        ParameterKind.Text,
                        "pending, approved, rejected, expired or withdrawn."
                    ),
                    new(
                        "mine",
                        ParameterPlace.Query,
                        ParameterKind.Flag,
                        "true: only pending ones that the caller may decide now. A page may then be empty though there "
                            + "are more; go on while there is a continuation."
                    ),
                    .. ApiOperations.Paging,
                ],
                Answers = [new(200, typeof(ApprovalList), "A page; with a continuation there are more.")],
                Handle = call =>
                    Handler(call)
                        .List(
                            call.OneOf<ApprovalState>("state"),
                            call.Flag("mine"),
                            call.Limit(),
                            call.Continuation(),
                            Caller.Of(call),
                            call.RequestAborted
                        ),
            },
            new()
            {
                Name = "GetApproval",
                Method = "GET",
                Route = "approvals/{id}",
                Permission = Permission.Read,
                TakesApprovalLink = true,
                Summary = "What is to be approved, why, by whom and until when. Decides nothing.",
                Parameters = [Id, Link],
                Answers = [new(200, typeof(ApprovalResource), "The approval.")],
                Handle = call => Handler(call).Get(new(call.Route("id")), Caller.Of(call), call.RequestAborted),
            },
            new()
            {
                Name = "DecideApproval",
                Method = "POST",
                Route = "approvals/{id}/decision",
                Permission = Permission.Approve,
                TakesApprovalLink = true,
                Summary =
                    "Approves or rejects, in the caller's name. Of two at once one decides and the other is told; a "
                    + "repeat of one's own decision answers the same.",
                Parameters = [Id, Link],
                Body = typeof(DecisionBody),
                BodyRequired = true,
                Answers =
                [
                    new(200, typeof(ApprovalResource), "Decided; with two approvers it may wait for the other."),
                ],
                Handle = async call =>
                    await Handler(call)
                        .Decide(
                            new(call.Route("id")),
                            await call.Body<DecisionBody>(),
                            Caller.Of(call),
                            call.RequestAborted
                        ),
            },
            new()
            {
                Name = "MoveApprovalDeadline",
                Method = "POST",
                Route = "approvals/{id}/deadline",
                Permission = Permission.Operate,
                Summary = "Moves the reminder, the escalation or the end while it waits.",
                Parameters = [Id],
                Body = typeof(DeadlineBody),
                BodyRequired = true,
                Answers = [new(200, typeof(ApprovalResource), "Moved.")],
                Handle = async call =>
                    await Handler(call)
                        .Move(
                            new(call.Route("id")),
                            await call.Body<DeadlineBody>(),
                            Caller.Of(call),
                            call.RequestAborted
                        ),
            },
        ];

    private static ApiParameter Id => new("id", ParameterPlace.Path, ParameterKind.Text, "Id of the onboarding.");

    private static ApiParameter Link =>
        new(
            ApprovalLinkHandler.Header,
            ParameterPlace.Header,
            ParameterKind.Text,
            "The token of a link, instead of other credentials."
        );

    private static ApprovalsHandler Handler(HttpContext call) =>
        call.RequestServices.GetRequiredService<ApprovalsHandler>();
}

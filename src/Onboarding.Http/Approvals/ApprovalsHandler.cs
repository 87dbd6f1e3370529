using Microsoft.AspNetCore.Http;
using Onboarding.Approvals;
using Onboarding.Http.Access;
using Onboarding.Http.Problems;
using Onboarding.Progress;

namespace Onboarding.Http.Approvals;

/// <summary>
/// Lists, shows and decides approvals. Reading an approval decides nothing; a decision names the version that was read.
/// </summary>
public sealed class ApprovalsHandler(
    IApprovals approvals,
    IOnboardingRecords records,
    ApprovalService service,
    TimeProvider time
)
{
    private const int LongestComment = 500;
    private const int PageOfStore = 100;
    private const int MostPagesOfStore = 5;
    private static readonly TimeSpan Furthest = TimeSpan.FromDays(365);

    public async Task<IResult> List(
        ApprovalState? state,
        bool mine,
        int limit,
        string? continuation,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        if (mine && state is not (null or ApprovalState.Pending))
            throw new ProblemException(
                KnownProblems.InvalidParameter("mine", "only with the state pending, or without a state.")
            );
        try
        {
            var page = mine
                ? await ListOf(caller, limit, continuation, cancellationToken)
                : await approvals.List(state, limit, continuation, cancellationToken);
            // An approval does not hold a customer's name itself.
            var known = await Task.WhenAll(
                page.Items.Select(approval => records.GetOrSkip(approval.Onboarding, cancellationToken))
            );
            var items = page.Items.Zip(known, ApprovalSummary.Of);
            return Results.Json(new ApprovalList([.. items], page.Continuation), ApiJson.Options);
        }
        catch (FormatException) when (continuation is not null)
        {
            throw Binding.BadContinuation();
        }
    }

    // The store does not know who may decide what: it is read on, page by page, as far as one call may take.
    private async Task<ApprovalPage> ListOf(
        Caller caller,
        int limit,
        string? continuation,
        CancellationToken cancellationToken
    )
    {
        async Task<(ApprovalPage Page, IReadOnlyList<Approval> Own)> Read(int length)
        {
            var page = await approvals.List(ApprovalState.Pending, length, continuation, cancellationToken);
            return (page, [.. page.Items.Where(approval => MayDecide(approval, caller))]);
        }

        var found = new List<Approval>();
        for (var pages = 0; pages < MostPagesOfStore; pages++)
        {
            var room = limit - found.Count;
            var (page, own) = await Read(PageOfStore);
            // Read again up to the last one that fits: the next answer begins behind it.
            while (own.Count > room)
                (page, own) = await Read(page.Items.TakeWhile(one => one != own[room - 1]).Count() + 1);
            found.AddRange(own);
            continuation = page.Continuation;
            if (continuation is null || found.Count == limit)
                break;
        }

        return new ApprovalPage(found, continuation);
    }

    public async Task<IResult> Get(OnboardingId id, Caller caller, CancellationToken cancellationToken) =>
        await approvals.Get(id, cancellationToken) is { } approval
            ? await Answer(approval, caller, cancellationToken)
            : throw Problem(new ApprovalResult.NotFound());

    public async Task<IResult> Decide(
        OnboardingId id,
        DecisionBody body,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        if (body.Decision is not { } verdict || !Enum.IsDefined(verdict))
            throw Invalid("decision: expected approve or reject.");
        if (body.Version is not { Length: > 0 and <= 100 } version)
            throw Invalid("version: expected the version of the approval that was seen.");
        var comment = string.IsNullOrWhiteSpace(body.Comment) ? null : body.Comment.Trim();
        if (comment is { Length: > LongestComment })
            throw Invalid($"comment: at most {LongestComment} characters.");
        if (comment is not null && Binding.HoldsControls(comment))
            throw Invalid("comment: no control characters.");
        if (verdict == Verdict.Reject && comment is null)
            throw Invalid("comment: a rejection says why.");
        return await Answer(
            await service.Decide(id, ApproverOf(caller), verdict, version, comment, cancellationToken),
            caller,
            cancellationToken
        );
    }

    public async Task<IResult> Move(
        OnboardingId id,
        DeadlineBody body,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        foreach (
            var (name, at) in new[]
            {
                ("remindAt", body.RemindAt),
                ("escalateAt", body.EscalateAt),
                ("expiresAt", body.ExpiresAt),
            }
        )
            if (at is { } moved && (moved <= now || moved > now + Furthest))
                throw Invalid($"{name}: expected a time in the future, within a year.");
        if (body is { RemindAt: null, EscalateAt: null, ExpiresAt: null })
            throw Invalid("Expected at least one of remindAt, escalateAt and expiresAt.");
        var times = new ApprovalTimes(
            body.RemindAt?.ToUniversalTime(),
            body.EscalateAt?.ToUniversalTime(),
            body.ExpiresAt?.ToUniversalTime()
        );
        return await Answer(await service.Move(id, times, caller.Name, cancellationToken), caller, cancellationToken);
    }

    private Task<IResult> Answer(ApprovalResult result, Caller caller, CancellationToken cancellationToken) =>
        result is ApprovalResult.Done done ? Answer(done.Approval, caller, cancellationToken) : throw Problem(result);

    private async Task<IResult> Answer(Approval approval, Caller caller, CancellationToken cancellationToken)
    {
        var record =
            await records.Get(approval.Onboarding, cancellationToken) ?? throw Problem(new ApprovalResult.NotFound());
        return Results.Json(ApprovalResource.Of(approval, record, MayDecide(approval, caller)), ApiJson.Options);
    }

    private bool MayDecide(Approval approval, Caller caller) =>
        Roles.Permit(caller.Roles, Permission.Approve)
        && ApprovalService.MayDecide(approval, ApproverOf(caller), time.GetUtcNow());

    private static Approver ApproverOf(Caller caller) =>
        new(caller.Name, caller.Roles, caller.Groups) { IsOnlyCaller = ReferenceEquals(caller, Caller.Local) };

    private static ProblemException Invalid(string expected) => new(KnownProblems.InvalidBody(expected));

    private static ProblemException Problem(ApprovalResult result) =>
        new(
            result switch
            {
                ApprovalResult.NotFound => KnownProblems.NotFound(
                    "There is no approval with this id; nobody has to approve that onboarding, or it is not that far "
                        + "yet."
                ),
                ApprovalResult.Closed closed => KnownProblems.ApprovalClosed(closed.Approval),
                ApprovalResult.DecidedBefore before => KnownProblems.DecidedBefore(before.Decision),
                ApprovalResult.NotCurrent other => KnownProblems.ApprovalChanged(other.Version),
                ApprovalResult.NotAnApprover not => KnownProblems.NotAnApprover(not.By),
                ApprovalResult.OwnRequest => KnownProblems.OwnRequest(),
                ApprovalResult.NoEscalation => KnownProblems.InvalidBody(
                    "escalateAt: there is nobody to escalate to; Approvals:EscalateTo names them."
                ),
                _ => throw new InvalidOperationException("A result that nobody foresaw."),
            }
        );
}

using Onboarding.Approvals;
using Onboarding.Requests;

namespace Onboarding.Http.Problems;

/// <summary>Every problem the API answers, in one place.</summary>
public static class KnownProblems
{
    public static Problem Refused(IReadOnlyList<Finding> findings) =>
        new(
            400,
            ErrorCodes.RequestRefused,
            "The request is refused",
            Count(findings.Count(finding => finding.Severity == FindingSeverity.Error), "finding")
                + " must be corrected."
        )
        {
            Findings = findings,
        };

    public static Problem InvalidParameter(string name, string expected) =>
        new(400, ErrorCodes.InvalidParameter, "A parameter is not valid", $"{name}: {expected}");

    public static Problem InvalidBody(string expected) =>
        new(400, ErrorCodes.InvalidBody, "The body is not valid", expected);

    public static Problem BodyTooLarge(int limit) =>
        new(413, ErrorCodes.BodyTooLarge, "The body is too large", $"At most {limit / 1024} KB are taken.");

    public static Problem UnsupportedMediaType(string? sent, IReadOnlyList<string> taken) =>
        new(
            415,
            ErrorCodes.UnsupportedMediaType,
            "The body is of a kind that is not taken here",
            $"Content-Type must be {string.Join(" or ", taken)}, in UTF-8{(sent is null ? "; none was sent" : "")}."
        );

    public static Problem UnsupportedContentEncoding() =>
        new(
            415,
            ErrorCodes.UnsupportedMediaType,
            "The body is packed in a way that is not taken here",
            "Send it as it is, without Content-Encoding."
        );

    public static Problem Damaged(string what) =>
        new(
            503,
            ErrorCodes.StorageDamaged,
            "What is stored is damaged",
            $"{what} An open task says what to do. Everything else goes on."
        );

    public static Problem BatchUnreadable(string code, string why) =>
        new(400, code, "The file is no batch", $"{why} Nothing was begun.");

    public static Problem WebhookNotSigned(string why) =>
        new(401, ErrorCodes.WebhookNotSigned, "The sender is not known", why);

    public static Problem WebhookStale(string expected) =>
        new(
            401,
            ErrorCodes.WebhookStale,
            "The message is of another time",
            $"{expected} What was recorded must not work again."
        );

    public static Problem NotDead(string key, string state) =>
        new(409, ErrorCodes.NotDead, "There is nothing to send again", $"Message {key} is {state}.");

    public static Problem BatchNotNow(string id, string state) =>
        new(409, ErrorCodes.BatchNotNow, "The batch cannot be changed so", $"Batch {id} is {state}.");

    public static Problem Unauthenticated(string expected) =>
        new(401, ErrorCodes.Unauthenticated, "Credentials are missing or not valid", expected);

    public static Problem Forbidden(string who, string permission) =>
        new(403, ErrorCodes.Forbidden, "Not permitted", $"{who} has no role with the permission {permission}.");

    public static Problem NotLocal(string why) =>
        new(403, ErrorCodes.NotLocal, "Only local callers are served without authentication", why);

    public static Problem NotFound(string what) => new(404, ErrorCodes.NotFound, "Not found", what);

    public static Problem MethodNotAllowed(string method) =>
        new(
            405,
            ErrorCodes.MethodNotAllowed,
            "Method not allowed",
            $"This address does not take {method}; Allow names the methods it takes."
        );

    public static Problem KeyReused(OnboardingId id, string key) =>
        new(
            409,
            ErrorCodes.KeyReused,
            "The key belongs to another request",
            $"'{key}' was used before for a request with another content. Nothing was changed."
        )
        {
            Onboarding = id.Value,
        };

    public static Problem AlreadyEnded(OnboardingId id, string stage) =>
        new(409, ErrorCodes.AlreadyEnded, "The onboarding has ended", $"It ended as {stage}.")
        {
            Onboarding = id.Value,
        };

    public static Problem NotErasable(OnboardingId id, string why) =>
        new(409, ErrorCodes.NotErasable, "Its personal data cannot be erased now", why) { Onboarding = id.Value };

    public static Problem Removed(OnboardingId id, DateTimeOffset at) =>
        new(
            410,
            ErrorCodes.OnboardingRemoved,
            "The onboarding was removed",
            $"It was kept long enough and was removed at {at:O}. Its request is not onboarded again."
        )
        {
            Onboarding = id.Value,
        };

    public static Problem NotCompleted(OnboardingId id, string stage) =>
        new(
            409,
            ErrorCodes.NotCompleted,
            "There is nothing to undo",
            $"The onboarding is {stage}; only a completed one can be undone; one that goes on can be cancelled."
        )
        {
            Onboarding = id.Value,
        };

    public static Problem NotWaitingForOperator(OnboardingId id, string stage) =>
        new(
            409,
            ErrorCodes.NotWaitingForOperator,
            "The onboarding does not wait for an operator",
            $"Its stage is {stage}; only at awaiting-operator there is something to resume."
        )
        {
            Onboarding = id.Value,
        };

    public static Problem NoDeadline(OnboardingId id, string stage) =>
        new(
            409,
            ErrorCodes.NoDeadline,
            "Nothing with a deadline is waited for",
            $"Its stage is {stage}. An approval's deadline is moved at the approval."
        )
        {
            Onboarding = id.Value,
        };

    public static Problem DeliveryUnderWay(string id) =>
        new(
            409,
            ErrorCodes.DeliveryUnderWay,
            "It is on its way",
            $"Delivery {id} is being tried; it can be sent again once it is delivered or given up."
        );

    public static Problem CredentialsGone(OnboardingId id) =>
        new(
            410,
            ErrorCodes.CredentialsGone,
            "There are no credentials to hand over",
            "They are handed over once; the audit log says to whom and when."
        )
        {
            Onboarding = id.Value,
        };

    public static Problem NoCredentialsYet(OnboardingId id, string stage) =>
        new(
            404,
            ErrorCodes.NotFound,
            "There are no credentials yet",
            $"The customer's tenant has not been created; the stage is {stage}."
        )
        {
            Onboarding = id.Value,
        };

    public static Problem TaskClosed(string id, string state) =>
        new(409, ErrorCodes.TaskClosed, "The task is not open", $"Task {id} is {state}.");

    public static Problem NothingToRetry(string id) =>
        new(
            409,
            ErrorCodes.NothingToRetry,
            "Only a person can do the task",
            $"Task {id} has no call to repeat. Settle it when it is done."
        );

    public static Problem IfMatchNeeded() =>
        new(428, ErrorCodes.IfMatchNeeded, "Say which version you have seen", "Send its ETag in the header If-Match.");

    public static Problem DraftChanged(int version) =>
        new(
            412,
            ErrorCodes.DraftChanged,
            "The draft was changed",
            $"It is at version {version} now. Read it again; nothing was changed."
        );

    public static Problem DraftSubmitted(OnboardingId id) =>
        new(409, ErrorCodes.DraftSubmitted, "The draft was submitted", "It stays as it was submitted.")
        {
            Onboarding = id.Value,
        };

    public static Problem DraftNotReviewed(int? reviewed) =>
        new(
            409,
            ErrorCodes.DraftNotReviewed,
            "This version was not reviewed",
            (
                reviewed is null
                    ? "No version was reviewed yet."
                    : $"Version {reviewed} was reviewed and the draft was changed since."
            ) + " Review it, then submit it."
        );

    public static Problem ApprovalClosed(Approval approval) =>
        new(
            409,
            ErrorCodes.ApprovalClosed,
            "It is decided",
            approval.Decisions is [.., var last]
                ? $"{last.By} decided before you: it is {approval.State.ToString().ToLowerInvariant()}. Your "
                    + "decision was not taken."
                : "Its time is over, or the onboarding was cancelled. Your decision was not taken."
        )
        {
            Onboarding = approval.Onboarding.Value,
        };

    public static Problem DecidedBefore(ApprovalDecision decision) =>
        new(
            409,
            ErrorCodes.ApprovalClosed,
            "You have decided",
            $"You said {decision.Verdict.ToString().ToLowerInvariant()} at {decision.At:O}; that stands."
        );

    public static Problem ApprovalChanged(string version) =>
        new(
            412,
            ErrorCodes.ApprovalChanged,
            "This is not what you have seen",
            $"What is to be approved is at version {version}. Look at it again; nothing was decided."
        );

    public static Problem NotAnApprover(IReadOnlyList<string> by) =>
        new(403, ErrorCodes.NotAnApprover, "You may not decide this", $"It is for {string.Join(", ", by)} to decide.");

    public static Problem OwnRequest() =>
        new(
            403,
            ErrorCodes.OwnRequest,
            "You submitted this yourself",
            "Another pair of eyes is asked for (Approvals:FourEyes)."
        );

    public static Problem LinkSpent(string why) =>
        new(410, ErrorCodes.LinkSpent, "The link is no longer good", $"{why} Sign in to see the approval.");

    public static Problem PartnerCenterUnreachable(TimeSpan? retryAfter) =>
        new(
            503,
            ErrorCodes.PartnerCenterUnreachable,
            "Partner Center cannot answer now",
            "It throttles us or cannot be reached. Nothing was changed; come again later."
        )
        {
            RetryAfter = retryAfter ?? TimeSpan.FromSeconds(30),
        };

    public static Problem PartnerCenterRefused(string operation, string? code, string? description) =>
        new(
            502,
            ErrorCodes.PartnerCenterRefused,
            "Partner Center refused",
            $"{operation}{(code is null ? "" : $" ({code})")}: {description ?? "no reason given"}"
        );

    public static Problem NotReady() =>
        new(
            503,
            ErrorCodes.NotReady,
            "Not ready",
            "The server is starting, stopping or has lost its storage. Nothing was changed; come again later."
        )
        {
            RetryAfter = TimeSpan.FromSeconds(5),
        };

    public static Problem TooManyStreams() =>
        new(
            503,
            ErrorCodes.NotReady,
            "Too many readers",
            "As many callers as there may be are told of changes. Come again later, or ask for what is needed itself."
        )
        {
            RetryAfter = TimeSpan.FromSeconds(30),
        };

    public static Problem IssuerUnreachable() =>
        new(
            503,
            ErrorCodes.NotReady,
            "Not ready",
            "The issuer of tokens cannot be asked for its keys. Nothing was changed; come again later."
        )
        {
            RetryAfter = TimeSpan.FromSeconds(5),
        };

    public static Problem Unexpected() =>
        new(500, ErrorCodes.Unexpected, "Something unforeseen happened", "The trace id leads to the log.");

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}

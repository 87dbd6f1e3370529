namespace Onboarding;

/// <summary>Problem types of the HTTP API: <c>urn:onboarding:problem:{code}</c>.</summary>
public static partial class ErrorCodes
{
    [Meaning("The request has findings of severity error; the answer lists them all.")]
    public const string RequestRefused = "api.request-refused";

    [Meaning("A query parameter or header is unknown, repeated or out of its limits; the answer names it.")]
    public const string InvalidParameter = "api.invalid-parameter";

    [Meaning("The body of the call is not what this operation takes; the answer says what was expected.")]
    public const string InvalidBody = "api.invalid-body";

    [Meaning("The body of the call is larger than the operation takes: 256 KB, of a batch 100 MB.")]
    public const string BodyTooLarge = "api.body-too-large";

    [Meaning(
        "The body of the call is not announced as what the operation takes, in UTF-8: application/json, for a batch "
            + "text/csv or application/x-ndjson."
    )]
    public const string UnsupportedMediaType = "api.unsupported-media-type";

    [Meaning("The call carries no credentials, or none that are valid.")]
    public const string Unauthenticated = "api.unauthenticated";

    [Meaning("The caller is known and none of its roles has the permission the operation asks for.")]
    public const string Forbidden = "api.forbidden";

    [Meaning(
        "Without authentication only local callers are served: the call came from elsewhere, names another host, or "
            + "was made by another site's page."
    )]
    public const string NotLocal = "api.not-local";

    [Meaning("There is nothing under this address or id.")]
    public const string NotFound = "api.not-found";

    [Meaning("The address exists and does not take this method; Allow names those it takes.")]
    public const string MethodNotAllowed = "api.method-not-allowed";

    [Meaning("The same idempotency key or reference was used before for another request; nothing was changed.")]
    public const string KeyReused = "api.key-reused";

    [Meaning("The onboarding has ended, so it can be neither cancelled nor resumed.")]
    public const string AlreadyEnded = "api.already-ended";

    [Meaning(
        "Personal data can be erased only of an onboarding that has ended, whose open tasks are closed and whose batch "
            + "has taken note of its end; the answer says which it is."
    )]
    public const string NotErasable = "onboarding.not-erasable";

    [Meaning("The personal data of the onboarding was erased on request; what needs it cannot be done any more.")]
    public const string OnboardingErased = "onboarding.erased";

    [Meaning("The onboarding was removed because it was kept long enough (Retention:Records).")]
    public const string OnboardingRemoved = "onboarding.removed";

    [Meaning("Only a completed onboarding can be undone.")]
    public const string NotCompleted = "onboarding.not-completed";

    [Meaning("Only an onboarding that waits for an operator can be resumed; this one does not.")]
    public const string NotWaitingForOperator = "api.not-waiting-for-operator";

    [Meaning("The admin credentials were handed over before, or were never in our hands; they are given once.")]
    public const string CredentialsGone = "api.credentials-gone";

    [Meaning("The task is closed, or was changed by somebody else in between.")]
    public const string TaskClosed = "api.obligation-closed";

    [Meaning("Only a person can do the open task; there is no call to repeat.")]
    public const string NothingToRetry = "api.nothing-to-retry";

    [Meaning("The webhook is not signed by a key of its source, or the event not by Partner Center.")]
    public const string WebhookNotSigned = "api.webhook-not-signed";

    [Meaning("The webhook is signed and too old, or from the future.")]
    public const string WebhookStale = "api.webhook-stale";

    [Meaning("Only a dead letter, or an event that nobody waited for, can be sent again.")]
    public const string NotDead = "api.not-dead";

    [Meaning("A batch that has ended or was cancelled can be neither paused nor resumed nor cancelled.")]
    public const string BatchNotNow = "api.batch-not-now";

    [Meaning("A change must name the version it is based on, in the header If-Match.")]
    public const string IfMatchNeeded = "api.if-match-needed";

    [Meaning("The draft is at another version than the one named in If-Match; nothing was changed.")]
    public const string DraftChanged = "api.draft-changed";

    [Meaning("The draft was submitted and can no longer be changed.")]
    public const string DraftSubmitted = "api.draft-submitted";

    [Meaning("Only the version that was reviewed last can be submitted.")]
    public const string DraftNotReviewed = "api.draft-not-reviewed";

    [Meaning(
        "Somebody else has decided, its time is over, or the caller decided otherwise before; this decision was not "
            + "taken."
    )]
    public const string ApprovalClosed = "api.approval-closed";

    [Meaning("The decision names another version than the one that is to be approved; nothing was decided.")]
    public const string ApprovalChanged = "api.approval-changed";

    [Meaning("The rule that asks for the approval does not name the caller.")]
    public const string NotAnApprover = "api.not-an-approver";

    [Meaning("The caller submitted the request, and four eyes are asked for.")]
    public const string OwnRequest = "api.own-request";

    [Meaning("The approval link was used, has expired, or is for another version.")]
    public const string LinkSpent = "api.link-spent";

    [Meaning("Partner Center is throttling us or cannot be reached; Retry-After says when to come again.")]
    public const string PartnerCenterUnreachable = "api.partner-center-away";

    [Meaning("Partner Center refused what the call needed from it.")]
    public const string PartnerCenterRefused = "api.partner-center-refused";

    [Meaning(
        "The server is starting, stopping or has lost its storage, or the issuer of tokens cannot be asked for its "
            + "keys; Retry-After says when to come again."
    )]
    public const string NotReady = "api.not-ready";

    [Meaning("Nothing with a deadline is waited for, so there is none to be moved.")]
    public const string NoDeadline = "api.no-deadline";

    [Meaning("The delivery is being tried; it can be sent again once it is delivered or given up.")]
    public const string DeliveryUnderWay = "api.delivery-under-way";
}

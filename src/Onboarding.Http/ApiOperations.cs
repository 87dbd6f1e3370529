using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Onboarding.Agreements;
using Onboarding.Http.Access;
using Onboarding.Http.Approvals;
using Onboarding.Http.Audit;
using Onboarding.Http.Batches;
using Onboarding.Http.Drafts;
using Onboarding.Http.Health;
using Onboarding.Http.Me;
using Onboarding.Http.Notifications;
using Onboarding.Http.Onboardings;
using Onboarding.Http.OpenTasks;
using Onboarding.Http.Reference;
using Onboarding.Http.SignIn;
using Onboarding.Http.Summary;
using Onboarding.Http.Webhooks;
using Onboarding.Progress;
using Onboarding.Reference;
using Onboarding.Requests;

namespace Onboarding.Http;

/// <summary>Every call of the API. What is not here cannot be called, in either host.</summary>
public static class ApiOperations
{
    public const string Prefix = "api";

    public static IReadOnlyList<ApiOperation> All { get; } =
    [
        new()
        {
            Name = "SubmitOnboarding",
            Method = "POST",
            Route = "onboardings",
            Permission = Permission.Submit,
            Summary = "Submits a request. A repeat with the same key and request answers with the same onboarding.",
            Parameters =
            [
                new(
                    "Idempotency-Key",
                    ParameterPlace.Header,
                    ParameterKind.Text,
                    "What the caller calls this submission by, 1 to 100 visible ASCII characters; the request's "
                        + "reference when left out."
                ),
            ],
            Body = typeof(OnboardingRequest),
            BodyRequired = true,
            Answers =
            [
                new(202, typeof(OnboardingResource), "Kept and started; Location leads to it."),
                new(200, typeof(OnboardingResource), "Submitted before and ended since."),
            ],
            Handle = call =>
                Of<SubmissionsHandler>(call)
                    .Submit(call.Request, call.IdempotencyKey(), Caller.Of(call), call.RequestAborted),
        },
        new()
        {
            Name = "ValidateOnboarding",
            Method = "POST",
            Route = "onboardings/validate",
            Permission = Permission.Submit,
            Summary = "Answers with the findings of a request; nothing is kept or done.",
            Body = typeof(OnboardingRequest),
            BodyRequired = true,
            Answers = [new(200, typeof(ValidationAnswer), "What was found.")],
            Handle = call => Of<SubmissionsHandler>(call).Validate(call.Request, call.RequestAborted),
        },
        new()
        {
            Name = "SearchOnboardings",
            Method = "GET",
            Route = "onboardings",
            Permission = Permission.Read,
            Summary = "Onboardings, newest first or in another order.",
            Parameters =
            [
                .. InSearch,
                new(
                    "sort",
                    ParameterPlace.Query,
                    ParameterKind.Text,
                    "submittedAt, companyName or since, behind a minus for the reverse; -submittedAt when left out. "
                        + "Not with the state stuck."
                ),
                .. Paging,
            ],
            Answers = [new(200, typeof(OnboardingList), "A page; with a continuation there are more.")],
            Handle = call =>
                Of<OnboardingsHandler>(call)
                    .Search(
                        QueryOf(call) with
                        {
                            Sort = SortOf(call),
                            Limit = call.Limit(),
                            Continuation = call.Continuation(),
                        },
                        call.RequestAborted
                    ),
        },
        new()
        {
            Name = "ExportOnboardings",
            Method = "GET",
            Route = "onboardings.csv",
            Permission = Permission.Read,
            Summary = "What a search finds as a file, newest first. Safe to be opened in a spreadsheet.",
            Parameters =
            [
                .. InSearch,
                new("ids", ParameterPlace.Query, ParameterKind.Text, "Only these: up to 100 ids with commas."),
            ],
            Answers = [new(200, typeof(string), "CSV in UTF-8, with commas.") { MediaType = "text/csv" }],
            Handle = call => Of<OnboardingsHandler>(call).Export(QueryOf(call), call.Text("ids"), call.RequestAborted),
        },
        new()
        {
            Name = "GetOnboarding",
            Method = "GET",
            Route = "onboardings/{id}",
            Permission = Permission.Read,
            Summary = "One onboarding: its stage, its timeline, its outcome, what exists at Microsoft, its open tasks.",
            Parameters = [OnboardingIdInPath],
            Answers = [new(200, typeof(OnboardingResource), "The onboarding.")],
            Handle = call => Of<OnboardingsHandler>(call).Get(new(call.Route("id")), call.RequestAborted),
        },
        new()
        {
            Name = "CancelOnboarding",
            Method = "POST",
            Route = "onboardings/{id}/cancel",
            Permission = Permission.Cancel,
            Summary =
                "Calls it off and undoes what was done, as far as that can be; the relationship is removed only "
                + "where that is asked for, also of one that has ended without completing.",
            Parameters = [OnboardingIdInPath],
            Body = typeof(CancellationBody),
            Answers = [new(202, typeof(OnboardingResource), "Told; it stops at its next step.")],
            Handle = async call =>
                await Of<OnboardingsHandler>(call)
                    .Cancel(
                        new(call.Route("id")),
                        await call.Body<CancellationBody>(),
                        Caller.Of(call),
                        call.RequestAborted
                    ),
        },
        new()
        {
            Name = "TakeBackOnboarding",
            Method = "POST",
            Route = "onboardings/{id}/takeBack",
            Permission = Permission.Cancel,
            Summary =
                "Undoes a completed onboarding: cancels its orders inside their cancellation window; after it, "
                + "turns their renewal off and leaves an open task.",
            Parameters = [OnboardingIdInPath],
            Body = typeof(CancellationBody),
            Answers = [new(202, typeof(OnboardingResource), "Begun; the onboarding shows what comes of it.")],
            Handle = async call =>
                await Of<OnboardingsHandler>(call)
                    .UndoCompleted(
                        new(call.Route("id")),
                        await call.Body<CancellationBody>(),
                        Caller.Of(call),
                        call.RequestAborted
                    ),
        },
        new()
        {
            Name = "ResumeOnboarding",
            Method = "POST",
            Route = "onboardings/{id}/resume",
            Permission = Permission.Operate,
            Summary = "Goes on from the step at which it waits for an operator.",
            Parameters = [OnboardingIdInPath],
            Answers = [new(202, typeof(OnboardingResource), "Told; it goes on.")],
            Handle = call =>
                Of<OnboardingsHandler>(call).Resume(new(call.Route("id")), Caller.Of(call), call.RequestAborted),
        },
        new()
        {
            Name = "MoveOnboardingDeadline",
            Method = "POST",
            Route = "onboardings/{id}/deadline",
            Permission = Permission.Operate,
            Summary = "Gives those who are waited for more time, or less.",
            Parameters = [OnboardingIdInPath],
            Body = typeof(WaitDeadline),
            BodyRequired = true,
            Answers = [new(202, typeof(OnboardingResource), "Told; the wait ends then.")],
            Handle = async call =>
                await Of<OnboardingsHandler>(call)
                    .MoveDeadline(
                        new(call.Route("id")),
                        await call.Body<WaitDeadline>(),
                        Caller.Of(call),
                        call.RequestAborted
                    ),
        },
        new()
        {
            Name = "ResumeOnboardings",
            Method = "POST",
            Route = "onboardings/resume",
            Permission = Permission.Operate,
            Summary = "Resumes all that wait for an operator because of one error, 200 at a time.",
            Parameters = InBulk,
            Answers = [new(202, typeof(BulkResumeAnswer), "Told; they go on.")],
            Handle = call =>
                Of<OnboardingsHandler>(call)
                    .ResumeAll(call.Needed("errorCode"), call.Continuation(), Caller.Of(call), call.RequestAborted),
        },
        new()
        {
            Name = "CancelOnboardings",
            Method = "POST",
            Route = "onboardings/cancel",
            Permission = Permission.Cancel,
            Summary =
                "Calls off all that wait for an operator because of one error, 200 at a time, and undoes what was "
                + "done.",
            Parameters = InBulk,
            Answers = [new(202, typeof(BulkCancelAnswer), "Told; each stops at its next step.")],
            Handle = call =>
                Of<OnboardingsHandler>(call)
                    .CancelAll(call.Needed("errorCode"), call.Continuation(), Caller.Of(call), call.RequestAborted),
        },
        new()
        {
            Name = "TakeCredentials",
            Method = "POST",
            Route = "onboardings/{id}/credentials",
            Permission = Permission.Credentials,
            Summary =
                "Hands over the first administrator's credentials of the new tenant, once; then they are deleted here.",
            Parameters = [OnboardingIdInPath],
            Body = typeof(CredentialsConfirmation),
            BodyRequired = true,
            Answers = [new(200, typeof(CredentialsAnswer), "The credentials; there is no second answer.")],
            Handle = async call =>
                await Of<CredentialsHandler>(call)
                    .HandOver(
                        new(call.Route("id")),
                        await call.Body<CredentialsConfirmation>(),
                        Caller.Of(call),
                        call.RequestAborted
                    ),
        },
        new()
        {
            Name = "EraseOnboarding",
            Method = "POST",
            Route = "onboardings/{id}/erase",
            Permission = Permission.Erase,
            Summary =
                "Erases the customer's personal data of an onboarding that has ended, for good; ids, outcome, orders "
                + "and prices stay.",
            Parameters = [OnboardingIdInPath],
            Body = typeof(ErasureConfirmation),
            BodyRequired = true,
            Answers = [new(200, typeof(OnboardingResource), "What is left of it.")],
            Handle = async call =>
                await Of<OnboardingsHandler>(call)
                    .Erase(
                        new(call.Route("id")),
                        await call.Body<ErasureConfirmation>(),
                        Caller.Of(call),
                        call.RequestAborted
                    ),
        },
        new()
        {
            Name = "ListObligations",
            Method = "GET",
            Route = "obligations",
            Permission = Permission.Read,
            Summary = "The open tasks, oldest first.",
            Parameters =
            [
                new("state", ParameterPlace.Query, ParameterKind.Text, "open, settled or done."),
                new("onboarding", ParameterPlace.Query, ParameterKind.Text, "Id of the onboarding."),
                .. Paging,
            ],
            Answers = [new(200, typeof(OpenTaskList), "A page; with a continuation there are more.")],
            Handle = call =>
                Of<OpenTasksHandler>(call)
                    .List(
                        call.OneOf<OpenTaskState>("state"),
                        call.Text("onboarding") is { } id ? new OnboardingId(id) : null,
                        call.Limit(),
                        call.Continuation(),
                        call.RequestAborted
                    ),
        },
        new()
        {
            Name = "RetryObligation",
            Method = "POST",
            Route = "obligations/{id}/retry",
            Permission = Permission.Operate,
            Summary = "Tries once more to do an open task.",
            Parameters = [OpenTaskIdInPath],
            Answers = [new(202, typeof(OpenTaskResource), "Begun; the open task shows what comes of it.")],
            Handle = call => Of<OpenTasksHandler>(call).Retry(call.Route("id"), Caller.Of(call), call.RequestAborted),
        },
        new()
        {
            Name = "RetryObligations",
            Method = "POST",
            Route = "obligations/retry",
            Permission = Permission.Operate,
            Summary = "Tries once more to do all open tasks of one error. Looks through 200 at a time.",
            Parameters = InBulk,
            Answers = [new(202, typeof(BulkRetryAnswer), "Begun; each open task shows what comes of it.")],
            Handle = call =>
                Of<OpenTasksHandler>(call)
                    .RetryAll(call.Needed("errorCode"), call.Continuation(), Caller.Of(call), call.RequestAborted),
        },
        new()
        {
            Name = "SettleObligation",
            Method = "POST",
            Route = "obligations/{id}/settle",
            Permission = Permission.Operate,
            Summary = "Closes what was dealt with elsewhere.",
            Parameters = [OpenTaskIdInPath],
            Body = typeof(Settlement),
            Answers = [new(200, typeof(OpenTaskResource), "Settled.")],
            Handle = async call =>
                await Of<OpenTasksHandler>(call)
                    .Settle(call.Route("id"), await call.Body<Settlement>(), Caller.Of(call), call.RequestAborted),
        },
        new()
        {
            Name = "ListAudit",
            Method = "GET",
            Route = "audit",
            Permission = Permission.Operate,
            Summary =
                "Who did what to an onboarding, an open task, a draft, a batch, a message or a delivery, oldest "
                + "first.",
            Parameters =
            [
                new("subject", ParameterPlace.Query, ParameterKind.Text, "Id of what it was done to.")
                {
                    Required = true,
                },
            ],
            Answers = [new(200, typeof(AuditList), "The whole log of it.")],
            Handle = call => Of<AuditHandler>(call).List(call.Needed("subject"), call.RequestAborted),
        },
        .. DeliveryOperations.All,
        .. DraftOperations.All,
        .. ApprovalOperations.All,
        .. BatchOperations.All,
        .. WebhookOperations.All,
        new()
        {
            Name = "ListPartners",
            Method = "GET",
            Route = "reference/partners",
            Permission = Permission.Read,
            Summary = "The partner profiles that a request can name, and what each allows.",
            Answers = [new(200, typeof(PartnerList), "The profiles, by name.")],
            Handle = call => Of<ReferenceHandler>(call).Partners(),
        },
        new()
        {
            Name = "GetCountry",
            Method = "GET",
            Route = "reference/countries/{iso2}",
            Permission = Permission.Read,
            Summary = "What a country asks of an address, a phone number and a registration number.",
            Parameters = [new("iso2", ParameterPlace.Path, ParameterKind.Text, "ISO 3166-1 alpha-2 code."), Partner],
            Answers = [new(200, typeof(CountryReference), "The country's rules.")],
            Handle = call =>
                Of<ReferenceHandler>(call).Country(call.Route("iso2"), call.Text("partner"), call.RequestAborted),
        },
        new()
        {
            Name = "ListResellers",
            Method = "GET",
            Route = "reference/resellers",
            Permission = Permission.Read,
            Summary = "The indirect resellers of an indirect provider.",
            Parameters = [Partner],
            Answers = [new(200, typeof(ResellerList), "The resellers; none for a direct-bill partner.")],
            Handle = call => Of<ReferenceHandler>(call).Resellers(call.Text("partner"), call.RequestAborted),
        },
        new()
        {
            Name = "ListOffers",
            Method = "GET",
            Route = "reference/offers",
            Permission = Permission.Read,
            Summary =
                "What a new customer in a country can be sold, with the terms, billings and quantities it can be "
                + "ordered with.",
            Parameters =
            [
                new("country", ParameterPlace.Query, ParameterKind.Text, "ISO 3166-1 alpha-2 code.")
                {
                    Required = true,
                },
                new("text", ParameterPlace.Query, ParameterKind.Text, "Part of the product's title, or its id."),
                new("continuation", ParameterPlace.Query, ParameterKind.Text, "Of the page before."),
                Partner,
            ],
            Answers = [new(200, typeof(OfferPage), "The offers.")],
            Handle = call =>
                Of<ReferenceHandler>(call)
                    .Offers(
                        call.Needed("country"),
                        call.Text("text"),
                        call.Continuation(),
                        call.Text("partner"),
                        call.RequestAborted
                    ),
        },
        new()
        {
            Name = "GetAgreement",
            Method = "GET",
            Route = "reference/agreement",
            Permission = Permission.Read,
            Summary =
                "Where the text of the Microsoft Customer Agreement can be read for a country. The links are new on "
                + "every call and live five minutes.",
            Parameters =
            [
                new("country", ParameterPlace.Query, ParameterKind.Text, "ISO 3166-1 alpha-2 code.")
                {
                    Required = true,
                },
                new(
                    "culture",
                    ParameterPlace.Query,
                    ParameterKind.Text,
                    "Such as de-DE; absent: the country's own. en-US where there is none in it."
                ),
                Partner,
            ],
            Answers = [new(200, typeof(AgreementReference), "The links, and what they deliver.")],
            Handle = call =>
                Of<ReferenceHandler>(call)
                    .Agreement(call.Needed("country"), call.Text("culture"), call.Text("partner"), call.RequestAborted),
        },
        new()
        {
            Name = "CheckDomain",
            Method = "GET",
            Route = "reference/domains/{prefix}",
            Permission = Permission.Read,
            Summary = "Whether a domain prefix is in shape and free.",
            Parameters =
            [
                new("prefix", ParameterPlace.Path, ParameterKind.Text, "What stands before .onmicrosoft.com."),
                Partner,
            ],
            Answers = [new(200, typeof(DomainReference), "The domain and whether it can be had.")],
            Handle = call =>
                Of<ReferenceHandler>(call).Domain(call.Route("prefix"), call.Text("partner"), call.RequestAborted),
        },
        new()
        {
            Name = "GetSummary",
            Method = "GET",
            Route = "summary",
            Permission = Permission.Read,
            Summary =
                "The number of onboardings by stage, what stopped them, whose cancellation window closes soon, and "
                + "which restored backups have to be dealt with.",
            Answers = [new(200, typeof(SummaryResource), "The counts as they are now.")],
            Handle = call => Of<SummaryHandler>(call).Get(call.RequestAborted),
        },
        new()
        {
            Name = "GetMe",
            Method = "GET",
            Route = "me",
            Permission = Permission.Read,
            Summary = "The caller's name, roles and permissions.",
            Answers = [new(200, typeof(MeResource), "The caller.")],
            Handle = call => MeHandler.Get(Caller.Of(call)),
        },
        new()
        {
            Name = "GetSignIn",
            Method = "GET",
            Route = "signIn",
            Permission = null,
            Summary = "How callers authenticate, and where people sign in with a browser.",
            Answers = [new(200, typeof(SignInResource), "The way to sign in.")],
            Handle = call => Of<SignInHandler>(call).Get(call.RequestAborted),
        },
        new()
        {
            Name = "GetOpenApi",
            Method = "GET",
            Route = "openapi.json",
            Permission = null,
            Summary = "This description.",
            Answers = [new(200, typeof(object), "OpenAPI 3.1.")],
            Handle = _ => OpenApiHandler.Get(),
        },
        new()
        {
            Name = "HealthLive",
            Method = "GET",
            Route = "health/live",
            Permission = null,
            Summary = "The process lives.",
            Answers = [new(200, typeof(HealthAnswer), "It does.")],
            Handle = call => Of<HealthHandler>(call).Live(),
        },
        new()
        {
            Name = "HealthReady",
            Method = "GET",
            Route = "health/ready",
            Permission = null,
            Summary = "Engine and storage answer.",
            Answers = [new(200, typeof(HealthAnswer), "They do.")],
            Handle = call => Of<HealthHandler>(call).Ready(call.RequestAborted),
        },
    ];

    private static IReadOnlyList<ApiParameter> InSearch =>
        [
            new(
                "state",
                ParameterPlace.Query,
                ParameterKind.Text,
                "A stage, open, ended, or stuck for those that cannot go on."
            ),
            new(
                "text",
                ParameterPlace.Query,
                ParameterKind.Text,
                "Part of company name, reference, domain, e-mail address or tenant, or the id."
            ),
            new("partner", ParameterPlace.Query, ParameterKind.Text, "Name of the partner profile."),
            new("reseller", ParameterPlace.Query, ParameterKind.Id, "Tenant of the reseller."),
            new("batch", ParameterPlace.Query, ParameterKind.Text, "Id of the batch."),
            new("errorCode", ParameterPlace.Query, ParameterKind.Text, "The error it ended or stopped with."),
            new("from", ParameterPlace.Query, ParameterKind.Instant, "Submitted at or after."),
            new("to", ParameterPlace.Query, ParameterKind.Instant, "Submitted before."),
        ];

    private static OnboardingQuery QueryOf(HttpContext call) =>
        new()
        {
            State = call.Text("state"),
            Text = call.Text("text"),
            Partner = call.Text("partner"),
            Reseller = call.Id("reseller"),
            Batch = call.Text("batch"),
            ErrorCode = call.Text("errorCode"),
            From = call.Instant("from"),
            To = call.Instant("to"),
        };

    private static OnboardingSort SortOf(HttpContext call) =>
        call.Text("sort") is not { } name
            ? OnboardingSort.NewestFirst
            : OnboardingSort.Of(name)
                ?? throw Binding.Invalid("sort", $"expected one of {string.Join(", ", OnboardingSort.Names)}.");

    private static IReadOnlyList<ApiParameter> InBulk =>
        [
            new("errorCode", ParameterPlace.Query, ParameterKind.Text, "The error they stopped with.")
            {
                Required = true,
            },
            new("continuation", ParameterPlace.Query, ParameterKind.Text, "Of the answer before."),
        ];

    private static ApiParameter OnboardingIdInPath =>
        new("id", ParameterPlace.Path, ParameterKind.Text, "Id of the onboarding.");

    private static ApiParameter OpenTaskIdInPath =>
        new("id", ParameterPlace.Path, ParameterKind.Text, "Id of the open task.");

    private static ApiParameter Partner =>
        new("partner", ParameterPlace.Query, ParameterKind.Text, "Name of the partner profile; default when left out.");

    internal static IEnumerable<ApiParameter> Paging =>
        [
            new("limit", ParameterPlace.Query, ParameterKind.Number, "1 to 200; 50 when left out."),
            new(
                "continuation",
                ParameterPlace.Query,
                ParameterKind.Text,
                "Of the answer before; the other parameters as there."
            ),
        ];

    private static T Of<T>(HttpContext call)
        where T : notnull => call.RequestServices.GetRequiredService<T>();
}

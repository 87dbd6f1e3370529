using Microsoft.AspNetCore.Http;
using Onboarding.CancellationWindow;
using Onboarding.Erasure;
using Onboarding.Http.Access;
using Onboarding.Http.Problems;
using Onboarding.Progress;

namespace Onboarding.Http.Onboardings;

/// <summary>Shows, searches, cancels and resumes onboardings.</summary>
public sealed class OnboardingsHandler(
    IOnboardingRecords records,
    IOpenTasks openTasks,
    IOrchestrationClient engine,
    OnboardingView view,
    OpenTaskService openTaskService,
    UndoCompletedService undo,
    ErasureService erasure,
    IAuditLog audit,
    TimeProvider time
)
{
    private const int MostInBulk = 200;
    private const int MostChosen = 100;
    private const string Stuck = "stuck";
    private static readonly TimeSpan Furthest = TimeSpan.FromDays(365);

    public async Task<IResult> Get(OnboardingId id, CancellationToken cancellationToken) =>
        Results.Json(await view.Of(await Existing(id, cancellationToken), cancellationToken), ApiJson.Options);

    public async Task<IResult> Search(OnboardingQuery query, CancellationToken cancellationToken)
    {
        CheckState(query);
        // They come in the order of their open tasks.
        if (query.State == Stuck && query.Sort != OnboardingSort.NewestFirst)
            throw new ProblemException(KnownProblems.InvalidParameter("sort", "not together with the state stuck."));
        try
        {
            var page = await Find(query, cancellationToken);
            var found = page.Items.Select(OnboardingSummary.Of).Concat(page.Unreadable.Select(OnboardingSummary.Of));
            return Results.Json(
                new OnboardingList([.. OnboardingSummary.Sorted(found, query.Sort)], page.Continuation),
                ApiJson.Options
            );
        }
        catch (FormatException) when (query.Continuation is not null)
        {
            throw Binding.BadContinuation();
        }
    }

    /// <summary>Writes what a search finds, or the onboardings with these ids, as a CSV file.</summary>
    public async Task<IResult> Export(OnboardingQuery query, string? ids, CancellationToken cancellationToken)
    {
        CheckState(query);
        var chosen = ids?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (chosen is { Length: 0 or > MostChosen })
            throw new ProblemException(KnownProblems.InvalidParameter("ids", $"expected 1 to {MostChosen} ids."));
        var found = chosen is null ? null : new List<OnboardingRecord>();
        foreach (var id in chosen ?? [])
            if (await records.GetOrSkip(new(id), cancellationToken) is { } record)
                found!.Add(record);
        return Results.Stream(
            output =>
                OnboardingCsv.Write(
                    found is null ? Find : (_, _) => Task.FromResult(new OnboardingPage(found, null)),
                    query,
                    output,
                    cancellationToken
                ),
            "text/csv; charset=utf-8",
            "onboardings.csv"
        );
    }

    private static void CheckState(OnboardingQuery query)
    {
        if (query.State is { } state && state != Stuck && !Stages.All.Contains(state))
            throw new ProblemException(
                KnownProblems.InvalidParameter(
                    "state",
                    $"expected open, ended, stuck, or a stage: {string.Join(", ", Stages.Named)}."
                )
            );
    }

    private async Task<OnboardingPage> Find(OnboardingQuery query, CancellationToken cancellationToken)
    {
        if (query.State == Stuck)
            return await SearchStuck(query, cancellationToken);
        var page = await records.Search(query, cancellationToken);
        // An id is no part of any text that is searched; alone it finds what it names.
        return
            page.Items.Count == 0
            && query.Text is { } text
            && query with { Text = null } == new OnboardingQuery { Limit = query.Limit }
            && await records.GetOrSkip(new(text.Trim()), cancellationToken) is { } record
            ? new OnboardingPage([record], null)
            : page;
    }

    // They are known by their open tasks: no step of theirs can say so in the record.
    private async Task<OnboardingPage> SearchStuck(OnboardingQuery query, CancellationToken cancellationToken)
    {
        var found = new List<OnboardingRecord>();
        var continuation = query.Continuation;
        do
        {
            var page = await openTasks.List(
                OpenTaskState.Open,
                onboarding: null,
                query.Limit,
                continuation,
                cancellationToken
            );
            foreach (var task in page.Items.Where(StuckOnboardingDetector.IsOne))
            {
                if (
                    await records.GetOrSkip(task.Onboarding, cancellationToken) is { Outcome: null } record
                    && query.Holds(record)
                )
                    found.Add(record);
            }

            continuation = page.Continuation;
        } while (continuation is not null && found.Count == 0);
        return new OnboardingPage(found, continuation);
    }

    /// <summary>
    /// Tells the onboarding to stop and undo; it does so at its next step. Of one that has ended without completing it
    /// removes the relationship, where that is asked for.
    /// </summary>
    public async Task<IResult> Cancel(
        OnboardingId id,
        CancellationBody body,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var record = await Existing(id, cancellationToken);
        if (
            record.Outcome is null
            || !body.RemoveRelationship
            || !await undo.RemoveRelationship(record, caller.Name, cancellationToken)
        )
        {
            ThrowIfEnded(record);
            var cancellation = new Cancellation(caller.Name, body.RemoveRelationship);
            await Tell(
                record,
                OnboardingNames.Cancel,
                cancellation,
                "onboarding.cancel",
                caller,
                cancellationToken,
                body.RemoveRelationship ? "with the relationship" : null
            );
        }

        return Results.Json(
            await view.Of(record, cancellationToken),
            ApiJson.Options,
            statusCode: StatusCodes.Status202Accepted
        );
    }

    /// <summary>
    /// Undoes a completed onboarding: its orders are cancelled inside their window, and after it their renewal is
    /// turned off.
    /// </summary>
    public async Task<IResult> UndoCompleted(
        OnboardingId id,
        CancellationBody body,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var record = await Existing(id, cancellationToken);
        if (!await undo.UndoCompleted(record, caller.Name, body.RemoveRelationship, cancellationToken))
            throw new ProblemException(KnownProblems.NotCompleted(id, record.Stage));
        return Results.Json(
            await view.Of(record, cancellationToken),
            ApiJson.Options,
            statusCode: StatusCodes.Status202Accepted
        );
    }

    /// <summary>Removes the customer's personal data of an onboarding that has ended.</summary>
    public async Task<IResult> Erase(
        OnboardingId id,
        ErasureConfirmation body,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        if (!body.Confirm)
            throw new ProblemException(
                KnownProblems.InvalidBody("confirm: expected true; what is erased cannot be brought back.")
            );
        var record = await Existing(id, cancellationToken);
        var why = await erasure.Erase(record, caller.Name, cancellationToken) switch
        {
            ErasureResult.Running => $"It goes on; its stage is {record.Stage}. Cancel it, or wait until it has ended.",
            ErasureResult.TasksOpen => "It has open tasks, which need the data. Close them first.",
            ErasureResult.BatchRunning => "Its batch has not taken note of its end. Try again in a minute.",
            _ => null,
        };
        if (why is not null)
            throw new ProblemException(KnownProblems.NotErasable(id, why));
        return Results.Json(await view.Of(await Existing(id, cancellationToken), cancellationToken), ApiJson.Options);
    }

    /// <summary>Makes an onboarding that waits for an operator go on from the step that failed.</summary>
    public async Task<IResult> Resume(OnboardingId id, Caller caller, CancellationToken cancellationToken)
    {
        var record = await Existing(id, cancellationToken);
        ThrowIfEnded(record);
        if (await engine.Resume(id.Value, cancellationToken))
        {
            await Audit(record, "onboarding.take-up", caller, cancellationToken);
            await openTaskService.Settle(
                StuckOnboardingDetector.OpenTaskOf(id),
                caller.Name,
                "It was taken up again.",
                cancellationToken
            );
            return Results.Json(
                await view.Of(record, cancellationToken),
                ApiJson.Options,
                statusCode: StatusCodes.Status202Accepted
            );
        }

        // An event that nobody waits for is kept: it would wave the next stop through unseen.
        if (record.Stage != Stage.AwaitingOperator)
            throw new ProblemException(KnownProblems.NotWaitingForOperator(id, record.Stage));
        await Tell(record, OnboardingNames.Resume, caller.Name, "onboarding.resume", caller, cancellationToken);
        return Results.Json(
            await view.Of(record, cancellationToken),
            ApiJson.Options,
            statusCode: StatusCodes.Status202Accepted
        );
    }

    /// <summary>
    /// Moves the end of a wait that has one: for the customer, for Microsoft, for an operator. An approval's is moved
    /// at the approval.
    /// </summary>
    public async Task<IResult> MoveDeadline(
        OnboardingId id,
        WaitDeadline body,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        if (body.Until is not { } until || until <= now || until > now + Furthest)
            throw new ProblemException(
                KnownProblems.InvalidBody("until: expected a time in the future, within a year.")
            );
        var record = await Existing(id, cancellationToken);
        ThrowIfEnded(record);
        if (record.Until is null)
            throw new ProblemException(KnownProblems.NoDeadline(id, record.Stage));
        await Audit(record, "onboarding.deadline", caller, cancellationToken, $"{until:O}");
        if (
            !await engine.RaiseEvent(
                id.Value,
                OnboardingNames.DeadlineMoved,
                new MovedDeadline(until.ToUniversalTime(), caller.Name),
                cancellationToken
            )
        )
            throw new ProblemException(KnownProblems.NotReady());
        return Results.Json(
            await view.Of(record, cancellationToken),
            ApiJson.Options,
            statusCode: StatusCodes.Status202Accepted
        );
    }

    /// <summary>
    /// The same for all that stopped with one error: the partner's sign-in is mended once, and a thousand go on.
    /// </summary>
    public async Task<IResult> ResumeAll(
        string errorCode,
        string? continuation,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var (resumed, next) = await TellAll(
            errorCode,
            continuation,
            OnboardingNames.Resume,
            caller.Name,
            "onboarding.resume",
            caller,
            cancellationToken
        );
        return Results.Json(
            new BulkResumeAnswer(resumed, next is not null, next),
            ApiJson.Options,
            statusCode: StatusCodes.Status202Accepted
        );
    }

    /// <summary>Calls off all that wait for an operator because of one error.</summary>
    public async Task<IResult> CancelAll(
        string errorCode,
        string? continuation,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var (cancelled, next) = await TellAll(
            errorCode,
            continuation,
            OnboardingNames.Cancel,
            new Cancellation(caller.Name),
            "onboarding.cancel",
            caller,
            cancellationToken
        );
        return Results.Json(
            new BulkCancelAnswer(cancelled, next is not null, next),
            ApiJson.Options,
            statusCode: StatusCodes.Status202Accepted
        );
    }

    // A page at a time, and never the same twice: an event that is told twice would wave the next stop through.
    private async Task<(IReadOnlyList<string> Told, string? Continuation)> TellAll<T>(
        string errorCode,
        string? continuation,
        EventName<T> name,
        T payload,
        string action,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var told = new List<string>();
            var page = await records.Search(
                new OnboardingQuery
                {
                    State = Stage.AwaitingOperator,
                    ErrorCode = errorCode,
                    Limit = MostInBulk,
                    Continuation = continuation,
                },
                cancellationToken
            );
            foreach (var record in page.Items)
            {
                await Audit(record, action, caller, cancellationToken);
                if (await engine.RaiseEvent(record.Id.Value, name, payload, cancellationToken))
                    told.Add(record.Id.Value);
            }

            return (told, page.Continuation);
        }
        catch (FormatException) when (continuation is not null)
        {
            throw Binding.BadContinuation();
        }
    }

    private async Task<OnboardingRecord> Existing(OnboardingId id, CancellationToken cancellationToken)
    {
        var record =
            await records.Get(id, cancellationToken)
            ?? throw new ProblemException(KnownProblems.NotFound("There is no onboarding with this id."));
        return record.RemovedAt is { } at ? throw new ProblemException(KnownProblems.Removed(id, at)) : record;
    }

    private static void ThrowIfEnded(OnboardingRecord record)
    {
        if (record.Outcome is not null)
            throw new ProblemException(KnownProblems.AlreadyEnded(record.Id, record.Stage));
    }

    private async Task Tell<T>(
        OnboardingRecord record,
        EventName<T> name,
        T payload,
        string action,
        Caller caller,
        CancellationToken cancellationToken,
        string? detail = null
    )
    {
        await Audit(record, action, caller, cancellationToken, detail);
        if (await engine.RaiseEvent(record.Id.Value, name, payload, cancellationToken))
            return;

        // It has ended in between, or the engine has not taken it over yet from the submission.
        ThrowIfEnded(await Existing(record.Id, cancellationToken));
        throw new ProblemException(KnownProblems.NotReady());
    }

    private Task Audit(
        OnboardingRecord record,
        string action,
        Caller caller,
        CancellationToken cancellationToken,
        string? detail = null
    ) =>
        audit.Append(
            new AuditEntry(
                $"{record.Id}-{action}-{record.Sequence}-{caller.Name}{detail}",
                time.GetUtcNow(),
                caller.Name,
                action,
                record.Id.Value
            )
            {
                Detail = detail,
            },
            cancellationToken
        );
}
